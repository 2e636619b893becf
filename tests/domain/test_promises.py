"""What becomes of a promise when a case's facts or the configuration change."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from slt_cli.domain.case import Case
from slt_cli.domain.clocks import RESPONSE
from slt_cli.domain.plan import Target
from slt_cli.domain.promises import recalculate, reclassify
from tests.domain.given import (
    FRIDAY_EVENING,
    after,
    escalated,
    escalation,
    moment,
    opened,
    response,
    with_plan_clock,
)

HOUR = 3600
MONDAY = moment("2026-11-23T14:00Z")
FROZEN = ("plan", "clocks", "responded_at", "closed_at", "status")
ANY = settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def changed(policy, case, **to):
    """Return the case reclassified: priority, region, partner_type."""
    fact = {**case._asdict(), **to}
    its_type = policy.partner_type(fact["partner_type"])
    return reclassify(
        case,
        policy.priority(fact["priority"]),
        policy.region(fact["region"]),
        its_type,
        policy.plan_for(its_type),
    )


def recalculated(policy, case, level=None):
    """Return the case as this policy would have promised."""
    return recalculate(
        case,
        policy.priority_of(case),
        policy.region_of(case),
        policy.plan_for(policy.partner_type_of(case)),
        level,
    )


def of(case: Case, fields):
    return [getattr(case, field) for field in fields]


def promised(case: Case):
    """Return the plan of a case, when its response is due, and the target that it comes from."""
    clock = case.clock(RESPONSE)
    return (case.plan, clock and clock.due_at, clock and clock.target)


@pytest.mark.parametrize(
    ("to", "promise"),
    [
        pytest.param(
            {"priority": "S2"},
            ("partner", moment("2026-11-23T16:30Z"), Target(4 * HOUR, "support-hours")),
            id="a longer target",
        ),
        pytest.param(
            {"region": "apac"},
            ("partner", moment("2026-11-23T02:00Z"), Target(HOUR, "support-hours")),
            id="another region's hours",
        ),
        pytest.param(
            {"region": "europe", "priority": "S3"},
            ("partner", moment("2026-11-23T14:00Z"), Target(6 * HOUR, "support-hours")),
            id="both",
        ),
        pytest.param({"partner_type": "referral"}, (None, None, None), id="a type without a plan"),
    ],
)
def test_a_due_time_is_promised_anew_from_the_opening(policy, to, promise):
    case = changed(policy, opened(policy), **to)
    assert promised(case) == promise
    assert of(case, to) == list(to.values())
    assert case.opened_at == FRIDAY_EVENING
    assert {clock.started_at for clock in case.clocks} <= {FRIDAY_EVENING}


def test_a_partner_that_becomes_certified_gets_the_target(policy):
    case = changed(policy, opened(policy, partner_type="referral"), partner_type="certified")
    assert promised(case) == promised(opened(policy))
    assert case.clocks == opened(policy).clocks


@pytest.mark.parametrize(
    "to", [{"priority": "S3"}, {"region": "apac"}, {"partner_type": "referral"}], ids=str
)
def test_a_level_keeps_its_clock_when_the_response_is_promised_anew(policy, to):
    case = escalated(policy, opened(policy), MONDAY)
    later = changed(policy, case, **to)
    assert escalation(later) == escalation(case)
    assert later.clock(RESPONSE) != response(case)


@ANY
@given(
    first=st.tuples(st.sampled_from(["S1", "S2", "S3"]), st.sampled_from(["usa", "apac"])),
    then=st.tuples(st.sampled_from(["S1", "S2", "S3"]), st.sampled_from(["europe", "apac"])),
    partner_type=st.sampled_from(["certified", "referral"]),
    at=st.integers(0, 14 * 24 * 3600),
)
def test_a_changed_case_is_promised_what_a_new_one_would_be(policy, first, then, partner_type, at):
    begun = FRIDAY_EVENING + timedelta(seconds=at)
    case = opened(policy, first[0], begun, region=first[1])
    later = changed(policy, case, priority=then[0], region=then[1], partner_type=partner_type)
    as_new = opened(policy, then[0], begun, region=then[1], partner_type=partner_type)
    assert later == as_new


ENDINGS = [
    pytest.param([("responded", MONDAY)], id="answered too late"),
    pytest.param([("responded", FRIDAY_EVENING)], id="answered in time"),
    pytest.param([("closed", MONDAY)], id="closed"),
    pytest.param([("closed", MONDAY), ("reopened", MONDAY)], id="reopened"),
]


def ended(policy, ending):
    """Return a case after it was answered or closed."""
    case = opened(policy)
    for kind, at in ending:
        case = after(policy, case, kind, at)
    return case


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize(
    "to", [{"priority": "S3"}, {"region": "apac"}, {"partner_type": "referral"}], ids=str
)
def test_a_verdict_and_all_that_led_to_it_stand(policy, ending, to):
    case = ended(policy, ending)
    later = changed(policy, case, **to)
    assert of(later, FROZEN) == of(case, FROZEN)
    assert of(later, to) == list(to.values())


@pytest.mark.parametrize("ending", ENDINGS)
def test_no_configuration_changes_what_has_ended(policy, ending):
    case = ended(policy, ending)
    assert recalculated(with_plan_clock(policy, "24x7"), case) == case


def test_changing_nothing_leaves_the_promise_alone_even_where_the_rules_are_others(policy):
    case = opened(policy)
    assert changed(with_plan_clock(policy, "24x7"), case) == case


@pytest.mark.parametrize("partner_type", ["certified", "referral"])
def test_recalculating_under_the_same_rules_changes_nothing(policy, partner_type):
    case = escalated(policy, opened(policy, partner_type=partner_type), MONDAY)
    assert recalculated(policy, case, policy.levels[0]) == case


def test_recalculating_promises_what_the_rules_now_say(policy):
    case = recalculated(with_plan_clock(policy, "24x7"), opened(policy))
    assert response(case).due_at == FRIDAY_EVENING + timedelta(hours=1)
    assert response(case).target == Target(HOUR, "24x7")


def test_recalculating_adds_the_clock_that_the_rules_now_give_a_case(policy):
    case = opened(policy, partner_type="referral")
    plan = policy.plans["partner"]._replace(applies_to=("certified", "referral"))
    later = recalculated(policy._replace(plans={"partner": plan}), case)
    assert later.clocks == opened(policy).clocks
    assert later.plan == "partner"


def test_recalculating_takes_away_the_clock_that_the_rules_give_no_more(policy):
    case = escalated(policy, opened(policy), MONDAY)
    later = recalculated(policy._replace(plans={}), case, policy.levels[0])
    assert (later.plan, later.clocks) == (None, (escalation(case),))


def test_recalculating_twice_is_recalculating_once(policy):
    other = with_plan_clock(policy, "24x7")
    once = recalculated(other, opened(policy))
    assert recalculated(other, once) == once


def test_a_running_escalation_is_recalculated_from_its_own_start(policy):
    case = escalated(policy, opened(policy), MONDAY)
    level = policy.levels[0]._replace(target=Target(2 * HOUR, "24x7"))
    later = recalculated(policy, case, level)
    clock = escalation(later)
    assert clock.due_at == MONDAY + timedelta(hours=2)
    assert clock.target == Target(2 * HOUR, "24x7")
    assert (clock.started_at, clock.key) == (MONDAY, escalation(case).key)
    assert promised(later) == promised(case)
    assert response(later) == response(case)


def test_only_the_latest_level_is_recalculated(policy):
    case = escalated(policy, escalated(policy, opened(policy)), MONDAY)
    level = policy.levels[1]._replace(target=Target(2 * HOUR, "24x7"))
    first, latest = recalculated(policy, case, level).clocks[1:]
    assert first == case.clocks[1]
    assert (latest.cycle, latest.level, latest.target) == (2, 2, level.target)


def test_a_stopped_escalation_is_not_recalculated(policy):
    at_level = escalated(policy, opened(policy), MONDAY)
    case = after(policy, at_level, "responded", MONDAY + timedelta(hours=1))
    level = policy.levels[0]._replace(target=Target(2 * HOUR, "24x7"))
    assert recalculated(policy, case, level) == case


def test_without_its_level_an_escalation_keeps_its_promise(policy):
    case = escalated(policy, opened(policy), MONDAY)
    other = with_plan_clock(policy, "24x7")
    later = recalculated(other, case, None)
    assert escalation(later) == escalation(case)
    assert response(later) != response(case)
