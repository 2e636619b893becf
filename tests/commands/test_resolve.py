"""`slt resolve` ends every clock, each by its own rule."""

import pytest

from tests.commands.lives import FRIDAY_EVENING, OPEN, at, instant, live, states

pytestmark = [
    pytest.mark.every_engine,
    pytest.mark.usefixtures("whole_life", "case"),
    pytest.mark.now(FRIDAY_EVENING),
]


@pytest.fixture
def case(slt):
    slt(*OPEN, *at("09:00"))


def test_in_time_it_meets_resolution_workaround_and_a_response_nobody_gave(items):
    (case,) = items("resolve", "1", *at("09:40"))
    assert (case["status"], case["resolved_at"]) == ("resolved", instant("09:40"))
    assert (case["closed_at"], case["responded_at"], case["verdict"]) == (None, None, "met")
    assert states(items, "09:40") == {
        "response 1": "met",
        "diagnosis 1": "cancelled",
        "resolution 1": "met",
        "workaround 1": "met",
    }


def test_update_and_next_are_cancelled_in_time(items):
    live(items, "09:30 respond", "10:00 followup", "11:00 resolve")
    found = states(items, "11:00")
    assert (found["update 1"], found["next 1"]) == ("cancelled", "cancelled")


def test_what_is_late_is_missed(items):
    live(items, "09:30 respond", "10:00 followup", "17:30 resolve")
    assert states(items, "17:30") == {
        "response 1": "met",
        "diagnosis 1": "missed",
        "next 1": "missed",
        "resolution 1": "met",
        "update 1": "missed",
        "workaround 1": "missed",
    }


def test_it_meets_an_escalation_in_time(items):
    live(items, "09:10 escalate")
    (case,) = items("resolve", "1", *at("09:20"))
    assert case["escalation_verdict"] == "met"


def test_it_ends_a_hold_and_paused_clocks_keep_no_due_time(items):
    live(items, "09:30 respond", "10:00 hold", "11:00 resolve")
    (case,) = items("show", "1")
    assert case["held_since"] is None
    ended = {clock["kind"]: (clock["verdict"], clock["due_at"]) for clock in case["clocks"]}
    assert (ended["resolution"], ended["update"]) == (("met", None), ("cancelled", None))


def test_the_case_leaves_due_and_stays_in_list_until_it_is_closed(items):
    live(items, "10:00 resolve")
    assert items("due") == []
    assert [case["status"] for case in items("list")] == ["resolved"]
    assert [case["id"] for case in items("list", "--status", "resolved")] == ["CASE-1"]
    assert [case["id"] for case in items("list", "--all")] == ["CASE-1"]


def test_closing_a_resolved_case_decides_nothing(items):
    live(items, "10:00 resolve")
    before = states(items, "10:00")
    (case,) = items("close", "1", *at("12:00"))
    assert (case["status"], case["resolved_at"]) == ("closed", instant("10:00"))
    assert states(items, "12:00") == before


@pytest.mark.parametrize("end", ["resolve", "close"])
def test_it_is_refused_on_a_case_that_ended(slt, items, end):
    live(items, f"10:00 {end}")
    result = slt("resolve", "1", *at("11:00"))
    assert (result.code, result.out) == (1, "")
    assert f"the case was {end}d at Mon 23 Nov 10:00 UTC" in result.err


def test_an_answer_dated_before_it_stops_what_ran_then(items):
    live(items, "10:30 resolve")
    assert states(items, "10:30")["response 1"] == "missed"
    live(items, "09:50 respond")
    assert states(items, "10:30")["response 1"] == "met"


def test_it_shows_what_it_stopped_and_the_history_has_what_it_stopped(slt, items):
    live(items, "09:30 respond")
    result = slt("resolve", "1", *at("10:00"), "--note", "Carrier fixed the trunk")
    assert result.out.startswith("Resolved CASE-1: No calls come in\n")
    assert "  resolution  due Wed 25 Nov 09:00 GMT -> met with 19 h left\n" in result.out
    (line,) = [row for row in slt("show", "1").out.splitlines() if "  resolved   " in row]
    told = ("resolution met", "workaround met", "update cancelled", "Carrier fixed the trunk")
    assert [fact for fact in told if fact not in line] == []
