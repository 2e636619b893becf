"""The life of a case: its promise, and what a response, a closing or a reopening makes of it."""

from datetime import datetime

import pytest

from slt_cli.domain.case import Case
from slt_cli.domain.clocks import ESCALATION, RESPONSE
from slt_cli.domain.lifecycle import close, reopen, respond, response_clock
from slt_cli.domain.plan import Target
from tests.domain.given import (
    FRIDAY_EVENING,
    escalated,
    escalation,
    moment,
    opened,
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
    case = stop(escalated(policy, opened(policy)), DUE, usa if known else None)
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
    case = stop(escalated(policy, opened(policy)), at, usa)
    assert verdicts(case) == (of_response, of_level)
    assert case.running_clocks == []


def test_an_answer_to_an_escalation_keeps_the_first_answer_and_its_verdict(policy, usa):
    answered = respond(opened(policy), DUE, usa)
    again = respond(escalated(policy, answered, DUE), moment("2026-12-01T18:00Z"), usa)
    assert again.responded_at == DUE
    assert response(again) == response(answered)
    assert verdicts(again) == ("met", "missed")


@pytest.mark.parametrize("answered_at", [DUE, SECOND_AFTER_DUE, SECOND_AFTER_ESCALATION_DUE])
def test_closing_keeps_the_clocks_as_the_answer_stopped_them(policy, usa, answered_at):
    answered = respond(escalated(policy, opened(policy)), answered_at, usa)
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


@pytest.mark.parametrize("stop", [respond, close])
def test_an_answered_level_keeps_its_verdict_when_the_case_is_stopped_again(policy, usa, stop):
    first = respond(escalated(policy, opened(policy)), DUE, usa)
    again = stop(escalated(policy, first, DUE), moment("2026-12-01T18:00Z"), usa)
    assert again.cycle(ESCALATION, 1) == escalation(first)
    assert verdicts(again) == ("met", "missed")
