"""Cases: what an event records, and that a case is the fold of its events."""

from contextlib import suppress
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from slt_cli.domain.case import Change, apply, event_between, fold
from slt_cli.domain.escalation import escalate, next_level
from slt_cli.domain.lifecycle import close, respond
from slt_cli.domain.plan import Target
from slt_cli.errors import RefusedError
from tests.domain.given import FRIDAY_EVENING, moment, opened

KINDS = {"respond": "responded", "escalate": "escalated", "close": "closed"}


def step(policy, case, action, at):
    if action == "escalate":
        region = policy.region_of(case)
        return escalate(
            case,
            next_level(case, policy.levels, policy.partner_type_of(case), policy.links),
            region.schedule,
            at,
        )
    return {"respond": respond, "close": close}[action](case, at)


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    actions=st.lists(st.tuples(st.sampled_from(sorted(KINDS)), st.integers(0, 40)), max_size=8),
    partner_type=st.sampled_from(["certified", "referral"]),
)
def test_a_case_is_the_fold_of_its_events(policy, actions, partner_type):
    case = opened(policy, partner_type=partner_type, ref="00123456")
    at = case.opened_at
    events = [event_between(None, case, "opened", at, "tester", None)]
    for action, hours in actions:
        at += timedelta(hours=hours)
        with suppress(RefusedError):
            after = step(policy, case, action, at)
            events.append(event_between(case, after, KINDS[action], at, "tester", None))
            case = after
    assert fold(7, events) == case._replace(number=7, rev=len(events))


def test_an_event_says_when_by_whom_and_what_changed_from_what(policy):
    case = opened(policy)
    at = moment("2026-11-23T13:30Z")
    event = event_between(case, respond(case, at), "responded", at, "tester", "Called back")
    assert (event.kind, event.at, event.who, event.note) == (
        "responded",
        at,
        "tester",
        "Called back",
    )
    assert event.changes == {
        "status": Change("open", "responded"),
        "responded_at": Change(None, at),
        "verdict": Change(None, "met"),
    }


def test_the_opening_event_records_the_promise(policy):
    event = event_between(None, opened(policy), "opened", FRIDAY_EVENING, "tester", None)
    assert event.changes["due_at"] == Change(None, moment("2026-11-23T13:30Z"))
    assert event.changes["target_seconds"] == Change(None, 3600)
    assert event.changes["target_clock"] == Change(None, "support-hours")


def test_number_and_revision_are_the_stores_own(policy):
    before = opened(policy)
    event = event_between(
        before, before._replace(number=7, rev=3), "opened", FRIDAY_EVENING, "", ""
    )
    assert event.changes == {}


def test_applying_an_event_counts_it_and_leaves_the_case_before_alone(policy):
    before = opened(policy)._replace(number=7, rev=1)
    event = event_between(before, close(before, FRIDAY_EVENING), "closed", FRIDAY_EVENING, "", None)
    assert apply(before, 7, event).rev == 2
    assert (before.status, before.rev) == ("open", 1)


def test_a_case_without_events_is_none():
    with pytest.raises(ValueError, match="case 7 has no events"):
        fold(7, [])


def test_a_new_case_has_one_clock_that_runs(policy):
    [clock] = opened(policy).clocks()
    assert (clock.kind, clock.level, clock.started_at) == ("response", 0, FRIDAY_EVENING)
    assert clock.due_at == moment("2026-11-23T13:30Z")
    assert clock.target == Target(3600, "support-hours")
    assert clock.running


def test_a_case_without_a_target_has_a_clock_that_does_not_run(policy):
    [clock] = opened(policy, partner_type="referral").clocks()
    assert (clock.due_at, clock.target, clock.running) == (None, None, False)


def test_an_escalated_case_has_the_clock_of_its_level_too(policy):
    case = opened(policy)
    at = moment("2026-11-23T14:00Z")
    response, escalation = step(policy, case, "escalate", at).clocks()
    assert response == case.clocks()[0]
    assert (escalation.kind, escalation.level, escalation.started_at) == ("escalation", 1, at)
    assert escalation.due_at == moment("2026-11-23T18:00Z")
    assert escalation.target == Target(4 * 3600, "support-hours")
    assert escalation.running
