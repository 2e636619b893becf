"""A program gets the facts and says whether it took them; none outlives its time or prints."""

import json
import os
import time

import pytest

from slt_cli.delivery.command import ByCommand
from slt_cli.domain.channels import Command
from tests.delivery.programs import program
from tests.delivery.samples import MESSAGE, Failure, failure

SHORT = 0.5
ENVIRONMENT = {"PATH": "/usr/bin:/bin"}


def by(*command, environment=ENVIRONMENT, seconds=20.0):
    return ByCommand(Command(tuple(map(str, command))), environment, seconds)


def test_it_gets_the_facts_and_its_arguments_as_they_are(tmp_path):
    got = tmp_path / "got"
    tells = program(tmp_path, "tells", f'printf "%s\\n" "$@" >"{got}"; cat >"{got}.json"')
    arguments = ("$(id)", "a b", "; exit 1", "*", "")
    assert failure(by(tells, *arguments)) is None
    assert got.read_text().split("\n")[:-1] == list(arguments)
    assert json.loads((tmp_path / "got.json").read_text()) == MESSAGE.data


def test_it_is_found_on_the_path_and_has_the_environment(tmp_path):
    program(tmp_path, "tells", f'echo "$TOKEN" >"{tmp_path}/got"')
    environment = {"PATH": f"{tmp_path}:/usr/bin:/bin", "TOKEN": "abc"}
    assert failure(by("tells", environment=environment)) is None
    assert (tmp_path / "got").read_text() == "abc\n"


LARGE = MESSAGE._replace(data={"items": ["x" * 1_000_000]})
TAKEN = {
    "reads all": "cat >/dev/null",
    "reads nothing": "exit 0",
    "prints megabytes": "head -c 3000000 /dev/zero; head -c 3000000 /dev/zero >&2; cat >/dev/null",
    "closes its input": "exec <&-; sleep 0.05",
}


@pytest.mark.parametrize("lines", TAKEN.values(), ids=TAKEN)
def test_exit_code_0_is_sent_and_nothing_is_printed(tmp_path, capfd, lines):
    assert failure(by(program(tmp_path, "tells", lines)), LARGE) is None
    assert capfd.readouterr() == ("", "")


FAILING = {
    "exit code 1": ("exit 1", "the command ended with exit code 1"),
    "exit code 67": ("exit 67", "the command ended with exit code 67"),
    "a signal": ("kill -9 $$", "the command was ended by signal 9"),
    "with a secret": (
        "echo token-1; echo token-1 >&2; exit 3",
        "the command ended with exit code 3",
    ),
}


@pytest.mark.parametrize(("lines", "reason"), FAILING.values(), ids=FAILING)
def test_anything_else_is_tried_again(tmp_path, capfd, lines, reason):
    assert failure(by(program(tmp_path, "tells", lines))) == Failure(reason)
    assert capfd.readouterr() == ("", "")


HANGING = {
    "it sleeps": "sleep 60",
    "it ignores signals": "trap '' TERM INT HUP; sleep 60; sleep 60",
    "its children sleep": "sleep 60 & sleep 60 & wait",
    "it never reads": "sleep 60 <&0",
}


@pytest.mark.parametrize("lines", HANGING.values(), ids=HANGING)
def test_at_the_limit_it_is_killed_with_its_children(tmp_path, lines):
    group = tmp_path / "group"
    tells = program(tmp_path, "tells", f'echo $$ >"{group}"\n{lines}')
    found = failure(by(tells, "token-1", seconds=SHORT), LARGE)
    assert found == Failure("'tells' did not end within 0.5 s")
    require_gone(int(group.read_text()))


def require_gone(group):
    """Fail if anything of a process group is left when init had time to bury it."""
    for _ in range(500):
        if not is_alive(group):
            return
        time.sleep(0.01)
    pytest.fail("a child is still there")


def is_alive(group):
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True


def test_a_program_that_is_not_there(tmp_path):
    found = failure(by(tmp_path / "no\x1bne", "token-1"))
    assert found == Failure(r"the program 'no\x1bne' was not found")


def test_a_program_that_may_not_run(tmp_path):
    found = failure(by(program(tmp_path, "tells", "exit 0", mode=0o600)))
    assert found == Failure("the program 'tells' is not executable")


def test_a_file_that_is_no_program(tmp_path):
    file = tmp_path / "tells"
    file.write_bytes(b"\x7fELF?")
    file.chmod(0o755)
    assert failure(by(file)) == Failure("the program 'tells' cannot be run: Exec format error")


@pytest.mark.parametrize("argument", ["a\0b", "\ud800"], ids=["NUL", "half of a character"])
def test_arguments_that_no_program_can_have(tmp_path, argument):
    tells = program(tmp_path, "tells", "exit 0")
    found = failure(by(tells, argument))
    assert found == Failure("the program 'tells' cannot be given its arguments")


def test_arguments_that_are_too_long(tmp_path):
    tells = program(tmp_path, "tells", "exit 0")
    found = failure(by(tells, "x" * 10_000_000))
    assert found == Failure("the program 'tells' cannot be run: Argument list too long")
