"""The fixes of what the domain refuses: one for each reason, and each names what there is."""

import re
from typing import get_args

import pytest

from slt_cli.cli.fixes import FIXES, with_fix
from slt_cli.cli.table import COMMANDS
from slt_cli.errors import Reason, RefusedError, UsageError

REASONS = get_args(Reason)
NAMES = {name for table in COMMANDS.values() for name in table}


def test_every_reason_has_a_fix():
    assert set(FIXES) == set(REASONS)
    assert all(FIXES.values())


@pytest.mark.parametrize("reason", REASONS)
def test_a_fix_names_a_command_or_the_option_for_another_time(slt, reason):
    commands = re.findall(r"`slt ([a-z]+)([^`]*)`", FIXES[reason])
    rest = re.sub("`[^`]*`", "", FIXES[reason])
    assert commands or "--at" in rest
    assert set(re.findall("--[a-z]+", rest)) <= {"--at"}
    for name, arguments in commands:
        assert name in NAMES
        helped = slt(name, "--help").out
        assert all(option in helped for option in re.findall("--[a-z]+", arguments))


@pytest.mark.parametrize("reason", REASONS)
def test_a_refusal_gets_the_fix_for_its_reason(reason):
    assert with_fix(RefusedError("no", reason=reason)).fix == FIXES[reason]


@pytest.mark.parametrize(
    ("error", "fix"),
    [
        pytest.param(RefusedError("no", "yes", "closed"), "yes", id="a fix of its own"),
        pytest.param(RefusedError("no"), "", id="a refusal without a reason"),
        pytest.param(UsageError("no", "yes"), "yes", id="another kind of error"),
    ],
)
def test_any_other_error_is_left_as_it_is(error, fix):
    assert with_fix(error) is error
    assert error.fix == fix


@pytest.mark.parametrize(
    ("case", "named"),
    [
        pytest.param("7", "7", id="a number"),
        pytest.param("CASE-7", "CASE-7", id="an id"),
        pytest.param("", "CASE", id="none"),
        pytest.param("a; rm", "CASE", id="what a shell would not take as a word"),
    ],
)
def test_the_fix_names_the_case_that_was_given(case, named):
    error = with_fix(RefusedError("no", reason="the opening"), case)
    assert error.fix.startswith(f"`slt void {named} --reason TEXT` ends")


@pytest.mark.parametrize(
    ("line", "fix"),
    [
        pytest.param("undo 1 1", "`slt void 1 --reason TEXT` ends a case", id="one case"),
        pytest.param("resume CASE-1", "`slt hold CASE-1` puts it on hold", id="a list of one"),
        pytest.param("resume 1 2", "`slt hold CASE` puts it on hold", id="several"),
        pytest.param("message 1", "`slt escalate 1` escalates it", id="what only reads"),
    ],
)
def test_a_command_names_its_case_in_the_fix(slt, line, fix):
    for _ in range(2):
        slt("open", "-p", "S3", "A question")
    assert fix in slt(*line.split()).err
