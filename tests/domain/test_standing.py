"""The standing of a clock: its state, and what is left on the target's own clock."""

from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from slt_cli.domain.case import Case
from slt_cli.domain.clocks import RESPONSE, Clock, counted_on
from slt_cli.domain.policy import Policy
from slt_cli.domain.standing import Selection, Standing, Warn, standing
from tests.domain.given import after, escalation, moment, opened, raised, response, with_plan_clock

MINUTE, HOUR = 60, 3600
QUARTER = Warn(percent=25)
OPENED = moment("2026-11-20T17:20-08:00")
DUE = moment("2026-11-23T05:20-08:00")
YEARS_LATER = moment("2030-01-01T00:00Z")
ANY_STEP = st.integers(0, 14 * 24 * HOUR)


def stand(policy: Policy, case: Case, now: datetime, warn: Warn = QUARTER) -> Standing:
    """Return how the response clock of a case stands."""
    return standing(response(case), policy.region_of(case).schedule, warn, now)


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        pytest.param("2026-11-20T17:20-08:00", Standing("pending", HOUR), id="just opened"),
        pytest.param("2026-11-20T17:40-08:00", Standing("pending", 40 * MINUTE), id="on Friday"),
        pytest.param("2026-11-20T18:00-08:00", Standing("pending", 20 * MINUTE), id="at closing"),
        pytest.param("2026-11-21T12:00-08:00", Standing("pending", 20 * MINUTE), id="on Saturday"),
        pytest.param("2026-11-23T05:00-08:00", Standing("pending", 20 * MINUTE), id="at opening"),
        pytest.param(
            "2026-11-23T05:04:59-08:00", Standing("pending", 15 * MINUTE + 1), id="almost soon"
        ),
        pytest.param(
            "2026-11-23T05:05-08:00", Standing("soon", 15 * MINUTE), id="a quarter is left"
        ),
        pytest.param("2026-11-23T05:20-08:00", Standing("soon", 0), id="at due it is in time"),
        pytest.param("2026-11-23T05:20:01-08:00", Standing("late", -1), id="a second after due"),
        pytest.param("2026-11-24T05:20-08:00", Standing("late", -13 * HOUR), id="a day after due"),
    ],
)
def test_an_s1_case_over_a_weekend(policy, now, expected):
    assert stand(policy, opened(policy, "S1", OPENED), moment(now)) == expected


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        pytest.param("2026-11-20T18:00-08:00", Standing("soon", 0), id="due at closing"),
        pytest.param("2026-11-21T12:00-08:00", Standing("late", 0), id="late on Saturday"),
        pytest.param("2026-11-23T05:10-08:00", Standing("late", -600), id="late on Monday"),
    ],
)
def test_a_case_due_at_closing_on_friday(policy, now, expected):
    case = opened(policy, "S1", moment("2026-11-20T17:00-08:00"))
    assert stand(policy, case, moment(now)) == expected


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        pytest.param("2026-11-20T17:40-08:00", Standing("pending", 40 * MINUTE), id="on Friday"),
        pytest.param("2026-11-20T18:10-08:00", Standing("soon", 10 * MINUTE), id="after closing"),
        pytest.param("2026-11-20T18:20-08:00", Standing("soon", 0), id="at due it is in time"),
        pytest.param("2026-11-20T19:20-08:00", Standing("late", -HOUR), id="late at night"),
    ],
)
def test_a_24x7_clock_counts_every_hour(policy, now, expected):
    policy = with_plan_clock(policy, "24x7")
    assert stand(policy, opened(policy, "S1", OPENED), moment(now)) == expected


@pytest.mark.parametrize(
    ("warn", "state"),
    [
        pytest.param(Warn(seconds=20 * MINUTE), "soon", id="a fixed length that is reached"),
        pytest.param(Warn(seconds=20 * MINUTE - 1), "pending", id="a fixed length that is not"),
        pytest.param(Warn(percent=34), "soon", id="a share that is reached"),
        pytest.param(Warn(percent=33), "pending", id="a share that is not"),
        pytest.param(Warn(percent=0), "pending", id="no warning"),
    ],
)
def test_the_warning_threshold_is_configured(policy, warn, state):
    case = opened(policy, "S1", OPENED)
    assert stand(policy, case, moment("2026-11-21T12:00Z"), warn) == Standing(state, 20 * MINUTE)


@pytest.mark.parametrize("now", [OPENED, DUE, YEARS_LATER])
def test_a_case_without_a_target_stands_nowhere(policy, now):
    case = opened(policy, "S1", OPENED, partner_type="referral")
    answered = after(policy, case, "responded", DUE)
    for state in (case, answered):
        assert policy.standing(state.clock(RESPONSE), state, now) == Standing("none")


@pytest.mark.parametrize("now", [OPENED, DUE, YEARS_LATER])
def test_a_clock_without_a_target_stands_nowhere(policy, now):
    clock = Clock(RESPONSE, 1, 0, OPENED, None, None)
    assert standing(clock, policy.region("usa").schedule, QUARTER, now) == Standing("none")


@pytest.mark.parametrize(
    ("now", "state"),
    [
        pytest.param(OPENED, "pending", id="just opened"),
        pytest.param(DUE, "pending", id="at due: what is left is not known"),
        pytest.param(DUE + timedelta(seconds=1), "late", id="a second after due"),
    ],
)
def test_without_a_schedule_only_what_is_late_is_known(policy, now, state):
    clock = response(opened(policy, "S1", OPENED))
    assert standing(clock, None, QUARTER, now) == Standing(state)


def test_without_a_schedule_a_verdict_is_known(policy):
    answered = after(policy, opened(policy, "S1", OPENED), "responded", DUE)
    assert standing(response(answered), None, QUARTER, YEARS_LATER) == Standing("met")


def test_the_clock_of_a_level_stands_for_itself(policy):
    level = escalation(raised(policy, opened(policy, "S1", OPENED), DUE))
    late, its_due = DUE + timedelta(seconds=1), DUE + timedelta(hours=4)
    usa = policy.region("usa").schedule
    assert standing(level, usa, QUARTER, late) == Standing("pending", 4 * HOUR - 1)
    assert standing(level, usa, QUARTER, its_due) == Standing("soon", 0)


@pytest.mark.parametrize("stop", ["responded", "closed"])
@pytest.mark.parametrize(
    ("at", "state"), [(DUE, "met"), (DUE + timedelta(seconds=1), "missed")], ids=["met", "missed"]
)
def test_a_verdict_is_frozen(policy, stop, at, state):
    case = after(policy, opened(policy, "S1", OPENED), stop, at)
    elsewhere = case._replace(priority="S3", region="apac")
    assert stand(policy, case, YEARS_LATER) == Standing(state)
    assert stand(policy, elsewhere, OPENED) == Standing(state)


def test_the_due_time_is_a_promise_that_the_configuration_does_not_touch(policy):
    case = opened(policy, "S1", OPENED)
    longer = with_plan_clock(policy, "24x7")
    late = DUE + timedelta(seconds=1)
    assert stand(longer, case, late) == stand(policy, case, late) == Standing("late", -1)


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    start=ANY_STEP,
    step=ANY_STEP,
    priority=st.sampled_from(["S1", "S2", "S3"]),
    region=st.sampled_from(["usa", "europe", "apac"]),
    clock=st.sampled_from(["support-hours", "24x7"]),
)
def test_a_clock_is_late_exactly_after_its_due_time(policy, start, step, priority, region, clock):
    policy = with_plan_clock(policy, clock)
    case = opened(policy, priority, OPENED + timedelta(seconds=start), region=region)
    now = case.opened_at + timedelta(seconds=step)
    begun = response(case)
    counted = counted_on(policy.region(region).schedule, begun.target)
    at = stand(policy, case, now)
    assert (at.state == "late") == (now > begun.due_at)
    assert at.remaining == begun.target.seconds - counted.elapsed(case.opened_at, now)


PENDING, SOON = Standing("pending", 2 * HOUR), Standing("soon", 10 * MINUTE)
LATE, MET, NONE = Standing("late", -HOUR), Standing("met"), Standing("none")
EVERY = (PENDING, SOON, LATE, MET, NONE)


@pytest.mark.parametrize(
    ("selection", "taken"),
    [
        pytest.param(Selection(), EVERY, id="nothing named takes every clock"),
        pytest.param(Selection(late=True), (LATE,), id="late"),
        pytest.param(Selection(soon=True), (SOON,), id="soon"),
        pytest.param(Selection(late=True, soon=True), (SOON, LATE), id="late or soon"),
        pytest.param(
            Selection(within=2 * HOUR), (PENDING, SOON, LATE), id="due within exactly so long"
        ),
        pytest.param(Selection(within=2 * HOUR - 1), (SOON, LATE), id="due within less"),
        pytest.param(Selection(within=0), (LATE,), id="due this very second, or late"),
        pytest.param(Selection(soon=True, within=0), (SOON, LATE), id="soon or within"),
        pytest.param(Selection(late=True, within=600), (SOON, LATE), id="late or within"),
    ],
)
def test_a_selection_takes(selection, taken):
    assert tuple(filter(selection.takes, EVERY)) == taken


def test_due_now_is_due_within_no_time():
    assert Selection(within=0).takes(Standing("soon", 0))
