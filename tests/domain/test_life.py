"""The clocks of a case follow from what happened to it: what starts them, stops them, and how."""

import pytest

from slt_cli.domain.life import live
from slt_cli.domain.moments import Moment
from tests.domain.oracle.life_oracle import DEFAULT_RULES
from tests.domain.telling import POLICY, look, told_policy

OPENED = "Mon 09:00 opened S1"
ANSWERED = f"{OPENED}; Mon 09:30 answered"


def states(seen):
    """Return the state of every clock that the case has, by kind."""
    return {clock.kind: seen.row(clock.kind).split()[0] for clock in seen.case.clocks}


# --- What starts and stops each clock -------------------------------------------------------------


@pytest.mark.parametrize(
    ("told", "now", "clock", "row"),
    [
        pytest.param(
            f"{ANSWERED}; Mon 11:00 answered", "Mon 12:00", ("response", 1),
            "met due Mon 10:00 active 30",
            id="the first answer stops the response",
        ),
        pytest.param(
            f"{ANSWERED}; Mon 11:00 answered", "Mon 12:00", ("response", 2), "none",
            id="a response does not start again",
        ),
        pytest.param(
            f"{ANSWERED}; Mon 10:00 followup; Mon 11:00 answered", "Mon 12:00", ("next", 1),
            "met due Mon 12:00 active 60",
            id="a message after the first answer starts next, and an answer stops it",
        ),
        pytest.param(
            f"{ANSWERED}; Mon 10:00 followup; Mon 11:00 answered; Mon 14:00 followup",
            "Mon 14:30", ("next", 2), "pending due Mon 16:00 active 30 left 90",
            id="next starts again with each message that waits for an answer",
        ),
        pytest.param(
            f"{ANSWERED}; Mon 12:00 answered", "Mon 12:30", ("update", 1),
            "met due Mon 13:30 active 150",
            id="the next answer stops update",
        ),
        pytest.param(
            f"{ANSWERED}; Mon 12:00 answered", "Mon 12:30", ("update", 2),
            "pending due Mon 16:00 active 30 left 210",
            id="each answer starts update again",
        ),
        pytest.param(
            f"{OPENED}; Mon 15:00 marked workaround", "Tue 09:00", ("workaround", 1),
            "met due Mon 17:00 active 360",
            id="its mark stops a workaround",
        ),
        pytest.param(
            f"{OPENED}; Mon 15:00 marked workaround; Mon 16:00 marked workaround",
            "Tue 09:00", ("workaround", 1), "met due Mon 17:00 active 360",
            id="the earliest of two marks counts",
        ),
        pytest.param(
            f"{OPENED}; Mon 16:00 resolved", "Thu 09:00", ("workaround", 1),
            "met due Mon 17:00 active 420",
            id="resolving stops a workaround that was not marked",
        ),
        pytest.param(
            f"{OPENED}; Mon 16:00 resolved", "Thu 09:00", ("resolution", 1),
            "met due Wed 09:00 active 420",
            id="resolving stops the resolution",
        ),
        pytest.param(
            f"{OPENED}; Mon 10:00 raised 1; Mon 11:00 answered; Mon 12:00 raised 2",
            "Mon 12:30", ("escalation", 1), "met due Mon 14:00 active 60",
            id="an answer stops an escalation",
        ),
        pytest.param(
            f"{OPENED}; Mon 10:00 raised 1; Mon 11:00 answered; Mon 12:00 raised 2",
            "Mon 12:30", ("escalation", 2), "pending due Mon 13:00 active 30 left 30",
            id="each level has a clock of its own",
        ),
        pytest.param(
            f"{OPENED}; Mon 10:00 marked diagnosis", "Mon 12:00", ("diagnosis", 1),
            "met due Mon 11:00 active 60",
            id="a clock that no code names is stopped by the mark with its name",
        ),
    ],
)  # fmt: skip
def test_the_table_of_clocks_says_what_starts_and_stops_each(told, now, clock, row):
    assert look(told, now).row(*clock) == row


@pytest.mark.parametrize(("again", "second"), [(False, "none"), (True, "pending")])
def test_a_rule_says_whether_its_clock_starts_again(again, second):
    rule = {"starts": "answer", "stops": ("marked",), "again": again, "pauses": True}
    targets = {"certified": {"S1": {"plan": (60, "support-hours")}}}
    policy = told_policy(rules={**DEFAULT_RULES, "plan": rule}, targets=targets)
    told = f"{OPENED}; Mon 10:00 answered; Mon 10:30 answered; Mon 10:50 marked plan"
    seen = look(f"{told}; Mon 11:00 answered", "Mon 11:10", policy)
    assert seen.row("plan", 1) == "met due Mon 11:00 active 50"
    assert seen.row("plan", 2).split()[0] == second


def test_an_answer_stops_response_next_update_and_escalation_and_nothing_else():
    seen = look(f"{OPENED}; Mon 09:10 raised 1; Mon 09:30 answered", "Mon 09:30")
    assert states(seen) == {
        "response": "met", "escalation": "met", "update": "pending",
        "workaround": "pending", "resolution": "pending", "diagnosis": "pending",
    }  # fmt: skip
    both = look(f"{ANSWERED}; Mon 10:00 followup; Mon 11:00 answered", "Mon 11:00")
    assert [both.row(kind).split()[0] for kind in ("next", "update")] == ["met", "met"]


def test_a_note_is_neither_an_answer_nor_a_message():
    case = look(ANSWERED, "Mon 10:00").case
    at = case.opened_at.replace(hour=10)
    assert live(case, [Moment("noted", at)], POLICY) == case


# --- Order ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("told", "row"),
    [
        pytest.param(
            "Mon 10:00 followup; Mon 10:00 answered", "met due Mon 12:00 active 0",
            id="the answer was recorded last",
        ),
        pytest.param(
            "Mon 10:00 answered; Mon 10:00 followup", "pending due Mon 12:00 active 60 left 60",
            id="the message was recorded last",
        ),
    ],
)  # fmt: skip
def test_at_one_instant_moments_count_as_they_were_recorded(told, row):
    assert look(f"{ANSWERED}; {told}", "Mon 11:00").row("next") == row


def test_at_one_moment_clocks_stop_then_pause_then_start():
    seen = look(f"{ANSWERED}; Mon 13:30 answered hold", "Mon 15:00")
    assert seen.row("update", 1) == "met due Mon 13:30 active 240"
    assert seen.row("update", 2) == "held due - active 0 left 240"


def test_when_somebody_looked_changes_nothing():
    told = f"{ANSWERED}; Mon 10:00 followup; Mon 11:00 answered"
    looks = [look(told, now) for now in ("Mon 10:30", "Mon 12:00", "Fri 09:00")]
    assert looks[1].case.clocks == looks[2].case.clocks
    assert looks[0].row("next") == "pending due Mon 12:00 active 30 left 90"


def test_more_messages_do_not_restart_next():
    seen = look(f"{ANSWERED}; Mon 10:00 followup; Mon 11:30 followup", "Mon 11:30")
    assert seen.row("next", 1) == "soon due Mon 12:00 active 90 left 30"
    assert seen.row("next", 2) == "none"


@pytest.mark.parametrize(
    "told",
    [
        pytest.param(f"{ANSWERED}; Mon 12:00 answered", id="answers alone"),
        pytest.param(f"{OPENED}; Mon 09:10 followup", id="a message before the first answer"),
        pytest.param(
            f"{OPENED}; Mon 09:10 followup; Mon 09:30 answered", id="that message, answered"
        ),
    ],
)
def test_silence_never_starts_next(told):
    assert look(told, "Fri 15:00").row("next") == "none"
