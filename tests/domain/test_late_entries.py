"""What is recorded later than it happened, and the escalations that it makes needless."""

from datetime import timedelta

import pytest

from slt_cli.domain.escalation import needs_escalation
from slt_cli.domain.instants import present_for
from slt_cli.errors import RefusedError
from tests.domain.oracle.example_stories import instant, text
from tests.domain.telling import look, refused

OPENED = "Mon 09:00 opened S1"
ANSWERED = f"{OPENED}; Mon 09:30 answered"
NOW = instant("Mon 12:00")
OPENING = instant("Mon 08:00")
BY_CRON = f"{OPENED}; Mon 10:05 raised 1 response"
CHAIN = f"{BY_CRON}; Mon 14:10 raised 2 escalation"


# --- Which instants are recorded ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("ahead", "recorded"),
    [
        pytest.param(timedelta(minutes=-5), NOW, id="the newest event is past: now"),
        pytest.param(timedelta(0), NOW, id="it is of this very second: now"),
        pytest.param(
            timedelta(seconds=1), NOW + timedelta(seconds=1), id="a second ahead: its instant"
        ),
        pytest.param(
            timedelta(minutes=1), NOW + timedelta(minutes=1), id="a minute ahead: its instant"
        ),
    ],
)
def test_what_is_recorded_now_is_the_later_of_now_and_the_newest_event(ahead, recorded):
    assert present_for(NOW, NOW + ahead, OPENING) == recorded


def test_over_a_minute_ahead_the_clock_is_wrong():
    with pytest.raises(RefusedError) as caught:
        present_for(NOW, NOW + timedelta(seconds=61), OPENING)
    assert caught.value.reason == "clock is behind"
    assert caught.value.message == (
        "this machine's clock says 2026-01-12T12:00:00Z, but the newest event of the case is of "
        "2026-01-12T12:01:01Z"
    )


def test_an_opening_that_is_ahead_is_a_reason_of_its_own():
    ahead = NOW + timedelta(seconds=61)
    with pytest.raises(RefusedError) as caught:
        present_for(NOW, ahead, ahead)
    assert caught.value.reason == "clock is behind the opening"


@pytest.mark.parametrize(
    "kind",
    ["answered", "followup", "held", "marked diagnosis", "raised 1", "resolved", "closed"],
)
def test_any_instant_from_the_opening_on_may_be_recorded(kind):
    seen = look(f"{OPENED}; Mon 12:00 changed priority=S1; Mon 09:00 {kind}", "Mon 13:00")
    assert text(seen.case.opened_at) == "Mon 09:00"
    error = refused(f"{OPENED}; Mon 12:00 changed priority=S1; Mon 08:59 {kind}")
    assert error.reason == "before the opening"
    assert error.message.endswith(
        " at 2026-01-12T08:59:00Z would be before the case was opened at 2026-01-12T09:00:00Z"
    )


# --- A late entry belongs to its own instant ------------------------------------------------------


@pytest.mark.parametrize(
    ("told", "clock", "row"),
    [
        pytest.param(
            f"{OPENED}; Mon 11:00 followup; Mon 09:55 answered", ("response", 1),
            "met due Mon 10:00 active 55",
            id="an answer stops what ran then, in time",
        ),
        pytest.param(
            f"{OPENED}; Mon 11:00 followup; Mon 09:55 answered", ("next", 1),
            "soon due Mon 13:00 active 120 left 0",
            id="and so the message after it waits for an answer",
        ),
        pytest.param(
            f"{OPENED}; Mon 11:00 answered; Mon 10:00 answered", ("response", 1),
            "met due Mon 10:00 active 60",
            id="the earlier of two answers is the first",
        ),
        pytest.param(
            f"{OPENED}; Mon 12:00 answered; Mon 10:30 changed priority=S2", ("response", 1),
            "missed due Mon 11:00 active 180",
            id="a change before a stop gives the clock its target",
        ),
        pytest.param(
            f"{ANSWERED}; Mon 12:00 answered; Mon 10:00 held; Mon 11:00 resumed", ("update", 1),
            "met due Mon 14:30 active 90",
            id="a hold before a stop is cut out of it",
        ),
    ],
)  # fmt: skip
def test_a_late_entry_counts_from_the_instant_at_which_it_happened(told, clock, row):
    assert look(told, "Mon 13:00").row(*clock) == row


@pytest.mark.parametrize(
    ("told", "message"),
    [
        pytest.param(
            f"{OPENED}; Mon 11:00 answered; Mon 10:00 closed",
            "a closing at 2026-01-12T10:00:00Z would be before the response at "
            "2026-01-12T11:00:00Z",
            id="a closing before an answer",
        ),
        pytest.param(
            f"{OPENED}; Mon 11:00 raised 1; Mon 10:00 resolved",
            "a resolution at 2026-01-12T10:00:00Z would be before the escalation at "
            "2026-01-12T11:00:00Z",
            id="a resolution before an escalation",
        ),
        pytest.param(
            f"{OPENED}; Mon 11:00 raised 1; Mon 10:00 raised 2",
            "an escalation at 2026-01-12T10:00:00Z would be before the escalation at "
            "2026-01-12T11:00:00Z",
            id="a higher level before a lower one",
        ),
        pytest.param(
            f"{OPENED}; Mon 11:00 closed; Mon 10:00 reopened",
            "a reopening at 2026-01-12T10:00:00Z would be before the closing at "
            "2026-01-12T11:00:00Z",
            id="a reopening before the closing",
        ),
        pytest.param(
            f"{OPENED}; Mon 11:00 raised 2; Mon 10:00 changed partner_type=referral",
            "a change at 2026-01-12T10:00:00Z would be before the escalation at "
            "2026-01-12T11:00:00Z",
            id="a change that makes the level impossible",
        ),
    ],
)  # fmt: skip
def test_a_late_entry_that_makes_a_later_moment_impossible_is_refused(told, message):
    error = refused(told)
    assert (error.reason, error.message) == ("too early", message)


# --- A late answer and what cron raised -----------------------------------------------------------


def test_a_late_answer_cancels_the_escalation_that_late_raised_for_the_clock_it_stops():
    seen = look(f"{BY_CRON}; Mon 09:55 answered", "Mon 11:00")
    assert seen.row("response") == "met due Mon 10:00 active 55"
    assert seen.row("escalation") == "cancelled due Mon 14:05 active 0"
    assert seen.case.level == 1


def test_a_late_answer_leaves_an_escalation_that_a_person_raised_after_it():
    seen = look(f"{OPENED}; Mon 10:05 raised 1; Mon 09:55 answered", "Mon 11:00")
    assert seen.row("escalation") == "pending due Mon 14:05 active 55 left 185"


def test_an_answer_between_due_time_and_raise_cancels_too():
    seen = look(f"{BY_CRON}; Mon 10:03 answered", "Mon 11:00")
    assert seen.row("response") == "missed due Mon 10:00 active 63"
    assert seen.row("escalation") == "cancelled due Mon 14:05 active 0"


def test_a_late_answer_before_all_of_them_cancels_every_level_that_followed():
    seen = look(f"{CHAIN}; Mon 09:55 answered", "Mon 15:00")
    assert seen.row("escalation", 1) == "cancelled due Mon 14:05 active 0"
    assert seen.row("escalation", 2).startswith("cancelled due Mon 15:10 active 0")
    assert seen.case.level == 2


def test_a_raise_by_late_stands_cancelled_when_the_case_had_been_resolved():
    seen = look(f"{BY_CRON}; Mon 09:50 resolved", "Mon 11:00")
    assert seen.row("escalation") == "cancelled due Mon 14:05 active 0"
    assert (seen.case.status, seen.case.level) == ("resolved", 1)


# --- The levels that an escalation leaves, and what escalates a case by itself --------------------


@pytest.mark.parametrize(
    ("at", "row"),
    [
        pytest.param("Mon 13:00", "superseded due Mon 14:00 active 180", id="in time: superseded"),
        pytest.param(
            "Mon 14:00", "superseded due Mon 14:00 active 240", id="when it is due: superseded"
        ),
        pytest.param("Mon 14:01", "missed due Mon 14:00 active 241", id="late: missed"),
    ],
)
def test_a_new_escalation_ends_the_clock_of_the_level_before(at, row):
    seen = look(f"{OPENED}; Mon 10:00 raised 1; {at} raised 2", "Tue 09:00")
    assert seen.row("escalation", 1) == row
    assert seen.case.level == 2


def test_a_level_that_was_superseded_is_not_continued_by_a_reopening():
    told = f"{OPENED}; Mon 10:00 raised 1; Mon 10:30 raised 2; Mon 10:40 closed; Mon 11:00 reopened"
    seen = look(told, "Mon 11:00")
    assert seen.row("escalation", 1) == "superseded due Mon 14:00 active 30"
    assert seen.row("escalation", 2) == "pending due Mon 11:50 active 10 left 50"


@pytest.mark.parametrize(
    ("told", "now", "raises"),
    [
        pytest.param(OPENED, "Mon 10:00", False, id="the response is due"),
        pytest.param(OPENED, "Mon 10:01", True, id="the response is late"),
        pytest.param(
            f"{OPENED}; Mon 09:50 held", "Mon 10:01", True, id="of a held case too"
        ),
        pytest.param(
            f"{OPENED}; Mon 10:01 raised 1", "Mon 14:01", False,
            id="an escalation in time keeps a late response silent",
        ),
        pytest.param(
            f"{OPENED}; Mon 10:01 raised 1", "Mon 14:02", True, id="the escalation is late"
        ),
        pytest.param(ANSWERED, "Mon 13:31", False, id="a late update raises nothing"),
        pytest.param(ANSWERED, "Fri 12:00", False, id="a late resolution raises nothing"),
        pytest.param(
            f"{ANSWERED}; Mon 10:00 followup", "Mon 12:01", False, id="a late next raises nothing"
        ),
        pytest.param(
            f"{OPENED}; Mon 10:30 resolved", "Mon 12:00", False, id="what was resolved late"
        ),
    ],
)  # fmt: skip
def test_late_escalates_for_the_escalation_clock_or_else_the_response(told, now, raises):
    assert needs_escalation(look(told, now).case, instant(now)) is raises
