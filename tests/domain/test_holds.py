"""A hold is cut out of the time of the clocks that it pauses, and of no other."""

import pytest

from tests.domain.oracle.example_stories import text
from tests.domain.telling import look

OPENED = "Mon 09:00 opened S1"
ANSWERED = f"{OPENED}; Mon 09:30 answered"
HELD = f"{ANSWERED}; Mon 10:00 held"
ENDED = f"{HELD}; Mon 11:00 resumed"


# --- What a hold pauses ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("told", "now", "kind", "row"),
    [
        pytest.param(
            HELD, "Thu 10:00", "update", "held due - active 30 left 210", id="update stands still"
        ),
        pytest.param(
            HELD, "Thu 10:00", "resolution", "held due - active 60 left 1140",
            id="resolution stands still",
        ),
        pytest.param(
            HELD, "Thu 10:00", "workaround", "held due - active 60 left 420",
            id="workaround stands still",
        ),
        pytest.param(
            f"{OPENED}; Mon 09:20 held", "Mon 09:40", "response",
            "pending due Mon 10:00 active 40 left 20",
            id="the response runs on",
        ),
        pytest.param(
            f"{OPENED}; Mon 09:10 raised 1; Mon 09:20 held", "Mon 09:40", "escalation",
            "pending due Mon 13:10 active 30 left 210",
            id="an escalation runs on",
        ),
        pytest.param(
            f"{ANSWERED}; Mon 10:00 followup; Mon 10:30 held", "Mon 11:00", "next",
            "pending due Mon 12:00 active 60 left 60",
            id="next runs on",
        ),
    ],
)  # fmt: skip
def test_a_hold_pauses_the_clocks_whose_rule_says_so(told, now, kind, row):
    assert look(told, now).row(kind) == row


@pytest.mark.parametrize(
    ("told", "now", "row"),
    [
        pytest.param(
            f"{ANSWERED}; Mon 14:00 held", "Mon 15:00", "late due Mon 13:30 active 270 left -30",
            id="late before the hold: what is left stands still",
        ),
        pytest.param(
            f"{ANSWERED}; Mon 13:30 held", "Mon 13:30", "soon due Mon 13:30 active 240 left 0",
            id="held exactly when it is due",
        ),
        pytest.param(
            f"{ANSWERED}; Mon 13:30 held", "Mon 13:31", "late due Mon 13:30 active 240 left 0",
            id="held exactly when it was due, a minute later",
        ),
        pytest.param(
            f"{ANSWERED}; Mon 13:29 held", "Mon 14:00", "held due - active 239 left 1",
            id="held a minute before it is due",
        ),
    ],
)  # fmt: skip
def test_a_hold_that_begins_when_a_clock_is_due_or_later_changes_nothing_for_it(told, now, row):
    assert look(told, now).row("update") == row


# --- What ends it ---------------------------------------------------------------------------------


@pytest.mark.parametrize("ending", ["resumed", "followup", "answered", "resolved", "closed"])
def test_a_hold_ends_with(ending):
    case = look(f"{HELD}; Mon 11:00 {ending}", "Mon 12:00").case
    assert case.held_since is None
    assert [(text(span.started_at), text(span.ended_at)) for span in case.holds] == [
        ("Mon 10:00", "Mon 11:00")
    ]


@pytest.mark.parametrize(
    "other",
    ["marked diagnosis", "raised 1", "changed region=singapore", "answered hold"],
)
def test_a_hold_lasts_through(other):
    assert text(look(f"{HELD}; Mon 11:00 {other}", "Mon 12:00").case.held_since) == "Mon 10:00"


def test_an_answer_with_a_hold_begins_one_or_continues_the_one_there_is():
    begun = look(f"{OPENED}; Mon 09:30 answered hold", "Mon 10:00")
    assert text(begun.case.held_since) == "Mon 09:30"
    continued = look(f"{HELD}; Mon 11:00 answered hold", "Mon 12:00")
    assert text(continued.case.held_since) == "Mon 10:00"
    assert continued.row("update", 2) == "held due - active 0 left 240"


@pytest.mark.parametrize(
    ("told", "kind", "row"),
    [
        pytest.param("answered", "update", "met due - active 30", id="an answer stops update"),
        pytest.param(
            "resolved", "resolution", "met due - active 60", id="resolving stops the resolution"
        ),
        pytest.param("resolved", "update", "cancelled due - active 30", id="and cancels update"),
        pytest.param(
            "marked diagnosis", "diagnosis", "met due - active 60", id="a mark stops a diagnosis"
        ),
    ],
)
def test_a_clock_that_stops_while_it_is_paused_keeps_no_due_time(told, kind, row):
    assert look(f"{HELD}; Mon 11:00 {told}", "Mon 12:00").row(kind) == row


# --- What is cut out ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("told", "now", "row"),
    [
        pytest.param(
            ENDED, "Mon 11:00", "pending due Mon 14:30 active 30 left 210", id="an hour of support"
        ),
        pytest.param(
            "Mon 15:30 opened S1; Mon 16:00 answered; Mon 17:00 held; Tue 09:00 resumed",
            "Tue 09:00", "pending due Tue 12:00 active 60 left 180",
            id="over a night only its two open hours, although it lasted sixteen",
        ),
        pytest.param(
            "Mon 15:30 opened S1; Mon 16:00 answered; Mon 18:00 held; Tue 08:00 resumed",
            "Tue 08:00", "pending due Tue 10:00 active 120 left 120",
            id="of closed hours nothing",
        ),
        pytest.param(
            "Fri 15:30 opened S1 london gold; Fri 16:00 answered; Fri 17:00 held; "
            "Sat 09:00 resumed",
            "Sat 09:00", "pending due Sat 12:00 active 60 left 180",
            id="on a 24x7 clock the night too",
        ),
    ],
)  # fmt: skip
def test_only_the_time_that_would_have_counted_is_cut_out(told, now, row):
    assert look(told, now).row("update") == row


@pytest.mark.parametrize(
    ("told", "now", "row"),
    [
        pytest.param(
            "Mon 10:00 held; Mon 10:30 resumed; Mon 12:00 held; Mon 12:45 resumed", "Mon 12:45",
            "pending due Mon 14:45 active 120 left 120",
            id="by all that two holds cut out before it",
        ),
        pytest.param(
            "Mon 13:00 held; Mon 15:00 resumed", "Mon 15:00",
            "soon due Mon 15:30 active 210 left 30",
            id="by what was cut out before it, counted after the hold",
        ),
        pytest.param(
            "Mon 13:00 held; Mon 17:45 resumed", "Mon 17:45",
            "soon due Tue 08:15 active 210 left 30",
            id="over closed hours to the next opening",
        ),
        pytest.param(
            "Mon 10:00 held; Mon 11:00 resumed; Mon 14:00 held; Mon 15:00 resumed", "Mon 15:00",
            "soon due Mon 15:30 active 210 left 30",
            id="by a hold that begins after the promised time and before the moved one",
        ),
    ],
)  # fmt: skip
def test_a_hold_moves_a_promised_due_time_on(told, now, row):
    seen = look(f"{ANSWERED}; {told}", now)
    assert seen.row("update") == row
    assert text(seen.clock("update").promised_at) == "Mon 13:30"


@pytest.mark.parametrize(
    ("told", "row", "held"),
    [
        pytest.param(
            f"{ANSWERED}; Mon 12:00 followup; Mon 10:00 held",
            "pending due Mon 15:30 active 90 left 150", ["Mon 10:00 Mon 12:00"],
            id="a hold ends at the message that came after it",
        ),
        pytest.param(
            f"{HELD}; Mon 12:00 resumed; Mon 11:00 followup",
            "pending due Mon 14:30 active 150 left 90",
            ["Mon 10:00 Mon 11:00"],
            id="a message ends a hold before its resume, which then ends nothing",
        ),
    ],
)  # fmt: skip
def test_recorded_late(told, row, held):
    seen = look(told, "Mon 13:00")
    assert seen.row("update") == row
    assert seen.case.held_since is None
    spans = [f"{text(span.started_at)} {text(span.ended_at)}" for span in seen.case.holds]
    assert spans == held
