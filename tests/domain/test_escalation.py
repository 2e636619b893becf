"""Escalation: the published path, how each partner type walks it, and what is refused."""

from datetime import timedelta

import pytest

from slt_cli.domain.clocks import ESCALATION
from slt_cli.domain.escalation import needs_escalation
from slt_cli.domain.event_making import event_between
from slt_cli.domain.plan import Target
from tests.domain.given import (
    FRIDAY_EVENING,
    RECORDING,
    after,
    escalation,
    moment,
    opened,
    raised,
    response,
)

FOUR_HOURS = 4 * 3600
MONDAY = moment("2026-11-23T14:00Z")
DUE, ANSWER_DUE = moment("2026-11-23T13:30Z"), moment("2026-11-23T18:00Z")


def test_a_level_starts_its_own_clock(policy):
    clock = escalation(raised(policy, opened(policy)))
    assert (clock.cycle, clock.level, clock.started_at) == (1, 1, FRIDAY_EVENING)
    assert clock.due_at == moment("2026-11-23T16:30Z")
    assert clock.target == Target(FOUR_HOURS, "support-hours")
    assert clock.verdict is None


def test_a_level_is_counted_in_the_hours_of_the_cases_region(policy):
    case = raised(policy, opened(policy, region="europe"))
    assert escalation(case).due_at == moment("2026-11-23T12:00Z")


def test_a_level_on_a_24x7_clock_counts_the_weekend(policy):
    level = policy.levels[0]._replace(target=Target(FOUR_HOURS, "24x7"))
    case = raised(policy._replace(levels=(level,)), opened(policy))
    assert escalation(case).due_at == moment("2026-11-21T05:30Z")
    assert escalation(case).target.clock == "24x7"


def test_a_new_escalation_stops_the_clock_of_the_previous_one_and_starts_its_own(policy):
    first = raised(policy, opened(policy))
    second = raised(policy, first, at=MONDAY)
    clock = escalation(second)
    assert (clock.cycle, clock.level, clock.started_at) == (2, 2, MONDAY)
    assert clock.due_at == moment("2026-11-23T18:00Z")
    left = second.cycle(ESCALATION, 1)
    assert (left.stopped_at, left.verdict, left.active_seconds) == (MONDAY, "superseded", 5400)
    assert [clock.level for clock in second.running_clocks] == [0, 2]


def test_a_new_escalation_leaves_a_stopped_clock_alone(policy):
    answered = after(policy, raised(policy, opened(policy)), "responded", MONDAY)
    again = raised(policy, answered, at=ANSWER_DUE)
    assert again.cycle(ESCALATION, 1) == escalation(answered)


def test_a_level_may_be_left_out(policy):
    case = raised(policy, raised(policy, opened(policy)), at=MONDAY, level=3)
    assert [clock.level for clock in case.clocks] == [0, 1, 3]
    assert escalation(case).cycle == 2


def test_history_keeps_that_the_previous_level_was_late_when_a_new_one_stopped_it(policy):
    first = raised(policy, opened(policy))
    a_day_late = moment("2026-11-24T16:30Z")
    second = raised(policy, first, at=a_day_late)
    event = event_between(first, second, "escalated", a_day_late, RECORDING)
    left, following = event.changes["clocks"].new
    assert (left.level, left.verdict) == (1, "missed")
    assert (following.level, following.verdict) == (2, None)


def test_the_response_clock_runs_on_through_an_escalation(policy):
    case = opened(policy)
    assert response(raised(policy, case)) == response(case)


def test_an_answered_case_escalates_with_a_clock_that_runs_and_a_verdict_that_stands(policy):
    first = raised(policy, opened(policy))
    answered = after(policy, first, "responded", moment("2026-11-23T13:00Z"))
    case = raised(policy, answered, at=MONDAY)
    assert (response(case).verdict, escalation(case).verdict) == ("met", None)
    assert case.running_clocks == [escalation(case)]


def test_a_referral_case_escalates_with_a_clock_of_its_level(policy):
    case = raised(policy, opened(policy, partner_type="referral"))
    assert case.clocks == (escalation(case),)
    assert escalation(case).running
    assert escalation(case).due_at == moment("2026-11-23T16:30Z")


@pytest.mark.parametrize(
    ("given", "due"),
    [
        pytest.param(opened, DUE, id="never escalated: its response"),
        pytest.param(
            lambda policy: raised(policy, opened(policy), at=MONDAY), ANSWER_DUE, id="its level"
        ),
        pytest.param(
            lambda policy: raised(policy, after(policy, opened(policy), "responded", DUE), MONDAY),
            ANSWER_DUE,
            id="answered, then escalated: its level",
        ),
        pytest.param(
            lambda policy: raised(policy, opened(policy, partner_type="referral"), at=MONDAY),
            ANSWER_DUE,
            id="without a target, but escalated: its level",
        ),
    ],
)
def test_a_case_needs_escalation_a_second_after_its_escalating_clock_is_due(policy, given, due):
    case = given(policy)
    assert not needs_escalation(case, due)
    assert needs_escalation(case, due + timedelta(seconds=1))


@pytest.mark.parametrize(
    ("partner_type", "life"),
    [
        pytest.param("certified", [("responded", ANSWER_DUE)], id="answered too late"),
        pytest.param("certified", [("closed", ANSWER_DUE)], id="closed too late"),
        pytest.param(
            "certified",
            [("responded", DUE), ("closed", DUE), ("reopened", DUE)],
            id="answered and reopened",
        ),
        pytest.param(
            "certified", [("escalated", MONDAY), ("responded", MONDAY)], id="answered at its level"
        ),
        pytest.param("referral", [], id="without a target"),
    ],
)
def test_a_case_whose_clock_does_not_run_never_needs_escalation(policy, partner_type, life):
    case = opened(policy, partner_type=partner_type)
    for kind, at in life:
        case = after(policy, case, kind, at)
    assert not needs_escalation(case, moment("2030-01-01T00:00Z"))
