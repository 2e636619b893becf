"""Which clocks a change changed, and what was left of those that it stopped."""

from datetime import timedelta

import pytest

from slt_cli.domain.calendar.schedule import Schedule
from slt_cli.domain.case import Case
from slt_cli.domain.changed import changed_clocks
from slt_cli.domain.clocks import RESPONSE, Clock, Span
from slt_cli.domain.plan import AROUND_THE_CLOCK, SUPPORT_HOURS, Target
from slt_cli.domain.policy import Policy
from slt_cli.domain.standing import due_before_hold, left_at_stop
from tests.domain.given import after, moment, opened, raised

MINUTE, HOUR = 60, 3600
OPENED = moment("2026-11-23T09:00-08:00")
DUE = moment("2026-11-23T13:00-08:00")
NEXT_DAY = moment("2026-11-24T09:00-08:00")


def at(time: str):
    """Return a time of Monday 23 November in the USA."""
    return moment(f"2026-11-23T{time}-08:00")


def stopped(time: str, *, due=DUE, on: str = SUPPORT_HOURS) -> Clock:
    """Return a clock of 4 hours that stopped at a time."""
    verdict = "missed" if due is not None and at(time) > due else "met"
    target = Target(4 * HOUR, on)
    return Clock("update", 1, 0, OPENED, due, target, at(time), verdict, promised_at=DUE)


def held(start: str, end: str | None = None) -> Span:
    """Return a hold on that Monday."""
    return Span(at(start), None if end is None else at(end))


@pytest.fixture
def usa(policy: Policy) -> Schedule:
    return policy.region("usa").schedule


@pytest.mark.parametrize(
    ("clock", "holds", "left"),
    [
        pytest.param(stopped("12:05"), [], 55 * MINUTE, id="in time"),
        pytest.param(stopped("13:00"), [], 0, id="at the due instant"),
        pytest.param(stopped("14:50"), [], -110 * MINUTE, id="late"),
        pytest.param(stopped("19:30"), [], -5 * HOUR, id="late, after support closed"),
        pytest.param(
            stopped("19:30", on=AROUND_THE_CLOCK), [], -390 * MINUTE, id="late around the clock"
        ),
        pytest.param(stopped("12:00"), [held("09:30", "10:00")], HOUR, id="a hold before the stop"),
        pytest.param(stopped("12:00"), [held("12:00")], HOUR, id="a hold that began with the stop"),
        pytest.param(stopped("12:00"), [held("12:30")], HOUR, id="a hold after the stop"),
        pytest.param(
            stopped("14:00"), [held("13:15", "13:45")], -30 * MINUTE, id="late, then on hold"
        ),
        pytest.param(
            stopped("12:00", due=None), [held("11:00")], 2 * HOUR, id="stopped while on hold"
        ),
        pytest.param(
            stopped("12:00", due=None),
            [held("11:00", "12:00")],
            2 * HOUR,
            id="stopped by what ended the hold",
        ),
        pytest.param(stopped("12:00", due=None), [], None, id="without a due time or a hold"),
    ],
)
def test_what_was_left_when_a_clock_stopped(usa, clock, holds, left) -> None:
    assert left_at_stop(clock, usa, holds) == left


def test_nothing_is_known_of_a_clock_that_runs_or_whose_hours_are_gone(usa) -> None:
    clock = stopped("12:05")
    assert left_at_stop(clock._replace(stopped_at=None, verdict=None), usa) is None
    assert left_at_stop(clock, None) is None


def test_when_a_paused_clock_was_due_before_its_hold(usa) -> None:
    clock = stopped("12:00", due=None)._replace(stopped_at=None, verdict=None)
    earlier = held("09:30", "10:00")
    assert due_before_hold(clock, usa, [held("11:00")]) == DUE
    assert due_before_hold(clock, usa, [earlier, held("11:00")]) == DUE + timedelta(minutes=30)
    assert due_before_hold(clock, None, [held("11:00")]) is None


def names(before: Case, later: Case) -> list[tuple[str, bool, bool]]:
    """Return each clock that changed: its name, and whether it was and is there."""
    moved = changed_clocks(before, later)
    return [(clock.name, old is not None, new is not None) for clock, old, new in moved]


def test_a_clock_that_is_as_it_was_did_not_change(policy) -> None:
    case = opened(policy, at=OPENED)
    assert names(case, case) == []
    assert names(case, after(policy, case, "noted", at("10:00"))) == []


def test_a_clock_that_stopped_or_started_changed(policy) -> None:
    case = opened(policy, at=OPENED)
    answered = after(policy, case, "responded", at("09:30"))
    assert names(case, answered) == [(RESPONSE, True, True)]
    assert names(answered, case) == [(RESPONSE, True, True)]
    up = raised(policy, case, at("09:30"))
    assert names(case, up) == [("level 1", False, True)]
    assert names(up, case) == [("level 1", True, False)]
    assert names(up, raised(policy, up, NEXT_DAY)) == [
        ("level 1", True, True),
        ("level 2", False, True),
    ]


def test_a_paused_clock_with_another_target_or_start_changed(policy) -> None:
    case = opened(policy, at=OPENED)
    clock = Clock("update", 1, 0, OPENED, None, Target(HOUR, SUPPORT_HOURS), promised_at=NEXT_DAY)
    assert clock.paused
    case = case._replace(clocks=(clock,))
    longer = clock._replace(target=Target(4 * HOUR, SUPPORT_HOURS))
    later = clock._replace(promised_at=DUE)
    for other in (longer, later):
        assert names(case, case._replace(clocks=(other,))) == [("update", True, True)]
    assert names(case, case) == []
