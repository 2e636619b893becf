"""What was recorded while the machine's clock was wrong is taken back, and work goes on."""

import pytest

from tests.commands.lives import FRIDAY_EVENING, OPEN, at, instant

pytestmark = [
    pytest.mark.every_engine,
    pytest.mark.usefixtures("whole_life", "cases"),
    pytest.mark.now(FRIDAY_EVENING),
]

WRONG = "2031-05-05T09:00:00+00:00"
# What is given while the clock is wrong, and how it is put right.
MISTAKES = {
    "an answer": ([("respond", "1")], [("undo", "1")]),
    "an answer with a hold": ([("respond", "1", "--hold")], [("undo", "1")]),
    "a message": ([("followup", "1")], [("undo", "1")]),
    "a hold": ([("hold", "1")], [("undo", "1")]),
    "a milestone": ([("mark", "1", "workaround")], [("undo", "1")]),
    "a raise": ([("escalate", "1")], [("undo", "1")]),
    "a raise of all that is late": ([("escalate", "--late")], [("undo", "1"), ("undo", "2")]),
    "a note": ([("note", "1", "Seen")], [("undo", "1")]),
    "a change": ([("update", "1", "--priority", "S3")], [("undo", "1")]),
    "a resolution": ([("resolve", "1")], [("undo", "1")]),
    "a closing": ([("close", "1")], [("undo", "1")]),
    "two moments": ([("respond", "1"), ("close", "1")], [("undo", "1"), ("undo", "1")]),
    "two moments, the first first": (
        [("respond", "1"), ("note", "1", "Seen")],
        [("undo", "1", "2"), ("undo", "1", "3")],
    ),
    "a voiding": ([("void", "1", "--reason", "Twice")], [("undo", "1")]),
    "a correction that was right": ([("update", "1", "--opened", instant("09:00"))], []),
    "a correction that was wrong": (
        [("update", "1", "--opened", instant("08:00"))],
        [("undo", "1")],
    ),
    "a correction that is corrected": (
        [("update", "1", "--opened", instant("08:00"))],
        [("update", "1", "--opened", instant("09:00"))],
    ),
    "a correction to the wrong year": (
        [("update", "1", "--opened", "2031-05-05T08:00:00Z")],
        [("update", "1", "--opened", instant("09:00"))],
    ),
    "an answer that was taken back at once": ([("respond", "1"), ("undo", "1")], []),
    "a voiding that was taken back at once": (
        [("void", "1", "--reason", "Twice"), ("undo", "1")],
        [],
    ),
    "another opening": ([OPEN], [("void", "3", "--reason", "The clock was wrong")]),
}


@pytest.fixture
def cases(slt, whole_life):  # noqa: ARG001 - the cases are opened under it
    for _ in range(2):
        assert slt(*OPEN, *at("09:00")).code == 0


@pytest.mark.parametrize(("wrong", "right"), MISTAKES.values(), ids=MISTAKES)
def test_after_it_is_put_right_work_goes_on(slt, items, wrong, right):
    before = items("list"), items("due", "--clocks"), items("due", "--clocks", *at("11:00"))
    for line in wrong:
        assert slt(*line, now=WRONG).code == 0, line
    for line in right:
        result = slt(*line)
        assert result.code == 0, (line, result)
    after = items("list"), items("due", "--clocks"), items("due", "--clocks", *at("11:00"))
    assert after == before
    assert slt("verify") == (0, "", "")
    for line in (("respond", "1"), ("followup", "1"), ("note", "1", "Seen"), ("respond", "2")):
        result = slt(*line)
        assert result.code == 0, (line, result)
    assert items("show", "1")[0]["responded_at"] == FRIDAY_EVENING
    assert slt("respond", "1", *at("09:30")).code == 0
    assert items("show", "1")[0]["verdict"] == "met"
    assert slt("verify") == (0, "", "")


def test_the_other_cases_never_wait_for_it(slt, items):
    assert slt("respond", "1", now=WRONG).code == 0
    assert slt("respond", "2").code == 0
    assert slt(*OPEN, *at("09:00", 24)).code == 0
    assert [case["id"] for case in items("escalate", "--late")] == ["CASE-3"]
    assert slt("update", "1", "--subject", "Still here", *at("12:00")).code == 0


CORRECTIONS = {
    "another opening": ("update", "3", "--opened", instant("09:00")),
    "void": ("void", "3", "--reason", "The clock was wrong"),
}


@pytest.mark.parametrize("correction", CORRECTIONS.values(), ids=CORRECTIONS)
def test_an_opening_that_is_ahead_is_corrected_as_its_refusal_says(slt, correction):
    assert slt(*OPEN, now=WRONG).code == 0
    refused = slt("note", "3", "Seen")
    assert refused.code == 1
    assert refused.err.splitlines()[1] == (
        "fix: set the clock (`slt doctor` checks it), or correct the case: "
        "`slt update 3 --opened TIME`, or `slt void 3 --reason TEXT`"
    )
    assert slt(*correction).code == 0
    assert slt("verify").code == 0


def test_what_was_recorded_ahead_is_undone_as_its_refusal_says(slt):
    assert slt("respond", "1", now=WRONG).code == 0
    assert slt("note", "1", "Seen").err.endswith("or correct the case: `slt undo 1`\n")
    assert slt("undo", "1").code == 0
    assert slt("note", "1", "Seen").code == 0
