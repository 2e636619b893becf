"""A provider's case number belongs to one case that is not void."""

import json

import pytest

from tests.commands.lives import FRIDAY_EVENING, OPEN, at

pytestmark = [
    pytest.mark.every_engine,
    pytest.mark.usefixtures("whole_life"),
    pytest.mark.now(FRIDAY_EVENING),
]

FIRST = (*OPEN, "--ref", "R-1", *at("09:00"))
SECOND = ("open", "-p", "S2", "Another", *at("10:00"))
VOID = ("void", "1", "--reason", "Twice")

# What is recorded after the first case was opened with R-1, and whether another case may have it.
TAKEN = {
    "an open case's": ([], False),
    "an answered case's": ([("respond", "1")], False),
    "a resolved case's": ([("resolve", "1")], False),
    "a closed case's": ([("close", "1")], False),
    "a void case's": ([VOID], True),
    "of a case whose voiding was taken back": ([VOID, ("undo", "1")], False),
    "of a case that has another one now": ([("update", "1", "--ref", "R-2")], True),
    "of a case that has none now": ([("update", "1", "--ref", "")], True),
    "of a case whose change of it was taken back": (
        [("update", "1", "--ref", "R-2"), ("undo", "1")],
        False,
    ),
    "of a case whose other change was taken back": (
        [("update", "1", "--subject", "New"), ("undo", "1")],
        False,
    ),
}
TAKES = {
    "open": (*SECOND, "--ref", "R-1"),
    "update": ("update", "2", "--ref", "R-1"),
}


def record(slt, *lines):
    for line in lines:
        assert slt(*line).code == 0, line


@pytest.mark.parametrize(("lines", "free"), TAKEN.values(), ids=TAKEN)
@pytest.mark.parametrize("take", TAKES)
def test_a_reference_is_free_or_the_case_that_has_it_is_named(slt, items, lines, free, take):
    record(slt, FIRST, *([SECOND] if take == "update" else []), *lines)
    before = items("list", "--all")
    code, out, err = slt(*TAKES[take])
    if free:
        assert (code, err) == (0, "")
        assert items("show", "2")[0]["ref"] == "R-1"
        assert items("show", "R-1")[0]["id"] == "CASE-2"
    else:
        assert (code, out) == (1, "")
        assert "R-1" in err
        assert "CASE-1" in err
        refused = json.loads(slt(*TAKES[take], "--json").err)["error"]
        assert refused["exit"] == 1
        assert "CASE-1" in refused["message"]
        assert items("list", "--all") == before
        assert items("show", "R-1")[0]["id"] == "CASE-1"
    assert slt("verify") == (0, "", "")


# The reference leaves case 1, another case takes it, and then case 1's change is taken back.
LEFT = {
    "by a voiding": VOID,
    "for another": ("update", "1", "--ref", "R-2"),
    "for none": ("update", "1", "--ref", ""),
    "with other facts": ("update", "1", "--ref", "R-2", "--priority", "S3"),
}


@pytest.mark.parametrize("left", LEFT.values(), ids=LEFT)
@pytest.mark.parametrize("dry", [(), ("--dry-run",)], ids=["recorded", "shown"])
def test_taking_back_is_refused_while_another_case_has_the_reference(slt, items, left, dry):
    record(slt, FIRST, left, (*SECOND, "--ref", "R-1"))
    history = items("show", "1"), items("show", "2")
    code, out, err = slt("undo", "1", *dry)
    assert (code, out) == (1, "")
    assert "R-1" in err
    assert "CASE-2" in err
    assert (items("show", "1"), items("show", "2")) == history


@pytest.mark.parametrize("left", LEFT.values(), ids=LEFT)
@pytest.mark.parametrize(
    "back",
    [("void", "2", "--reason", "Twice"), ("update", "2", "--ref", "R-3")],
    ids=["voided", "changed"],
)
def test_it_goes_when_the_other_case_has_given_it_back(slt, items, left, back):
    record(slt, FIRST, left, (*SECOND, "--ref", "R-1"), back, ("undo", "1"))
    assert items("show", "1")[0]["ref"] == "R-1"
    assert items("show", "R-1")[0]["id"] == "CASE-1"
    assert slt("undo", "2").code == 1
    assert slt("verify") == (0, "", "")


def test_an_earlier_change_is_taken_back_although_its_reference_is_taken(slt, items):
    """Case 1 keeps its last reference: the one that would come back is not its present one."""
    record(slt, FIRST, ("update", "1", "--ref", "R-2"), ("update", "1", "--ref", "R-3"))
    record(slt, (*SECOND, "--ref", "R-1"))
    assert slt("undo", "1", "2").code == 0
    assert items("show", "1")[0]["ref"] == "R-3"
    assert slt("verify") == (0, "", "")


def test_giving_a_case_its_own_reference_again_is_no_fault(slt):
    record(slt, FIRST, ("update", "1", "--ref", "R-1"), ("update", "1", "--ref", "R-1"))


def test_two_cases_may_have_none(slt, items):
    record(slt, SECOND, SECOND)
    assert [case["ref"] for case in items("list")] == [None, None]


def test_the_same_command_under_one_key_is_answered_not_refused(slt):
    once = (*FIRST, "--once", "mail", "--json")
    first, again = slt(*once), slt(*once)
    assert (first.code, again.code) == (0, 0)
    assert "Recorded before: CASE-1" in again.out
    assert json.loads(again.out)["items"][0].items() >= json.loads(first.out)["items"][0].items()
    assert slt(*FIRST, "--once", "another").code == 1
