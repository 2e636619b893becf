"""Rules about a case's life that were wrong once, through the command line."""

import pytest

from tests.commands.lives import FRIDAY_EVENING, OPEN, at, clocks, instant, live

pytestmark = [pytest.mark.every_engine, pytest.mark.now(FRIDAY_EVENING)]

LATE = ("escalate", "--late")


def test_a_response_that_was_closed_unanswered_runs_on_and_closed_time_does_not_count(items):
    now = {"now": instant("12:00")}
    items(*OPEN, "--at", "-20m", **now)
    items("close", "1", "--at", "-15m", **now)
    (case,) = items("reopen", "1", "--at", "-5m", **now)
    assert (case["status"], case["verdict"]) == ("open", None)
    (clock,) = items("due", **now)
    assert (clock["kind"], clock["state"]) == ("response", "pending")
    assert (clock["due_at"], clock["remaining_seconds"]) == (instant("12:50"), 50 * 60)


def test_escalated_twice_within_the_hour_level_1_is_superseded(slt, items):
    items(*OPEN, *at("09:00"))
    live(items, "09:10 escalate", "09:40 escalate")
    found = clocks(items, "09:40")
    assert found["escalation 1"]["verdict"] == "superseded"
    assert (found["escalation 2"]["level"], found["escalation 2"]["verdict"]) == (2, None)
    assert "level 1 superseded" in slt("show", "1").out


def test_a_referral_case_is_not_escalated_from_the_portal_to_the_same_portal(slt, items):
    items(*OPEN, "--partner-type", "referral", *at("09:00"))
    items("escalate", "1", *at("09:10"))
    again = slt("escalate", "1", *at("10:00"))
    assert (again.code, again.out) == (1, "")
    assert "the case is already at the last level, 1: it is with PartnerXchange" in again.err
    late = at("17:00")
    assert [clock["state"] for clock in items("due", *late)] == ["late"]
    assert items(*LATE, *late) == []
    assert len(items("show", "1")[0]["events"]) == 2


def test_at_the_last_level_late_is_silent(slt, items):
    items(*OPEN, *at("09:00"))
    items("escalate", "1", "--level", "3", *at("09:10"))
    assert [clock["level"] for clock in items("due", "--late", *at("14:00"))] == [0, 3]
    for _ in range(2):
        assert slt(*LATE, *at("14:00")) == (0, "", "")


def test_quiet_names_only_what_was_escalated(slt, items):
    items(*OPEN, *at("09:00"))
    items("escalate", "1", "--level", "3", *at("09:10"))
    items(*OPEN, *at("09:30"))
    assert slt(*LATE, "-q", *at("14:00")).out == "CASE-2\n"
    assert slt(*LATE, "-q", *at("14:00")).out == ""


def test_late_updates_and_resolutions_escalate_nothing(whole_life, items):  # noqa: ARG001
    items(*OPEN, *at("09:00"))
    live(items, "09:30 respond", "09:40 followup")
    late = at("17:00", 26)
    assert {clock["kind"] for clock in items("due", "--late", *late)} == {
        *("next", "update", "diagnosis", "workaround", "resolution")
    }
    assert items(*LATE, *late) == []


def test_late_escalates_held_cases_too(items):
    items(*OPEN, *at("09:00"))
    live(items, "09:10 hold")
    assert [case["level"] for case in items(*LATE, *at("10:01"))] == [1]


@pytest.mark.parametrize(
    ("behind", "code"),
    [
        pytest.param("11:59:00", 0, id="60 seconds behind"),
        pytest.param("11:58:59", 1, id="61 seconds behind"),
    ],
)
def test_a_clock_that_is_behind_a_case_is_tolerated_for_a_minute(slt, items, behind, code):
    items(*OPEN, *at("09:00"))
    items("note", "1", "newest", *at("12:00"))
    result = slt("respond", "1", now=f"2026-11-23T{behind}Z")
    assert result.code == code
    if code == 0:
        assert items("show", "1")[0]["responded_at"] == instant("12:00")
    else:
        told = "this machine's clock says Mon 23 Nov 11:58 UTC, but the newest event"
        assert told in result.err
        assert items("show", "1")[0]["responded_at"] is None


def test_a_clock_that_is_wrong_blocks_only_the_case_concerned(slt, items):
    for _ in range(2):
        items(*OPEN, *at("09:00"))
    items("note", "1", "newest", *at("12:00"))
    wrong = {"now": instant("10:00")}
    result = slt("respond", "1", "2", **wrong)
    assert (result.code, "CASE-2" in result.out) == (1, True)
    assert slt("respond", "1", *at("09:30"), **wrong).code == 0
