"""What the channels of this machine lack, as `slt doctor` says it: no finding has a secret."""

from pathlib import Path

import pytest

from slt_cli.doctor.notices import channel_findings
from slt_cli.domain.channels import Channel, Command, Mail, Secret, SmtpServer, Webhook

SECRET = "the-secret-itself"
HOOK = "https://chat.example.com/hook"
LOGIN = SmtpServer("mail.example.com", 587, "starttls", "slt", Secret("env", "PASSWORD"))
TO_ALL = (("desk@example.com",), "slt@example.com")
SET = {"PASSWORD": SECRET, "URL": f"https://chat.example.com/{SECRET}"}


def found(by: Mail | Webhook | Command, environment: dict[str, str]) -> list[str]:
    """Return what is found about a channel; each finding is a problem, and says how to fix it."""
    findings = list(channel_findings({"desk": Channel("desk", by)}, None, environment))
    for finding in findings:
        assert (finding.check, finding.state) == ("channels", "problem")
        assert finding.fix == "correct that, then `slt notify --test desk` sends a test"
        assert SECRET not in finding.found
    return [finding.found.removeprefix("the channel desk cannot send: ") for finding in findings]


@pytest.fixture
def program(tmp_path: Path) -> Path:
    """Return a program in a directory of its own."""
    file = tmp_path / "sendmail"
    file.write_text("#!/bin/sh\n")
    file.chmod(0o755)
    return file


@pytest.mark.parametrize(
    "by",
    [
        pytest.param(Mail(*TO_ALL, LOGIN), id="a login"),
        pytest.param(Mail(*TO_ALL, SmtpServer("localhost", 25, "none")), id="no login"),
        pytest.param(Mail(*TO_ALL), id="sendmail"),
        pytest.param(Webhook(Secret("env", "URL")), id="a secret address"),
        pytest.param(Webhook(HOOK, token=Secret("env", "PASSWORD")), id="a token"),
        pytest.param(Command(("sendmail", "desk")), id="a program on the path"),
    ],
)
def test_nothing_is_found_where_all_is_there(program: Path, by):
    assert found(by, {**SET, "PATH": str(program.parent)}) == []


MISSING = "the variable PASSWORD is not set, or empty"


@pytest.mark.parametrize(
    ("by", "environment", "reason"),
    [
        pytest.param(Mail(*TO_ALL, LOGIN), {}, MISSING, id="no password"),
        pytest.param(Mail(*TO_ALL, LOGIN), {"PASSWORD": ""}, MISSING, id="an empty one"),
        pytest.param(
            Mail(*TO_ALL, LOGIN),
            {"PASSWORD": f"{SECRET}\nmore"},
            "the variable PASSWORD has more than one line of ASCII characters",
            id="two lines",
        ),
        pytest.param(Webhook(HOOK, token=Secret("env", "PASSWORD")), {}, MISSING, id="no token"),
        pytest.param(
            Webhook(Secret("env", "URL")),
            {"URL": f"ftp://{SECRET}"},
            "the address is not an http:// or https:// address without a user name in it",
            id="an address of another kind",
        ),
        pytest.param(
            Command(("no-such-program", SECRET)),
            {},
            "the program 'no-such-program' is not there, or cannot be run",
            id="no program",
        ),
    ],
)
def test_what_is_missing_is_named(tmp_path: Path, by, environment, reason):
    assert found(by, {"PATH": str(tmp_path), **environment}) == [reason]


def test_a_program_that_may_not_be_run_is_none(program: Path):
    program.chmod(0o644)
    command = Command((str(program),))
    assert found(command, {}) == ["the program 'sendmail' is not there, or cannot be run"]


@pytest.mark.parametrize(
    ("mode", "reason"),
    [(0o600, None), (0o400, None), (0o640, "mode 640"), (0o604, "mode 604")],
)
def test_a_secret_file_that_others_can_read_is_refused(tmp_path: Path, mode, reason):
    file = tmp_path / "token"
    file.write_text(SECRET)
    file.chmod(mode)
    reasons = found(Webhook(HOOK, token=Secret("file", str(file))), {})
    expected = f"the file {str(file)!r} can be used by others ({reason}): chmod 600"
    assert reasons == ([] if reason is None else [expected])


def test_a_heartbeat_that_cannot_be_called():
    (finding,) = channel_findings({}, Secret("env", "BEAT"), {})
    assert finding.found == (
        "the heartbeat cannot be called: the variable BEAT is not set, or empty"
    )
    assert list(channel_findings({}, "https://watch.example.com/1", {})) == []
