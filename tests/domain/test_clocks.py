"""A clock: what it counts on, when it is late, and how it ends."""

import dataclasses
from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from slt_cli.domain.clock_rules import ClockRule
from slt_cli.domain.clocks import (
    ESCALATION,
    RESPONSE,
    Clock,
    Span,
    counted_on,
    is_late,
    verdict,
)
from slt_cli.domain.life_clock import LifeClock, Stop
from slt_cli.domain.plan import Target
from tests.domain.given import FRIDAY_EVENING, moment

HOUR, DAY = 3600, timedelta(days=1)
SECOND = timedelta(seconds=1)
HOURS, AROUND = Target(HOUR, "support-hours"), Target(HOUR, "24x7")
DUE = moment("2026-11-23T13:30Z")
YEARS_LATER = moment("2030-01-01T00:00Z")


@pytest.fixture
def usa(policy):
    return policy.region("usa").schedule


def life_clock(schedule, target, at=FRIDAY_EVENING) -> LifeClock:
    """Return a response clock as its life has it, with its due time."""
    rule = ClockRule(RESPONSE, "Response", "opened", ("answer",), again=False, pauses=False)
    clock = LifeClock(RESPONSE, 0, rule, at, at, lambda _: ())
    clock.promise(target, schedule)
    return clock


def begun(schedule, target, at=FRIDAY_EVENING) -> Clock:
    """Return that clock as a value."""
    return life_clock(schedule, target, at).clock(1)


def stopped(clock: Clock, at: datetime, schedule) -> Clock:
    """Return a clock after an answer stopped it."""
    life = life_clock(schedule, clock.target, clock.started_at)
    life.take(clock.target, clock.promised_at)
    life.stop(at, "responded", "met")
    return life.clock(1)


@pytest.fixture
def running(usa) -> Clock:
    """Return the response clock of a case opened half an hour before the weekend."""
    return begun(usa, HOURS)


@pytest.mark.parametrize(
    ("kind", "level", "name"),
    [
        pytest.param(RESPONSE, 0, "response", id="the response"),
        pytest.param(ESCALATION, 2, "level 2", id="a level"),
        pytest.param("update", 0, "update", id="any other kind"),
    ],
)
def test_a_clock_is_called(running, kind, level, name):
    assert running._replace(kind=kind, level=level).name == name


@pytest.mark.parametrize(
    ("fields", "runs"),
    [
        pytest.param({}, True, id="due and not stopped"),
        pytest.param({"due_at": None}, True, id="without a due time: it is paused"),
        pytest.param({"due_at": None, "target": None}, False, id="without a target"),
        pytest.param({"verdict": "met"}, False, id="met"),
        pytest.param({"verdict": "missed"}, False, id="missed"),
    ],
)
def test_a_clock_runs_until_it_has_a_verdict(running, fields, runs):
    assert running._replace(**fields).running is runs


@pytest.mark.parametrize(
    ("fields", "at", "late"),
    [
        pytest.param({}, DUE, False, id="at its due time"),
        pytest.param({}, DUE + SECOND, True, id="a second after it"),
        pytest.param({"verdict": "met"}, YEARS_LATER, False, id="met"),
        pytest.param({"verdict": "missed"}, YEARS_LATER, False, id="missed, but stopped"),
        pytest.param({"due_at": None, "target": None}, YEARS_LATER, False, id="without a target"),
    ],
)
def test_a_clock_is_late_only_while_it_runs(running, fields, at, late):
    assert running._replace(**fields).is_late(at) is late


def test_a_clock_is_told_from_others_by_its_kind_and_cycle(running):
    assert running.key == ("response", 1)
    assert running._replace(cycle=2).key != running.key
    assert running._replace(kind=ESCALATION).key != running.key
    assert running._replace(verdict="met", due_at=None, level=3).key == running.key


def test_clocks_stand_in_the_order_of_their_starts_and_the_response_first(running):
    level = running._replace(kind=ESCALATION, level=1)
    later = running._replace(started_at=FRIDAY_EVENING + SECOND)
    again = later._replace(cycle=2)
    found = sorted([again, later, level, running], key=lambda clock: clock.order)
    assert found == [running, level, later, again]


def test_a_span_is_told_from_others_by_its_start_and_has_no_end_while_it_lasts():
    lasting, ended = Span(FRIDAY_EVENING), Span(FRIDAY_EVENING, DUE)
    assert lasting.ended_at is None
    assert lasting.key == ended.key != Span(DUE).key
    assert sorted([Span(DUE), lasting], key=lambda span: span.order) == [lasting, Span(DUE)]


@pytest.mark.parametrize(
    ("target", "at", "ends", "seconds"),
    [
        pytest.param(HOURS, "2026-11-21T01:30:00Z", "met", 0, id="as it starts"),
        pytest.param(HOURS, "2026-11-21T01:40:00Z", "met", 600, id="while support is open"),
        pytest.param(HOURS, "2026-11-22T12:00:00Z", "met", 1800, id="over a weekend: on Sunday"),
        pytest.param(HOURS, "2026-11-23T13:20:00Z", "met", 3000, id="over a weekend: on Monday"),
        pytest.param(HOURS, "2026-11-23T13:30:00Z", "met", HOUR, id="when it is due"),
        pytest.param(HOURS, "2026-11-23T13:30:01Z", "missed", HOUR + 1, id="a second after"),
        pytest.param(
            HOURS, "2026-11-24T13:30:00Z", "missed", 14 * HOUR, id="a day after, 13 hours of it"
        ),
        pytest.param(AROUND, "2026-11-21T02:20:00Z", "met", 3000, id="24x7, after closing"),
        pytest.param(
            AROUND, "2026-11-23T01:30:00Z", "missed", 48 * HOUR, id="24x7, the weekend counts"
        ),
        pytest.param(HOURS, "2026-11-21T01:29:59Z", "met", 0, id="before it started"),
        pytest.param(AROUND, "2026-11-20T01:30:00Z", "met", 0, id="24x7, before it started"),
    ],
)
def test_a_stopped_clock_knows_when_how_and_after_how_long(usa, target, at, ends, seconds):
    ended = stopped(begun(usa, target), moment(at), usa)
    assert (ended.stopped_at, ended.verdict, ended.active_seconds) == (moment(at), ends, seconds)
    assert not ended.running
    assert ended.stopped_by == "responded"


@pytest.mark.parametrize(("at", "ends"), [(DUE, "met"), (DUE + SECOND, "missed")], ids=str)
def test_without_a_schedule_a_stopped_clock_has_a_verdict_and_no_active_seconds(running, at, ends):
    ended = stopped(running, at, None)
    assert (ended.stopped_at, ended.verdict, ended.active_seconds) == (at, ends, None)


@pytest.mark.parametrize(
    "fields",
    [
        pytest.param({"verdict": "met", "stopped_at": DUE, "active_seconds": 1}, id="stopped"),
        pytest.param({"verdict": "missed"}, id="with a verdict alone, as an import may give it"),
    ],
)
def test_a_clock_that_does_not_run_cannot_be_stopped(usa, fields):
    clock = life_clock(usa, HOURS)
    for name, value in fields.items():
        setattr(clock, name, value)
    before = dataclasses.replace(clock)
    clock.stop(YEARS_LATER, "responded", "met")
    assert clock == before


def test_a_clock_without_a_target_keeps_what_would_have_stopped_it(usa):
    clock = life_clock(usa, HOURS)
    clock.due_at = clock.target = clock.promised_at = None
    kept = Stop(YEARS_LATER, "responded", "met", "missed")
    expected = dataclasses.replace(clock, unseen_stop=kept)
    clock.stop(YEARS_LATER, "responded", "met")
    assert clock == expected


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    start=st.integers(0, 14 * 24 * HOUR),
    length=st.integers(-HOUR, 14 * 24 * HOUR),
    target=st.sampled_from([HOURS, AROUND, Target(6 * HOUR, "support-hours")]),
)
def test_active_seconds_agree_with_the_verdict(usa, start, length, target):
    at = FRIDAY_EVENING + timedelta(seconds=start)
    ended = stopped(begun(usa, target, at), at + timedelta(seconds=length), usa)
    if ended.verdict == "met":
        assert ended.active_seconds <= target.seconds
    else:
        assert ended.active_seconds >= target.seconds


def test_support_hours_are_counted_on_the_regions_schedule(usa):
    assert counted_on(usa, HOURS) is usa


def test_24x7_is_counted_on_every_hour(usa):
    around = counted_on(usa, AROUND)
    assert around.elapsed(FRIDAY_EVENING, FRIDAY_EVENING + 7 * DAY) == 7 * 24 * HOUR


@pytest.mark.parametrize(
    ("at", "late", "ends"),
    [
        pytest.param(DUE - SECOND, False, "met", id="before due"),
        pytest.param(DUE, False, "met", id="at due"),
        pytest.param(DUE + SECOND, True, "missed", id="after due"),
    ],
)
def test_late_means_after_due(at: datetime, late, ends):
    assert is_late(DUE, at) is late
    assert verdict(DUE, at) == ends


def test_without_a_due_time_there_is_no_verdict():
    assert verdict(None, YEARS_LATER) is None


@pytest.mark.parametrize(
    ("fields", "paused"),
    [
        pytest.param({}, False, id="due"),
        pytest.param({"due_at": None}, True, id="without a due time, but promised one"),
        pytest.param({"due_at": None, "promised_at": None}, False, id="promised none"),
        pytest.param({"due_at": None, "verdict": "met"}, False, id="stopped while it was paused"),
    ],
)
def test_a_clock_that_is_promised_a_due_time_and_has_none_is_paused(running, fields, paused):
    assert running._replace(**fields).paused is paused
