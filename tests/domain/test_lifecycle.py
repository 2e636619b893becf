"""The life of a case: what is promised when it opens, and what an answer or an end makes of it."""

from datetime import datetime

import pytest

from slt_cli.domain.escalation import escalate, next_level
from slt_cli.domain.lifecycle import close, promise, require_not_future, respond
from slt_cli.domain.plan import Target
from slt_cli.errors import RefusedError
from tests.domain.given import FRIDAY_EVENING, moment, opened, with_plan_clock

DUE = moment("2026-11-23T13:30Z")
SECOND_AFTER_DUE = moment("2026-11-23T13:30:01Z")
ESCALATION_DUE = moment("2026-11-23T16:30Z")
SECOND_AFTER_ESCALATION_DUE = moment("2026-11-23T16:30:01Z")


def escalated(policy, case, at=FRIDAY_EVENING):
    return escalate(
        case,
        next_level(case, policy.levels, policy.partner_type_of(case), policy.links),
        policy.region_of(case).schedule,
        at,
    )


@pytest.mark.parametrize(
    ("priority", "region", "opened_at", "due_at"),
    [
        pytest.param("S1", "usa", "2026-11-20T17:30-08:00", "2026-11-23T13:30Z", id="S1 weekend"),
        pytest.param("S2", "usa", "2026-11-20T17:30-08:00", "2026-11-23T16:30Z", id="S2 weekend"),
        pytest.param("S3", "usa", "2026-11-20T17:30-08:00", "2026-11-23T18:30Z", id="S3 weekend"),
        pytest.param(
            "S2", "usa", "2026-03-06T17:00-08:00", "2026-03-09T15:00Z", id="into summer time"
        ),
        pytest.param(
            "S2", "usa", "2026-10-30T17:00-07:00", "2026-11-02T16:00Z", id="out of summer time"
        ),
        pytest.param("S2", "usa", "2026-11-20T14:00-08:00", "2026-11-21T02:00Z", id="at closing"),
        pytest.param("S1", "usa", "2026-11-20T18:00-08:00", "2026-11-23T14:00Z", id="from closing"),
        pytest.param("S1", "usa", "2026-11-21T12:00-08:00", "2026-11-23T14:00Z", id="on Saturday"),
        pytest.param("S1", "usa", "2026-11-23T04:59-08:00", "2026-11-23T14:00Z", id="too early"),
        pytest.param("S3", "europe", "2026-11-20T17:00Z", "2026-11-23T13:00Z", id="S3 in Europe"),
        pytest.param("S2", "apac", "2026-11-20T17:00+08:00", "2026-11-23T04:00Z", id="S2 in APAC"),
    ],
)
def test_promises_the_due_time(policy, priority, region, opened_at, due_at):
    case = opened(policy, priority, moment(opened_at), region=region)
    assert case.due_at == moment(due_at)


def test_a_24x7_target_counts_the_weekend(policy):
    case = opened(with_plan_clock(policy, "24x7"), "S2", moment("2026-11-21T12:00Z"))
    assert (case.due_at, case.target_clock) == (moment("2026-11-21T16:00Z"), "24x7")


@pytest.mark.parametrize("priority", ["S1", "S2", "S3"])
def test_referral_partners_are_promised_nothing(policy, priority):
    case = opened(policy, priority, partner_type="referral")
    assert case.plan is None
    assert (case.due_at, case.target_seconds, case.target_clock) == (None, None, None)


def test_a_priority_that_the_plan_leaves_out_has_no_target(policy):
    plan = policy.plans["partner"]._replace(targets={"S1": Target(3600, "24x7")})
    lesser = opened(policy._replace(plans={"partner": plan}), "S3")
    assert (lesser.plan, lesser.due_at) == (None, None)


def test_the_promise_names_its_target(policy):
    target, due_at = promise(
        policy.priority("S1"), policy.region("usa"), policy.plans["partner"], FRIDAY_EVENING
    )
    assert (target, due_at) == (Target(3600, "support-hours"), DUE)


@pytest.mark.parametrize("partner_type", ["certified", "referral"])
def test_a_naive_opening_raises(policy, partner_type):
    naive = datetime(2026, 11, 20, 17, 30)  # noqa: DTZ001 - what must not enter
    with pytest.raises((TypeError, ValueError)):
        opened(policy, at=naive, partner_type=partner_type)


def test_a_new_case_holds_what_was_given(policy):
    case = opened(policy, region="apac", ref="00123456", partner="A partner")
    assert (case.status, case.level, case.verdict, case.plan) == ("open", 0, None, "partner")
    assert (case.region, case.priority, case.partner_type) == ("apac", "S1", "certified")
    assert (case.ref, case.partner, case.opened_at) == ("00123456", "A partner", FRIDAY_EVENING)


IN_TIME_OR_NOT = [
    pytest.param(FRIDAY_EVENING, "met", id="at the opening instant"),
    pytest.param(DUE, "met", id="exactly at the due instant"),
    pytest.param(SECOND_AFTER_DUE, "missed", id="a second after it"),
]


@pytest.mark.parametrize(("at", "verdict"), IN_TIME_OR_NOT)
def test_an_answer_stops_the_clock(policy, at, verdict):
    case = respond(opened(policy), at)
    assert (case.status, case.responded_at, case.verdict) == ("responded", at, verdict)
    assert not any(clock.running for clock in case.clocks())


@pytest.mark.parametrize(("at", "verdict"), IN_TIME_OR_NOT)
def test_closing_without_an_answer_stops_the_clock(policy, at, verdict):
    case = close(opened(policy), at)
    assert (case.status, case.closed_at, case.verdict) == ("closed", at, verdict)
    assert case.responded_at is None


@pytest.mark.parametrize("stop", [respond, close])
@pytest.mark.parametrize(
    ("at", "response", "escalation"),
    [
        pytest.param(DUE, "met", "met", id="both in time"),
        pytest.param(SECOND_AFTER_DUE, "missed", "met", id="late for the response alone"),
        pytest.param(ESCALATION_DUE, "missed", "met", id="exactly when the escalation is due"),
        pytest.param(SECOND_AFTER_ESCALATION_DUE, "missed", "missed", id="late for both"),
    ],
)
def test_an_answer_or_an_end_stops_both_clocks(policy, stop, at, response, escalation):
    case = stop(escalated(policy, opened(policy)), at)
    assert (case.verdict, case.escalation_verdict) == (response, escalation)
    assert not any(clock.running for clock in case.clocks())


def test_an_answer_to_an_escalation_keeps_the_first_answer_and_its_verdict(policy):
    answered = respond(opened(policy), DUE)
    again = respond(escalated(policy, answered, DUE), moment("2026-12-01T18:00Z"))
    assert (again.responded_at, again.verdict) == (DUE, "met")
    assert again.escalation_verdict == "missed"


@pytest.mark.parametrize("answered_at", [DUE, SECOND_AFTER_DUE, SECOND_AFTER_ESCALATION_DUE])
def test_closing_keeps_the_verdicts_of_the_answer(policy, answered_at):
    answered = respond(escalated(policy, opened(policy)), answered_at)
    closed = close(answered, moment("2026-12-01T18:00Z"))
    assert closed.responded_at == answered_at
    assert closed.verdict == answered.verdict
    assert closed.escalation_verdict == answered.escalation_verdict


@pytest.mark.parametrize("stop", [respond, close])
def test_a_case_without_a_target_ends_without_a_verdict(policy, stop):
    assert stop(opened(policy, partner_type="referral"), DUE).verdict is None


def refusal(action, *arguments):
    with pytest.raises(RefusedError) as caught:
        action(*arguments)
    return caught.value


@pytest.mark.parametrize(
    ("action", "what"), [(respond, "a response"), (close, "a closing")], ids=["answer", "end"]
)
def test_nothing_happens_before_the_opening(policy, action, what):
    refused = refusal(action, opened(policy), moment("2026-11-21T01:29:59Z"))
    assert refused.message == (
        f"{what} at 2026-11-21T01:29:59Z would be before the case was opened"
        " at 2026-11-21T01:30:00Z"
    )
    assert "--at" in refused.fix


def test_a_closed_case_is_not_answered(policy):
    closed = close(opened(policy), DUE)
    assert refusal(respond, closed, DUE).message == "the case was closed at 2026-11-23T13:30:00Z"


def test_a_closed_case_is_not_closed_again(policy):
    closed = close(opened(policy), DUE)
    message = "the case is closed already, since 2026-11-23T13:30:00Z"
    assert refusal(close, closed, SECOND_AFTER_DUE).message == message


@pytest.mark.parametrize("partner_type", ["certified", "referral"])
def test_an_answered_case_without_a_running_clock_is_not_answered_again(policy, partner_type):
    answered = respond(opened(policy, partner_type=partner_type), DUE)
    refused = refusal(respond, answered, SECOND_AFTER_DUE)
    assert refused.message == (
        "the response was recorded at 2026-11-23T13:30:00Z and no clock runs"
    )


def test_the_future_is_not_recorded():
    assert refusal(require_not_future, SECOND_AFTER_DUE, DUE).message == (
        "2026-11-23T13:30:01Z is in the future: it is now 2026-11-23T13:30:00Z"
    )


@pytest.mark.parametrize("at", [FRIDAY_EVENING, DUE], ids=["the past", "this very second"])
def test_what_has_happened_is_recorded(at):
    assert require_not_future(at, DUE) is None


def test_a_closing_before_the_response_is_refused_with_both_instants(policy):
    answered = respond(opened(policy), DUE)
    with pytest.raises(RefusedError) as caught:
        close(answered, moment("2026-11-23T13:29:59Z"))
    assert caught.value.message == (
        "a closing at 2026-11-23T13:29:59Z would be before the response at 2026-11-23T13:30:00Z"
    )


def test_a_closing_before_the_escalation_is_refused_with_both_instants(policy):
    raised = escalated(policy, opened(policy), DUE)
    with pytest.raises(RefusedError) as caught:
        close(raised, moment("2026-11-23T13:29:59Z"))
    assert caught.value.message == (
        "a closing at 2026-11-23T13:29:59Z would be before the escalation to level 1"
        " at 2026-11-23T13:30:00Z"
    )
