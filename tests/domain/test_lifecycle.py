"""The life of a case: its promise, and what a response, a closing or a reopening makes of it."""

from datetime import datetime

import pytest

from slt_cli.domain.case import Case
from slt_cli.domain.clocks import ESCALATION, RESPONSE
from slt_cli.domain.lifecycle import (
    close,
    reopen,
    require_clock_not_behind,
    require_not_future,
    respond,
    response_clock,
)
from slt_cli.domain.plan import Target
from slt_cli.errors import Reason, RefusedError
from tests.domain.given import (
    FRIDAY_EVENING,
    escalation,
    moment,
    opened,
    raised,
    response,
    with_plan_clock,
)

DUE = moment("2026-11-23T13:30Z")
SECOND_AFTER_DUE = moment("2026-11-23T13:30:01Z")
ESCALATION_DUE = moment("2026-11-23T16:30Z")
SECOND_AFTER_ESCALATION_DUE = moment("2026-11-23T16:30:01Z")


def verdicts(case: Case) -> tuple[str | None, ...]:
    """Return how the response clock of a case ended, and how that of its level did."""
    return tuple(clock and clock.verdict for clock in map(case.clock, (RESPONSE, ESCALATION)))


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
    assert response(case).due_at == moment(due_at)


def test_a_24x7_target_counts_the_weekend(policy):
    clock = response(opened(with_plan_clock(policy, "24x7"), "S2", moment("2026-11-21T12:00Z")))
    assert clock.due_at == moment("2026-11-21T16:00Z")
    assert clock.target == Target(4 * 3600, "24x7")


@pytest.mark.parametrize("priority", ["S1", "S2", "S3"])
def test_referral_partners_are_promised_nothing(policy, priority):
    case = opened(policy, priority, partner_type="referral")
    assert (case.plan, case.clocks) == (None, ())


def test_a_priority_that_the_plan_leaves_out_has_no_target(policy):
    plan = policy.plans["partner"]._replace(targets={"S1": Target(3600, "24x7")})
    lesser = opened(policy._replace(plans={"partner": plan}), "S3")
    assert (lesser.plan, lesser.clocks) == (None, ())


def test_the_promise_names_its_target(policy):
    clock = response_clock(
        policy.priority("S1"), policy.region("usa"), policy.plans["partner"], FRIDAY_EVENING
    )
    assert (clock.target, clock.due_at) == (Target(3600, "support-hours"), DUE)
    assert response_clock(policy.priority("S1"), policy.region("usa"), None, FRIDAY_EVENING) is None


@pytest.mark.parametrize("partner_type", ["certified", "referral"])
def test_a_naive_opening_raises(policy, partner_type):
    naive = datetime(2026, 11, 20, 17, 30)  # noqa: DTZ001 - what must not enter
    with pytest.raises((TypeError, ValueError)):
        opened(policy, at=naive, partner_type=partner_type)


def test_a_new_case_has_what_was_given(policy):
    case = opened(policy, region="apac", ref="00123456", partner="A partner")
    assert (case.status, case.level, case.plan) == ("open", 0, "partner")
    assert (case.responded_at, case.closed_at, verdicts(case)) == (None, None, (None, None))
    assert (case.holds, case.closed) == ((), ())
    assert (case.region, case.priority, case.partner_type) == ("apac", "S1", "certified")
    assert (case.ref, case.partner, case.opened_at) == ("00123456", "A partner", FRIDAY_EVENING)


IN_TIME_OR_NOT = [
    pytest.param(FRIDAY_EVENING, "met", id="at the opening instant"),
    pytest.param(DUE, "met", id="exactly at the due instant"),
    pytest.param(SECOND_AFTER_DUE, "missed", id="a second after it"),
]


@pytest.fixture
def usa(policy):
    return policy.region("usa").schedule


@pytest.mark.parametrize(("at", "verdict"), IN_TIME_OR_NOT)
def test_an_answer_stops_the_clock(policy, usa, at, verdict):
    case = respond(opened(policy), at, usa)
    assert (case.status, case.responded_at) == ("responded", at)
    assert (response(case).verdict, response(case).stopped_at) == (verdict, at)
    assert case.running_clocks == []


@pytest.mark.parametrize(("at", "verdict"), IN_TIME_OR_NOT)
def test_closing_without_an_answer_stops_the_clock(policy, usa, at, verdict):
    case = close(opened(policy), at, usa)
    assert (case.status, case.closed_at) == ("closed", at)
    assert (response(case).verdict, response(case).stopped_at) == (verdict, at)
    assert case.responded_at is None


@pytest.mark.parametrize("stop", [respond, close])
@pytest.mark.parametrize("known", [True, False], ids=["schedule", "no schedule"])
def test_active_seconds_are_counted_where_the_schedule_is_known(policy, usa, stop, known):
    case = stop(raised(policy, opened(policy)), DUE, usa if known else None)
    assert [clock.active_seconds for clock in case.clocks] == [3600 if known else None] * 2
    assert verdicts(case) == ("met", "met")


@pytest.mark.parametrize("stop", [respond, close])
@pytest.mark.parametrize(
    ("at", "of_response", "of_level"),
    [
        pytest.param(DUE, "met", "met", id="both in time"),
        pytest.param(SECOND_AFTER_DUE, "missed", "met", id="late for the response alone"),
        pytest.param(ESCALATION_DUE, "missed", "met", id="exactly when the escalation is due"),
        pytest.param(SECOND_AFTER_ESCALATION_DUE, "missed", "missed", id="late for both"),
    ],
)
def test_an_answer_or_an_end_stops_both_clocks(policy, usa, stop, at, of_response, of_level):
    case = stop(raised(policy, opened(policy)), at, usa)
    assert verdicts(case) == (of_response, of_level)
    assert case.running_clocks == []


def test_an_answer_to_an_escalation_keeps_the_first_answer_and_its_verdict(policy, usa):
    answered = respond(opened(policy), DUE, usa)
    again = respond(raised(policy, answered, DUE), moment("2026-12-01T18:00Z"), usa)
    assert again.responded_at == DUE
    assert response(again) == response(answered)
    assert verdicts(again) == ("met", "missed")


@pytest.mark.parametrize("answered_at", [DUE, SECOND_AFTER_DUE, SECOND_AFTER_ESCALATION_DUE])
def test_closing_keeps_the_clocks_as_the_answer_stopped_them(policy, usa, answered_at):
    answered = respond(raised(policy, opened(policy)), answered_at, usa)
    closed = close(answered, moment("2026-12-01T18:00Z"), usa)
    assert closed.responded_at == answered_at
    assert verdicts(closed) == verdicts(answered) != (None, None)
    assert closed.clocks == answered.clocks


@pytest.mark.parametrize("stop", [respond, close])
def test_a_case_without_a_target_ends_without_a_verdict(policy, usa, stop):
    ended = stop(opened(policy, partner_type="referral"), DUE, usa)
    assert verdicts(ended) == (None, None)
    assert ended.clocks == ()


@pytest.mark.parametrize(
    ("answered", "status"), [(True, "responded"), (False, "open")], ids=["answered", "unanswered"]
)
def test_a_reopened_case_has_its_clocks_as_the_closing_left_them(policy, usa, answered, status):
    case = respond(opened(policy), DUE, usa) if answered else opened(policy)
    closed = close(case, SECOND_AFTER_DUE, usa)
    reopened = reopen(closed, ESCALATION_DUE)
    assert (reopened.status, reopened.closed_at) == (status, None)
    assert reopened.clocks == closed.clocks
    assert reopened.running_clocks == []


def refusal(action, *arguments):
    with pytest.raises(RefusedError) as caught:
        action(*arguments)
    return caught.value


@pytest.mark.parametrize(
    ("action", "what"), [(respond, "a response"), (close, "a closing")], ids=["answer", "end"]
)
def test_nothing_happens_before_the_opening(policy, usa, action, what):
    refused = refusal(action, opened(policy), moment("2026-11-21T01:29:59Z"), usa)
    assert refused.message == (
        f"{what} at 2026-11-21T01:29:59Z would be before the case was opened"
        " at 2026-11-21T01:30:00Z"
    )
    assert refused.reason is Reason.TOO_EARLY


def test_a_closed_case_is_not_answered(policy, usa):
    closed = close(opened(policy), DUE, usa)
    refused = refusal(respond, closed, DUE, usa)
    assert refused.message == "the case was closed at 2026-11-23T13:30:00Z"
    assert refused.reason is Reason.CLOSED


def test_a_closed_case_is_not_closed_again(policy, usa):
    closed = close(opened(policy), DUE, usa)
    refused = refusal(close, closed, SECOND_AFTER_DUE, usa)
    assert refused.message == "the case is already closed, since 2026-11-23T13:30:00Z"
    assert refused.reason is None


def test_only_a_closed_case_is_reopened(policy, usa):
    for case in (opened(policy), respond(opened(policy), DUE, usa)):
        refused = refusal(reopen, case, SECOND_AFTER_DUE)
        assert (refused.message, refused.reason) == ("the case is not closed", Reason.NOT_CLOSED)


def test_a_reopening_before_the_closing_is_refused_with_both_instants(policy, usa):
    refused = refusal(reopen, close(opened(policy), SECOND_AFTER_DUE, usa), DUE)
    assert refused.message == (
        "a reopening at 2026-11-23T13:30:00Z would be before the closing at 2026-11-23T13:30:01Z"
    )
    assert refused.reason is Reason.TOO_EARLY


@pytest.mark.parametrize("partner_type", ["certified", "referral"])
def test_an_answered_case_without_a_running_clock_is_not_answered_again(policy, usa, partner_type):
    answered = respond(opened(policy, partner_type=partner_type), DUE, usa)
    refused = refusal(respond, answered, SECOND_AFTER_DUE, usa)
    assert refused.message == (
        "the response was recorded at 2026-11-23T13:30:00Z and no clock is running"
    )
    assert refused.reason is Reason.NO_CLOCK


def test_the_future_is_not_recorded():
    refused = refusal(require_not_future, SECOND_AFTER_DUE, DUE)
    assert refused.message == (
        "2026-11-23T13:30:01Z is in the future: it is now 2026-11-23T13:30:00Z"
    )
    assert refused.reason is Reason.IN_FUTURE


@pytest.mark.parametrize("at", [FRIDAY_EVENING, DUE], ids=["the past", "this very second"])
def test_what_has_happened_is_recorded(at):
    assert require_not_future(at, DUE) is None


def test_the_present_is_not_recorded_while_the_clock_is_behind():
    refused = refusal(require_clock_not_behind, DUE, SECOND_AFTER_DUE)
    assert refused.message == (
        "this machine's clock says 2026-11-23T13:30:00Z, but something was recorded at"
        " 2026-11-23T13:30:01Z"
    )
    assert refused.reason is Reason.CLOCK_BEHIND


@pytest.mark.parametrize("newest", [None, FRIDAY_EVENING, DUE], ids=str)
def test_the_present_is_recorded_where_nothing_is_newer(newest):
    assert require_clock_not_behind(DUE, newest) is None


def test_a_closing_before_the_response_is_refused_with_both_instants(policy, usa):
    answered = respond(opened(policy), DUE, usa)
    refused = refusal(close, answered, moment("2026-11-23T13:29:59Z"), usa)
    assert refused.message == (
        "a closing at 2026-11-23T13:29:59Z would be before the response at 2026-11-23T13:30:00Z"
    )
    assert refused.reason is Reason.TOO_EARLY


def test_a_closing_before_the_escalation_is_refused_with_both_instants(policy, usa):
    refused = refusal(
        close, raised(policy, opened(policy), DUE), moment("2026-11-23T13:29:59Z"), usa
    )
    assert refused.message == (
        "a closing at 2026-11-23T13:29:59Z would be before the escalation to level 1"
        " at 2026-11-23T13:30:00Z"
    )
    assert refused.reason is Reason.TOO_EARLY


@pytest.mark.parametrize("stop", [respond, close])
def test_an_answered_level_keeps_its_verdict_when_the_case_is_stopped_again(policy, usa, stop):
    first = respond(raised(policy, opened(policy)), DUE, usa)
    again = stop(raised(policy, first, DUE), moment("2026-12-01T18:00Z"), usa)
    assert again.cycle(ESCALATION, 1) == escalation(first)
    assert verdicts(again) == ("met", "missed")
