"""What `escalate --late` and `recalc --apply` recorded is taken back; a raise is not repeated."""

import pytest

from tests.commands.lives import FRIDAY_EVENING, OPEN, at, live

pytestmark = [
    pytest.mark.every_engine,
    pytest.mark.usefixtures("whole_life"),
    pytest.mark.now(FRIDAY_EVENING),
]

LATE = ("escalate", "--late")
RAISED_AGAIN = {
    "never for the same due time": ([], "14:00", []),
    "nor after a note": (["11:00 note Seen"], "14:00", []),
    "nor after a message": (["11:00 followup"], "14:00", []),
    "nor after a change that moves no due time": (["11:00 update --subject New"], "14:00", []),
    "nor when another case is raised meanwhile": (["11:00 mark diagnosis"], "17:00", []),
    "when another priority gives it another due time": (
        ["11:00 update --priority S2"], "13:01", ["CASE-1"],
    ),
    "but not before that": (["11:00 update --priority S2"], "13:00", []),
    "when its opening is corrected": (
        ["11:00 update --opened 2026-11-23T08:30:00Z"], "14:00", ["CASE-1"],
    ),
    "when a reopening gives it another due time": (
        ["09:50 close", "11:00 reopen"], "11:11", ["CASE-1"],
    ),
    "for the clock of a raise by hand": (["11:00 escalate"], "15:01", ["CASE-1"]),
    "but not before that is late": (["11:00 escalate"], "15:00", []),
}  # fmt: skip


@pytest.fixture
def raised(slt, items, whole_life):  # noqa: ARG001 - the case is opened under it
    """Raise a case whose answer was due at 10:00, and take that back."""
    assert slt(*OPEN, *at("09:00")).code == 0
    (case,) = items(*LATE, *at("10:05"))
    assert (case["id"], case["level"]) == ("CASE-1", 1)
    items("undo", "1")


def ids(found):
    return [item["id"] for item in found]


@pytest.mark.usefixtures("raised")
def test_after_it_the_case_was_never_raised(slt, items):
    (case,) = items("show", "1")
    assert (case["level"], case["escalated_at"], case["escalation_due_at"]) == (0, None, None)
    assert "escalation" not in {clock["kind"] for clock in case["clocks"]}
    assert slt("verify") == (0, "", "")


@pytest.mark.usefixtures("raised")
@pytest.mark.parametrize(("moments", "time", "expected"), RAISED_AGAIN.values(), ids=RAISED_AGAIN)
def test_it_is_raised_again(slt, items, moments, time, expected):
    for moment in moments:
        clock, verb, *rest = moment.split()
        when = () if "--opened" in moment else at(clock)
        assert slt(verb, "1", *rest, *when).code == 0
    assert ids(items(*LATE, "--dry-run", *at(time))) == expected
    assert ids(items(*LATE, *at(time))) == expected
    assert items(*LATE, *at(time)) == []
    assert slt("verify") == (0, "", "")


@pytest.mark.usefixtures("raised")
def test_a_second_raise_that_was_taken_back_is_not_repeated_either(slt, items):
    live(items, "11:00 update --priority S2")
    assert ids(items(*LATE, *at("13:05"))) == ["CASE-1"]
    items("undo", "1")
    assert items(*LATE, *at("14:00")) == []
    items("undo", "1")
    assert items("show", "1")[0]["priority"] == "S1"
    assert items(*LATE, *at("15:00")) == []
    assert slt("verify") == (0, "", "")


def test_the_raise_of_an_escalation_clock_is_taken_back_alone(slt, items):
    slt(*OPEN, *at("09:00"))
    items(*LATE, *at("10:05"))
    (case,) = items(*LATE, *at("14:06"))
    assert case["level"] == 2
    (before,) = items("show", "1", *at("14:06"))
    items("undo", "1")
    (after,) = items("show", "1", *at("14:07"))
    assert (before["level"], after["level"], after["escalation_verdict"]) == (2, 1, None)
    assert items(*LATE, *at("15:00")) == []
    assert slt("verify") == (0, "", "")


def test_one_case_of_several_is_taken_back(slt, items):
    for _ in range(2):
        slt(*OPEN, *at("09:00"))
    assert ids(items(*LATE, *at("10:05"))) == ["CASE-1", "CASE-2"]
    items("undo", "1")
    assert [case["level"] for case in items("list")] == [0, 1]
    assert items(*LATE, *at("11:00")) == []
    assert slt("verify") == (0, "", "")


@pytest.mark.usefixtures("raised")
def test_it_is_raised_by_hand_all_the_same(slt, items):
    assert slt("escalate", "1", *at("11:00")).code == 0
    assert items("show", "1")[0]["level"] == 1


def test_a_raise_by_hand_before_anything_was_late_keeps_no_case_from_being_raised(slt, items):
    slt(*OPEN, *at("09:00"))
    items("escalate", "1", *at("09:30"))
    items("undo", "1")
    assert ids(items(*LATE, *at("10:05"))) == ["CASE-1"]


@pytest.mark.parametrize(
    ("undone_at", "expected"),
    [
        pytest.param("09:05:00", ["CASE-1"], id="taken back before it was late"),
        pytest.param("09:58:59", ["CASE-1"], id="a minute before, and a second"),
        pytest.param("09:59:30", [], id="within the minute by which hosts differ"),
        pytest.param("10:01:00", [], id="taken back after it was late"),
    ],
)
def test_a_raise_by_a_clock_that_was_ahead_keeps_no_case_from_being_raised(
    slt, items, undone_at, expected
):
    slt(*OPEN, *at("09:00"))
    assert ids(items(*LATE, now="2026-11-23T11:00:00Z")) == ["CASE-1"]
    items("undo", "1", now=f"2026-11-23T{undone_at}Z")
    assert ids(items(*LATE, now="2026-11-23T10:05:00Z")) == expected


def test_applied_due_times_are_taken_back(slt, items, home, monkeypatch):
    (home / "own.toml").write_text('[plans.partner.targets.S2]\nresponse = "5h"\n')
    monkeypatch.delenv("SLT_CONFIG")
    slt("open", "-r", "europe", "-p", "S2", "One", *at("09:00"))
    before = items("show", "1")[0], items("due", "--clocks")
    monkeypatch.setenv("SLT_CONFIG", str(home / "own.toml"))
    assert ids(items("recalc", "--apply")) == ["CASE-1"]
    assert items("show", "1")[0]["due_at"] == "2026-11-23T14:00:00Z"
    items("note", "1", "Later")
    items("undo", "1", "2")
    assert {**items("show", "1")[0], "events": []} == {**before[0], "events": []}
    assert items("due", "--clocks") == before[1]
    assert ids(items("recalc")) == ["CASE-1"]
    assert slt("verify") == (0, "", "")


def test_the_clock_of_each_level_is_named(slt, items):
    items("open", "-p", "S1", "-r", "europe", "x", now="2026-03-02T09:00:00Z")
    items("escalate", "1", "--level", "1", now="2026-03-02T10:20:00Z")
    items("escalate", "1", "--level", "2", now="2026-03-02T10:30:00Z")
    shown = slt("undo", "1", "2", now="2026-03-02T10:30:00Z").out
    assert "  level 1     superseded -> none\n" in shown
    assert "level 2" not in shown
