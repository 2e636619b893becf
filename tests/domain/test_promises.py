"""What becomes of a promise when a case's facts or the configuration change."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from slt_cli.domain.case import Case
from slt_cli.domain.escalation import escalate
from slt_cli.domain.lifecycle import close, reopen, respond
from slt_cli.domain.plan import Target
from slt_cli.domain.revision import recalculate, reclassify
from tests.domain.given import FRIDAY_EVENING, moment, opened, with_plan_clock

HOUR = 3600
MONDAY = moment("2026-11-23T14:00Z")
PROMISE = ("plan", "due_at", "target_seconds", "target_clock")
FROZEN = (*PROMISE, "verdict", "responded_at", "closed_at", "status")
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


def raised(policy, case, at=MONDAY):
    return escalate(case, policy.levels[case.level], policy.region_of(case).schedule, at)


def of(case: Case, fields):
    return [getattr(case, field) for field in fields]


@pytest.mark.parametrize(
    ("to", "promise"),
    [
        pytest.param(
            {"priority": "S2"},
            ["partner", moment("2026-11-23T16:30Z"), 4 * HOUR, "support-hours"],
            id="a longer target",
        ),
        pytest.param(
            {"region": "apac"},
            ["partner", moment("2026-11-23T02:00Z"), HOUR, "support-hours"],
            id="another region's hours",
        ),
        pytest.param(
            {"region": "europe", "priority": "S3"},
            ["partner", moment("2026-11-23T14:00Z"), 6 * HOUR, "support-hours"],
            id="both",
        ),
        pytest.param({"partner_type": "referral"}, [None] * 4, id="a type without a plan"),
    ],
)
def test_a_due_time_is_promised_anew_from_the_opening(policy, to, promise):
    after = changed(policy, opened(policy), **to)
    assert of(after, PROMISE) == promise
    assert of(after, to) == list(to.values())
    assert after.opened_at == FRIDAY_EVENING


def test_a_partner_that_becomes_certified_gets_the_target(policy):
    after = changed(policy, opened(policy, partner_type="referral"), partner_type="certified")
    assert of(after, PROMISE) == of(opened(policy), PROMISE)


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
    after = changed(policy, case, priority=then[0], region=then[1], partner_type=partner_type)
    as_new = opened(policy, then[0], begun, region=then[1], partner_type=partner_type)
    assert after == as_new


ENDINGS = [
    pytest.param(lambda case: respond(case, MONDAY), id="answered too late"),
    pytest.param(lambda case: respond(case, FRIDAY_EVENING), id="answered in time"),
    pytest.param(lambda case: close(case, MONDAY), id="closed"),
    pytest.param(lambda case: reopen(close(case, MONDAY), MONDAY), id="reopened"),
]


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize(
    "to", [{"priority": "S3"}, {"region": "apac"}, {"partner_type": "referral"}], ids=str
)
def test_a_verdict_and_all_that_led_to_it_stand(policy, ending, to):
    case = ending(opened(policy))
    after = changed(policy, case, **to)
    assert of(after, FROZEN) == of(case, FROZEN)
    assert of(after, to) == list(to.values())


@pytest.mark.parametrize("ending", ENDINGS)
def test_no_configuration_changes_what_has_ended(policy, ending):
    case = ending(opened(policy))
    assert recalculated(with_plan_clock(policy, "24x7"), case) == case


def test_changing_nothing_leaves_the_promise_alone_even_where_the_rules_are_others(policy):
    case = opened(policy)
    assert changed(with_plan_clock(policy, "24x7"), case) == case


@pytest.mark.parametrize("partner_type", ["certified", "referral"])
def test_recalculating_under_the_same_rules_changes_nothing(policy, partner_type):
    case = raised(policy, opened(policy, partner_type=partner_type))
    assert recalculated(policy, case, policy.levels[0]) == case


def test_recalculating_promises_what_the_rules_now_say(policy):
    case = recalculated(with_plan_clock(policy, "24x7"), opened(policy))
    assert case.due_at == FRIDAY_EVENING + timedelta(hours=1)
    assert (case.target_seconds, case.target_clock) == (HOUR, "24x7")


def test_recalculating_twice_is_recalculating_once(policy):
    other = with_plan_clock(policy, "24x7")
    once = recalculated(other, opened(policy))
    assert recalculated(other, once) == once


def test_a_running_escalation_is_recalculated_from_its_own_start(policy):
    case = raised(policy, opened(policy))
    level = policy.levels[0]._replace(target=Target(2 * HOUR, "24x7"))
    after = recalculated(policy, case, level)
    assert after.escalation_due_at == MONDAY + timedelta(hours=2)
    assert (after.escalation_seconds, after.escalation_clock) == (2 * HOUR, "24x7")
    assert after.escalated_at == MONDAY
    assert of(after, PROMISE) == of(case, PROMISE)


def test_a_stopped_escalation_is_not_recalculated(policy):
    case = respond(raised(policy, opened(policy)), MONDAY + timedelta(hours=1))
    level = policy.levels[0]._replace(target=Target(2 * HOUR, "24x7"))
    assert recalculated(policy, case, level) == case


def test_without_its_level_an_escalation_keeps_its_promise(policy):
    case = raised(policy, opened(policy))
    assert recalculated(policy, case, None).escalation_due_at == case.escalation_due_at
