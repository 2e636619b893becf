"""What cannot happen to a case: before its opening, in the future, twice, or after its end."""

import pytest

from slt_cli.domain.lifecycle import (
    close,
    reopen,
    require_clock_not_behind,
    require_not_future,
    respond,
)
from slt_cli.errors import Reason, RefusedError
from tests.domain.given import FRIDAY_EVENING, escalated, moment, opened

DUE = moment("2026-11-23T13:30Z")
SECOND_AFTER_DUE = moment("2026-11-23T13:30:01Z")


@pytest.fixture
def usa(policy):
    return policy.region("usa").schedule


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
        close, escalated(policy, opened(policy), DUE), moment("2026-11-23T13:29:59Z"), usa
    )
    assert refused.message == (
        "a closing at 2026-11-23T13:29:59Z would be before the escalation to level 1"
        " at 2026-11-23T13:30:00Z"
    )
    assert refused.reason is Reason.TOO_EARLY
