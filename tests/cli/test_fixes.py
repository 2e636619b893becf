"""The fixes of what the domain refuses: one for each reason, and each names what there is."""

import re

import pytest

from slt_cli.cli.fixes import FIXES, with_fix
from slt_cli.cli.table import COMMANDS
from slt_cli.errors import Reason, RefusedError, UsageError

NAMES = {name for table in COMMANDS.values() for name in table}


def test_every_reason_has_a_fix():
    assert set(FIXES) == set(Reason)
    assert all(FIXES.values())


@pytest.mark.parametrize("reason", Reason, ids=str)
def test_a_fix_names_a_command_or_the_option_for_another_time(slt, reason):
    commands = re.findall(r"`slt ([a-z]+)([^`]*)`", FIXES[reason])
    rest = re.sub("`[^`]*`", "", FIXES[reason])
    assert commands or "--at" in rest
    assert set(re.findall("--[a-z]+", rest)) <= {"--at"}
    for name, arguments in commands:
        assert name in NAMES
        helped = slt(name, "--help").out
        assert all(option in helped for option in re.findall("--[a-z]+", arguments))


@pytest.mark.parametrize("reason", Reason, ids=str)
def test_a_refusal_gets_the_fix_for_its_reason(reason):
    assert with_fix(RefusedError("no", reason=reason)).fix == FIXES[reason]


@pytest.mark.parametrize(
    ("error", "fix"),
    [
        pytest.param(RefusedError("no", "yes", Reason.CLOSED), "yes", id="a fix of its own"),
        pytest.param(RefusedError("no"), "", id="a refusal without a reason"),
        pytest.param(UsageError("no", "yes"), "yes", id="another kind of error"),
    ],
)
def test_any_other_error_is_left_as_it_is(error, fix):
    assert with_fix(error) is error
    assert error.fix == fix
