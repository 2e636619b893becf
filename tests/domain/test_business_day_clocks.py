"""Clocks whose target is in business days live as all others do."""

from datetime import date, timedelta

import pytest

from slt_cli.domain.calendar.business_days import BusinessDays
from slt_cli.domain.calendar.schedule import ExceptionalDay, Schedule
from slt_cli.domain.moments import Moment
from slt_cli.domain.plan import Target
from slt_cli.domain.recording import record, relived
from tests.domain.given import (
    FRIDAY_EVENING,
    RECORDING,
    after,
    between,
    changed,
    moment,
    opened,
    recalculated,
)

HOUR = 3600
TWO, END = Target(0, "support-hours", BusinessDays(2)), BusinessDays(1, at_end=True)
MONDAY = moment("2026-11-23T09:00-08:00")
TUESDAY_EVENING = moment("2026-11-24T17:30-08:00")


@pytest.fixture
def by_days(policy):
    """Return the policy with a resolution in business days for each priority."""
    plan = policy.plans["partner"]
    lengths = {"S1": TWO, "S2": TWO, "S3": Target(0, "support-hours", END)}
    targets = {key: {**plan.targets[key], "resolution": length} for key, length in lengths.items()}
    return policy._replace(plans={"partner": plan._replace(targets=targets)})


def restarting(policy):
    plan = policy.plans["partner"]._replace(on_change="restart")
    return policy._replace(plans={"partner": plan})


def with_holiday(policy, day=date(2026, 11, 23)):
    usa = policy.regions["usa"]
    closed = Schedule(usa.schedule.zone, usa.schedule.week, {day: ExceptionalDay("Holiday")})
    return policy._replace(regions={**policy.regions, "usa": usa._replace(schedule=closed)})


def resolution(case):
    clock = case.clock("resolution")
    assert clock is not None
    return clock


def test_a_clock_is_due_after_its_business_days_and_knows_their_support_time(by_days):
    clock = resolution(opened(by_days))

    assert clock.due_at == clock.promised_at == TUESDAY_EVENING
    assert clock.target == Target(int(26 * HOUR), "support-hours", BusinessDays(2))
    assert str(clock.target) == "2bd"


@pytest.mark.parametrize(
    ("from_", "until", "due"),
    [
        pytest.param("23T09:00", "23T11:00", "25T06:30", id="in opening hours"),
        pytest.param("20T20:00", "22T20:00", "24T17:30", id="over the weekend"),
        pytest.param("23T17:00", "24T06:00", "25T06:30", id="over a night"),
        pytest.param("24T17:30", "25T17:30", "24T17:30", id="from the due time on"),
    ],
)
def test_a_hold_moves_it_by_the_support_time_that_it_cut_out(by_days, from_, until, due):
    case = after(by_days, opened(by_days), "held", moment(f"2026-11-{from_}-08:00"))
    case = after(by_days, case, "resumed", moment(f"2026-11-{until}-08:00"))

    assert resolution(case).due_at == moment(f"2026-11-{due}-08:00")
    assert resolution(case).promised_at == TUESDAY_EVENING


def test_a_hold_that_lasts_leaves_what_is_left(by_days):
    case = after(by_days, opened(by_days), "held", MONDAY)
    clock = resolution(case)

    standing = by_days.standing(clock, case, MONDAY + timedelta(days=9))

    assert clock.due_at is None
    assert (standing.state, standing.remaining) == ("held", int(21.5 * HOUR))


def test_it_is_soon_due_in_the_last_quarter_of_its_support_time(by_days):
    case = opened(by_days)
    quarter = int(6.5 * HOUR)

    before, at = (
        by_days.standing(resolution(case), case, TUESDAY_EVENING - timedelta(seconds=seconds))
        for seconds in (quarter + 1, quarter)
    )

    assert (before.state, at.state) == ("pending", "soon")


def test_a_change_to_the_same_length_changes_nothing(by_days):
    case = opened(by_days)

    assert resolution(changed(by_days, case, MONDAY, priority="S2")) == resolution(case)


def test_a_change_counts_the_new_length_from_the_start(by_days):
    clock = resolution(changed(by_days, opened(by_days), MONDAY, priority="S3"))

    assert clock.due_at == moment("2026-11-23T18:00-08:00")
    assert clock.target == Target(int(13.5 * HOUR), "support-hours", END)


def test_a_change_may_count_it_from_the_change(by_days):
    policy = restarting(by_days)
    clock = resolution(changed(policy, opened(policy), MONDAY, priority="S2"))

    assert clock.due_at == moment("2026-11-25T09:00-08:00")
    assert clock.counted_from == MONDAY


def test_another_region_counts_its_own_business_days(by_days):
    clock = resolution(changed(by_days, opened(by_days), MONDAY, region="europe"))

    # 17:30 in Los Angeles is Saturday 01:30 in London: the start is Monday 08:00 there.
    assert clock.due_at == moment("2026-11-25T08:00+00:00")


def test_reopening_cuts_out_the_time_between(by_days):
    case = after(by_days, opened(by_days), "resolved", MONDAY)
    assert resolution(case).verdict == "met"
    assert resolution(case).active_seconds == int(4.5 * HOUR)

    case = after(by_days, case, "reopened", MONDAY + timedelta(hours=2))

    assert resolution(case).verdict is None
    assert resolution(case).due_at == moment("2026-11-25T06:30-08:00")


def test_recalculating_counts_on_present_days_and_only_then(by_days):
    case = opened(by_days)

    assert recalculated(by_days, case, MONDAY) == case
    moved = resolution(recalculated(with_holiday(by_days), case, MONDAY))
    assert moved.due_at == moment("2026-11-25T17:30-08:00")


def test_a_later_opening_moves_it(by_days):
    case = opened(by_days)
    event = between(None, case)._replace(kind="opened", at=FRIDAY_EVENING)
    at = FRIDAY_EVENING - timedelta(hours=2)

    corrected = record(case, [event], Moment("updated", MONDAY), by_days, opened_at=at)

    assert resolution(corrected).due_at == moment("2026-11-24T15:30-08:00")


def test_a_promise_is_kept_when_a_life_passes_again(by_days):
    case = opened(by_days)
    event = between(None, case)._replace(kind="opened", at=FRIDAY_EVENING)
    assert RECORDING.at > TUESDAY_EVENING

    assert resolution(relived(case, [event], with_holiday(by_days))) == resolution(case)


def test_without_its_schedule_a_clock_keeps_its_promise(by_days):
    named = Target(4 * HOUR, "extended")
    case = opened(by_days)
    clock = resolution(case)._replace(target=named)
    case = case._replace(clocks=(clock,))

    standing = by_days.standing(clock, case, TUESDAY_EVENING + timedelta(seconds=1))
    stopped = resolution(after(by_days, case, "resolved", MONDAY))

    assert (standing.state, standing.remaining) == ("late", None)
    assert (stopped.verdict, stopped.active_seconds) == ("met", None)


def test_a_named_schedule_is_what_a_target_is_counted_on(by_days):
    usa = by_days.regions["usa"]
    extended = Schedule(usa.schedule.zone, ((*usa.schedule.week[0],),) * 7)
    hours = Schedule(usa.schedule.zone, usa.schedule.week, named={"extended": extended})
    policy = by_days._replace(regions={"usa": usa._replace(schedule=hours)})
    plan = policy.plans["partner"]
    target = Target(0, "extended", BusinessDays(1))
    targets = {**plan.targets, "S1": {"response": target}}
    policy = policy._replace(plans={"partner": plan._replace(targets=targets)})

    clock = opened(policy).clock("response")

    assert clock is not None
    assert clock.due_at == moment("2026-11-21T17:30-08:00")
