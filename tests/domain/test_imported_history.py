"""The history of an imported case adds up to it, and gives each thing the time it happened."""

from datetime import datetime
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slt_cli.domain.case import Case
from slt_cli.domain.clocks import ESCALATION, RESPONSE, Clock
from slt_cli.domain.event_making import event_between
from slt_cli.domain.events import fold
from slt_cli.domain.imported_history import known_until, steps
from slt_cli.domain.plan import Target
from tests.domain.given import RECORDING, moment

OPENED, FIRST, SECOND, THIRD = (moment(f"2026-11-20T{hour}:00Z") for hour in (10, 11, 12, 13))
HOURS = Target(3 * 3600, "support-hours")
PLAIN = Case(7, "", "certified", "S1", "usa", OPENED, uid="a1b2")


def case_with(response=None, escalated_at=None, level=None, **facts) -> Case:
    """Return a case with the verdicts of its clocks; a level's clock starts where it is escalated.

    A clock with a verdict was stopped by the response or closing, where one is known.
    """
    stop = facts.get("responded_at") or facts.get("closed_at")
    clocks = [Clock(RESPONSE, 1, 0, OPENED, THIRD, HOURS, stop if response else None, response)]
    if escalated_at is not None:
        clocks.append(
            Clock(ESCALATION, 1, 2, escalated_at, THIRD, HOURS, stop if level else None, level)
        )
    return PLAIN._replace(clocks=tuple(clocks), **facts)


def told(case: Case) -> list[tuple[str, datetime]]:
    return [(step.kind, step.at) for step in steps(case)]


def events_of(case: Case):
    """Return the events that lead to a case, one for each step."""
    states = [None, *(step.after for step in steps(case))]
    return [
        event_between(before, after, step.kind, step.at, RECORDING)
        for (before, after), step in zip(pairwise(states), steps(case), strict=True)
    ]


HISTORIES = [
    pytest.param({}, [("opened", OPENED)], id="only opened"),
    pytest.param(
        {"status": "responded", "responded_at": FIRST, "response": "met"},
        [("opened", OPENED), ("responded", FIRST)],
        id="answered",
    ),
    pytest.param(
        {"status": "closed", "responded_at": FIRST, "closed_at": SECOND, "response": "met"},
        [("opened", OPENED), ("responded", FIRST), ("closed", SECOND)],
        id="answered and closed",
    ),
    pytest.param(
        {"status": "closed", "responded_at": FIRST, "closed_at": FIRST, "response": "met"},
        [("opened", OPENED), ("responded", FIRST), ("closed", FIRST)],
        id="closed with the answer",
    ),
    pytest.param(
        {"status": "closed", "closed_at": FIRST, "response": "met"},
        [("opened", OPENED), ("closed", FIRST)],
        id="closed without an answer",
    ),
    pytest.param(
        {"status": "responded", "responded_at": SECOND, "escalated_at": FIRST},
        [("opened", OPENED), ("escalated", FIRST), ("responded", SECOND)],
        id="escalated, then answered",
    ),
    pytest.param(
        {"status": "responded", "responded_at": FIRST, "escalated_at": SECOND},
        [("opened", OPENED), ("responded", FIRST), ("escalated", SECOND)],
        id="answered, then escalated",
    ),
    pytest.param(
        {"status": "responded", "responded_at": FIRST, "escalated_at": FIRST},
        [("opened", OPENED), ("escalated", FIRST), ("responded", FIRST)],
        id="an answer at the same time answers the escalation",
    ),
    pytest.param(
        {"response": "met"},
        [("opened", OPENED)],
        id="reopened: its verdict stands from then on",
    ),
    pytest.param(
        {"escalated_at": FIRST, "level": "missed"},
        [("opened", OPENED), ("escalated", FIRST), ("updated", FIRST)],
        id="escalated and reopened: nobody knows when its clock was stopped",
    ),
]


@pytest.mark.parametrize(("facts", "happened"), HISTORIES)
def test_steps_stand_in_the_order_in_which_they_happened(facts, happened):
    assert told(case_with(**facts)) == happened


@pytest.mark.parametrize("facts", [pytest.param(each.values[0], id=each.id) for each in HISTORIES])
def test_the_events_of_the_steps_add_up_to_the_case(facts):
    case = case_with(**facts)
    events = events_of(case)
    assert fold(events, 7, "a1b2") == case._replace(rev=len(events))


def test_a_clock_runs_until_the_step_that_stops_it():
    case = case_with("missed", FIRST, "met", status="closed", responded_at=SECOND, closed_at=THIRD)
    running = [[clock.name for clock in step.after.running_clocks] for step in steps(case)]
    assert running == [["response"], ["response", "level 2"], [], []]


def test_a_level_that_an_earlier_answer_cannot_have_stopped_is_stopped_by_the_closing():
    case = case_with("met", SECOND, "met", status="closed", responded_at=FIRST, closed_at=THIRD)
    found = [
        (step.kind, [(clock.name, clock.verdict) for clock in step.after.clocks])
        for step in steps(case)
    ]
    assert found == [
        ("opened", [("response", None)]),
        ("responded", [("response", "met")]),
        ("escalated", [("response", "met"), ("level 2", None)]),
        ("closed", [("response", "met"), ("level 2", "met")]),
    ]


def test_a_case_without_clocks_has_steps_too():
    case = PLAIN._replace(status="closed", responded_at=FIRST, closed_at=SECOND)
    assert told(case) == [("opened", OPENED), ("responded", FIRST), ("closed", SECOND)]
    assert [step.after.status for step in steps(case)] == ["open", "responded", "closed"]
    assert fold(events_of(case), 7, "a1b2") == case._replace(rev=3)


def test_every_other_fact_is_there_from_the_opening():
    case = case_with("met", status="closed", closed_at=FIRST)._replace(
        subject="Down", ref="A-7", partner="Example", plan="partner"
    )
    first = next(steps(case)).after
    assert (first.status, first.responded_at, first.closed_at) == ("open", None, None)
    moved = first._replace(status="closed", closed_at=FIRST, clocks=case.clocks)
    assert moved == case


VERDICTS = st.sampled_from([None, "met", "missed"])


@given(
    st.one_of(st.none(), st.sampled_from([OPENED, FIRST, SECOND, THIRD])),
    st.one_of(st.none(), st.sampled_from([OPENED, FIRST, SECOND])),
    st.booleans(),
    VERDICTS,
    VERDICTS,
    st.booleans(),
)
def test_any_history_adds_up_to_its_case(responded_at, escalated_at, closed, met, level, target):
    status = "closed" if closed else "responded" if responded_at else "open"
    closed_at = THIRD if closed else None
    facts = {"status": status, "responded_at": responded_at, "closed_at": closed_at}
    case = case_with(met, escalated_at, level, **facts)
    if not target:
        case = case._replace(clocks=tuple(c for c in case.clocks if c.kind != RESPONSE))
    events = events_of(case)
    assert fold(events, 7, "a1b2") == case._replace(rev=len(events))
    assert [event.at for event in events] == sorted(event.at for event in events)


VOID = [
    pytest.param({}, [("opened", OPENED), ("voided", OPENED)], id="only opened"),
    pytest.param(
        {"responded_at": FIRST, "response": "met"},
        [("opened", OPENED), ("responded", FIRST), ("voided", FIRST)],
        id="answered",
    ),
    pytest.param(
        {"escalated_at": FIRST},
        [("opened", OPENED), ("escalated", FIRST), ("voided", FIRST)],
        id="escalated",
    ),
    pytest.param(
        {"closed_at": SECOND, "response": "met"},
        [("opened", OPENED), ("closed", SECOND), ("voided", SECOND)],
        id="closed",
    ),
]


@pytest.mark.parametrize(("facts", "happened"), VOID)
def test_a_void_case_was_voided_last_at_the_latest_time_that_is_known(facts, happened):
    case = case_with(**facts, status="void")
    at = known_until(case)
    stopped = {"stopped_at": at, "verdict": "cancelled", "stopped_by": "voided"}
    clocks = tuple(c if c.verdict else c._replace(**stopped) for c in case.clocks)
    void = case._replace(clocks=clocks)
    events = events_of(void)
    assert told(void) == happened
    assert fold(events, 7, "a1b2") == void._replace(rev=len(events))
    assert fold(events[:-1], 7, "a1b2").running_clocks == case.running_clocks
