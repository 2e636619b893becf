"""Resolving, closing and reopening a case: what becomes of its clocks, and what may come after."""

import pytest

from tests.domain.oracle.example_stories import text
from tests.domain.telling import look, refused

OPENED = "Mon 09:00 opened S1"
ANSWERED = f"{OPENED}; Mon 09:30 answered"
WAITING = f"{ANSWERED}; Mon 11:00 followup"
RAISED = f"{OPENED}; Mon 09:20 raised 1"


# --- The end --------------------------------------------------------------------------------------

MEETS = [
    pytest.param(RAISED, "Mon 09:40", "response", "met due Mon 10:00 active 40", id="response"),
    pytest.param(
        f"{OPENED}; Mon 10:01 followup", "Mon 10:01", "response", "missed due Mon 10:00 active 61",
        id="response, late",
    ),
    pytest.param(
        RAISED, "Mon 09:40", "escalation", "met due Mon 13:20 active 20", id="escalation"
    ),
    pytest.param(
        RAISED, "Mon 13:21", "escalation", "missed due Mon 13:20 active 241",
        id="escalation, late",
    ),
]  # fmt: skip
CANCELS = [
    pytest.param(
        WAITING, "Mon 13:00", "next", "cancelled due Mon 13:00 active 120", id="next"
    ),
    pytest.param(
        WAITING, "Mon 13:31", "next", "missed due Mon 13:00 active 151", id="next, late"
    ),
    pytest.param(
        WAITING, "Mon 13:30", "update", "cancelled due Mon 13:30 active 240", id="update"
    ),
    pytest.param(
        WAITING, "Mon 13:31", "update", "missed due Mon 13:30 active 241", id="update, late"
    ),
    pytest.param(
        OPENED, "Mon 11:00", "diagnosis", "cancelled due Mon 11:00 active 120", id="any other"
    ),
    pytest.param(
        OPENED, "Mon 11:01", "diagnosis", "missed due Mon 11:00 active 121",
        id="any other, late",
    ),
]  # fmt: skip


@pytest.mark.parametrize("end", ["resolved", "closed"])
@pytest.mark.parametrize(("told", "at", "kind", "row"), MEETS)
def test_an_end_in_time_meets(end, told, at, kind, row):
    assert look(f"{told}; {at} {end}", "Wed 12:00").row(kind) == row


@pytest.mark.parametrize("end", ["resolved", "closed"])
@pytest.mark.parametrize(("told", "at", "kind", "row"), CANCELS)
def test_an_end_in_time_cancels(end, told, at, kind, row):
    assert look(f"{told}; {at} {end}", "Wed 12:00").row(kind) == row


@pytest.mark.parametrize(
    ("end", "kind", "row"),
    [
        pytest.param("Mon 16:00 resolved", "workaround", "met due Mon 17:00 active 420"),
        pytest.param("Mon 16:00 resolved", "resolution", "met due Wed 09:00 active 420"),
        pytest.param("Mon 16:00 closed", "workaround", "cancelled due Mon 17:00 active 420"),
        pytest.param("Mon 16:00 closed", "resolution", "cancelled due Wed 09:00 active 420"),
        pytest.param("Mon 17:01 resolved", "workaround", "missed due Mon 17:00 active 481"),
        pytest.param("Mon 17:01 closed", "workaround", "missed due Mon 17:00 active 481"),
        pytest.param("Wed 09:01 closed", "resolution", "missed due Wed 09:00 active 1201"),
    ],
)
def test_resolving_meets_workaround_and_resolution_and_closing_solves_nothing(end, kind, row):
    assert look(f"{OPENED}; {end}", "Fri 09:00").row(kind) == row


def test_a_response_that_an_end_met_has_no_answer():
    case = look(f"{OPENED}; Mon 09:40 resolved", "Mon 12:00").case
    assert (case.responded_at, case.clock("response").stopped_by) == (None, "resolved")
    assert case.running_clocks == []


def test_closing_a_resolved_case_decides_nothing_more():
    resolved = f"{ANSWERED}; Mon 10:00 resolved"
    case = look(f"{resolved}; Thu 09:00 closed", "Fri 09:00").case
    assert case.clocks == look(resolved, "Fri 09:00").case.clocks
    assert (case.status, text(case.resolved_at), text(case.closed_at)) == (
        "closed", "Mon 10:00", "Thu 09:00",
    )  # fmt: skip


# --- Reopening ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("told", "now", "clock", "row"),
    [
        pytest.param(
            f"{RAISED}; Mon 09:40 closed; Mon 10:40 reopened", "Mon 10:40", ("response", 1),
            "pending due Mon 11:00 active 40 left 20",
            id="an unanswered response",
        ),
        pytest.param(
            f"{RAISED}; Mon 09:40 closed; Mon 10:40 reopened", "Mon 10:40", ("escalation", 1),
            "pending due Mon 14:20 active 20 left 220",
            id="an escalation",
        ),
        pytest.param(
            f"{OPENED}; Mon 09:40 resolved; Mon 10:40 reopened", "Mon 10:40", ("resolution", 1),
            "pending due Wed 10:00 active 40 left 1160",
            id="a resolution that was met",
        ),
        pytest.param(
            f"{OPENED}; Mon 09:40 resolved; Mon 10:40 reopened", "Mon 10:40", ("workaround", 1),
            "pending due Mon 18:00 active 40 left 440",
            id="a workaround that was not marked",
        ),
        pytest.param(
            f"{WAITING}; Mon 12:00 resolved; Mon 13:00 reopened", "Mon 13:00", ("update", 1),
            "pending due Mon 14:30 active 150 left 90",
            id="an update that was cancelled",
        ),
        pytest.param(
            f"{WAITING}; Mon 12:00 resolved; Mon 13:00 reopened", "Mon 13:00", ("next", 1),
            "pending due Mon 14:00 active 60 left 60",
            id="a next that was cancelled",
        ),
        pytest.param(
            f"{OPENED}; Mon 10:30 closed; Mon 11:30 reopened", "Mon 11:30", ("response", 1),
            "late due Mon 10:00 active 90 left -30",
            id="one that was missed, which runs on late",
        ),
        pytest.param(
            f"{OPENED}; Mon 10:00 closed; Mon 11:00 reopened", "Mon 11:00", ("response", 1),
            "late due Mon 10:00 active 60 left 0",
            id="one that ended when it was due",
        ),
        pytest.param(
            f"{OPENED}; Mon 09:40 marked workaround; Mon 09:50 resolved; Mon 10:40 reopened",
            "Mon 10:40", ("workaround", 1), "met due Mon 17:00 active 40",
            id="not a workaround that was marked",
        ),
        pytest.param(
            f"{ANSWERED}; Mon 10:00 resolved; Mon 11:00 reopened", "Mon 11:00", ("response", 1),
            "met due Mon 10:00 active 30",
            id="not a response that was answered",
        ),
        pytest.param(
            "Fri 15:00 opened S1 london gold; Fri 15:10 closed; Sat 15:10 reopened", "Sat 15:10",
            ("response", 1), "pending due Sat 16:00 active 10 left 50",
            id="a 24x7 clock without the time between, too",
        ),
    ],
)  # fmt: skip
def test_reopening_continues(told, now, clock, row):
    assert look(told, now).row(*clock) == row


def test_reopening_cuts_out_the_time_since_the_first_end_and_counts_it_apart():
    told = f"{OPENED}; Mon 10:00 resolved; Mon 12:00 closed; Mon 14:00 reopened"
    case = look(told, "Mon 14:00").case
    assert [(text(span.started_at), text(span.ended_at)) for span in case.closed] == [
        ("Mon 10:00", "Mon 14:00")
    ]
    assert (case.holds, case.resolved_at, case.closed_at, case.status) == ((), None, None, "open")


@pytest.mark.parametrize(
    ("told", "row"),
    [
        pytest.param(ANSWERED, "pending due Mon 13:00 active 0 left 120", id="answered"),
        pytest.param(OPENED, "none", id="not answered"),
    ],
)
def test_reopening_an_answered_case_is_a_message_of_the_partner(told, row):
    seen = look(f"{told}; Mon 10:00 resolved; Mon 11:00 reopened", "Mon 11:00")
    assert seen.row("next") == row


@pytest.mark.parametrize(
    ("change", "kind", "row"),
    [
        pytest.param(
            "priority=S2", "response", "pending due Mon 13:00 active 20 left 100", id="a longer one"
        ),
        pytest.param(
            "priority=S3", "resolution", "cancelled due Wed 11:00 active 20", id="one that is gone"
        ),
    ],
)
def test_reopening_continues_on_the_present_targets(change, kind, row):
    told = f"{OPENED}; Mon 09:20 closed; Mon 09:30 changed {change}; Mon 11:20 reopened"
    assert look(told, "Mon 11:20").row(kind) == row


# --- After the end --------------------------------------------------------------------------------


def test_an_answer_dated_before_the_end_stops_what_ran_then():
    seen = look(f"{OPENED}; Mon 10:30 resolved; Mon 09:55 answered", "Mon 12:00")
    assert seen.row("response") == "met due Mon 10:00 active 55"
    assert (seen.case.status, text(seen.case.responded_at)) == ("resolved", "Mon 09:55")


def test_a_later_answer_on_a_resolved_case_is_recorded_and_starts_nothing():
    told = f"{OPENED}; Mon 09:40 resolved; Mon 09:50 answered"
    seen = look(told, "Mon 12:00")
    assert (seen.case.status, text(seen.case.responded_at)) == ("resolved", "Mon 09:50")
    assert (seen.row("response"), seen.row("update")) == ("met due Mon 10:00 active 40", "none")
    reopened = look(f"{told}; Mon 11:00 reopened", "Mon 11:00")
    assert reopened.row("response") == "met due Mon 10:00 active 40"
    assert reopened.row("next") == "pending due Mon 13:00 active 0 left 120"


def test_a_message_on_a_resolved_case_starts_nothing():
    told = f"{ANSWERED}; Mon 10:00 resolved; Mon 10:30 followup"
    assert look(told, "Mon 12:00").row("next") == "none"
    assert look(f"{told}; Mon 11:00 reopened", "Mon 11:00").row("next", 1).split()[2:4] == [
        "Mon", "13:00",
    ]  # fmt: skip


def test_a_repeated_answer_on_an_open_case_is_recorded_and_keeps_the_first_one():
    seen = look(f"{ANSWERED}; Mon 10:00 answered", "Mon 12:00")
    assert text(seen.case.responded_at) == "Mon 09:30"
    assert seen.row("response") == "met due Mon 10:00 active 30"


@pytest.mark.parametrize("kind", ["answered", "followup", "marked diagnosis", "resolved", "closed"])
def test_a_closed_case_refuses(kind):
    error = refused(f"{OPENED}; Mon 10:00 closed; Mon 11:00 {kind}")
    assert error.reason == "closed"
    assert error.message == "the case was closed at 2026-01-12T10:00:00Z"


def test_a_resolved_case_is_not_resolved_again():
    error = refused(f"{OPENED}; Mon 10:00 resolved; Mon 11:00 resolved")
    assert error.reason == "resolved"
    assert error.message == "the case was resolved at 2026-01-12T10:00:00Z"


@pytest.mark.parametrize("told", [OPENED, ANSWERED, f"{OPENED}; Mon 09:30 held"])
def test_a_case_that_has_not_ended_is_not_reopened(told):
    error = refused(f"{told}; Mon 10:00 reopened")
    assert (error.reason, error.message) == (
        "not closed",
        "the case is neither resolved nor closed",
    )
