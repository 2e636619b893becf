"""A secret is read where it is kept, if nobody else can read it; no error repeats it."""

import os

import pytest

from slt_cli.delivery.message import DeliveryError
from slt_cli.delivery.secrets import secret_of
from slt_cli.domain.channels import Secret

TEXT = "the-secret"


def refusal(secret, environment=None):
    with pytest.raises(DeliveryError) as caught:
        secret_of(secret, environment or {})
    assert not caught.value.is_final
    assert TEXT not in caught.value.reason
    return caught.value.reason


def kept(path, content, mode=0o600):
    path.write_bytes(content)
    path.chmod(mode)
    return Secret("file", str(path))


def test_a_variable():
    assert secret_of(Secret("env", "TOKEN"), {"TOKEN": TEXT}) == TEXT


@pytest.mark.parametrize("environment", [{}, {"TOKEN": ""}], ids=["not set", "empty"])
def test_a_variable_without_a_secret(environment):
    assert refusal(Secret("env", "TOKEN"), environment) == (
        "the variable TOKEN is not set, or empty"
    )


CONTENTS = {
    "no line break": (b"the-secret", TEXT),
    "a line break": (b"the-secret\n", TEXT),
    "a line break of Windows": (b"the-secret\r\n", TEXT),
    "blanks": (b" the-secret \n", f" {TEXT} "),
}


@pytest.mark.parametrize(("content", "expected"), CONTENTS.values(), ids=CONTENTS)
@pytest.mark.parametrize("mode", [0o600, 0o400], ids=oct)
def test_a_file_without_its_last_line_break(tmp_path, content, expected, mode):
    assert secret_of(kept(tmp_path / "token", content, mode), {}) == expected


def test_a_file_in_the_home(home):
    kept(home / "token", b"the-secret\n")
    assert secret_of(Secret("file", "~/token"), {}) == TEXT


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o601, 0o660, 0o444], ids=oct)
def test_a_file_that_others_can_use(tmp_path, mode):
    secret = kept(tmp_path / "token", b"the-secret", mode)
    expected = f"the file {secret.name!r} can be used by others (mode {mode:o}): chmod 600"
    assert refusal(secret) == expected


UNUSABLE = {
    "empty": (b"", "is not set, or empty"),
    "a line break alone": (b"\n", "is not set, or empty"),
    "two lines": (b"the-secret\nX: y\n", "has more than one line of ASCII characters"),
    "an accent": ("the-secret-é".encode(), "has more than one line of ASCII characters"),
    "bytes": (b"the-secret\xff", "has more than one line of ASCII characters"),
    "NUL": (b"the-secret\0", "has more than one line of ASCII characters"),
}


@pytest.mark.parametrize(("content", "problem"), UNUSABLE.values(), ids=UNUSABLE)
def test_what_cannot_be_a_secret(tmp_path, content, problem):
    secret = kept(tmp_path / "token", content)
    assert refusal(secret) == f"the file {secret.name!r} {problem}"


def test_what_is_not_a_file(tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe, 0o600)
    for path in (pipe, tmp_path):
        assert refusal(Secret("file", str(path))) == f"the file {str(path)!r} is not a regular file"


def test_a_file_that_is_not_there(tmp_path):
    path = str(tmp_path / "token")
    expected = f"the file {path!r} cannot be read: No such file or directory"
    assert refusal(Secret("file", path)) == expected
