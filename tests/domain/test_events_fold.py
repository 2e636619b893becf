"""A case is what its events add up to, whatever happened to it."""

from contextlib import suppress
from datetime import timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from slt_cli.domain.case import Case
from slt_cli.domain.clocks import ESCALATION, RESPONSE, Clock, Span
from slt_cli.domain.event_making import changes_between, event_between
from slt_cli.domain.events import apply, fold
from slt_cli.domain.plan import Target
from slt_cli.domain.tags import in_order_of_letters
from slt_cli.errors import RefusedError
from tests.domain.given import (
    FRIDAY_EVENING,
    RECORDING,
    after,
    between,
    changed,
    opened,
    raised,
    recalculated,
    with_plan_clock,
)

ANY = settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
ACTIONS = (
    *("responded", "escalated", "resolved", "closed", "reopened", "followup", "held", "resumed"),
    *("raised", "changed", "recalculated"),
)


def acted(policy, case, action, at, pick):
    """Return a case after something happened to it; `pick` chooses among variants."""
    match action:
        case "raised":
            return raised(policy, case, at, pick % 4)
        case "changed":
            told = case._replace(subject=f"Subject {pick}", ref=None if pick % 2 else str(pick))
            facts = {
                "partner_type": ("certified", "referral")[pick % 2],
                "priority": ("S1", "S2", "S3")[pick % 3],
                "region": ("usa", "europe", "apac")[pick % 3],
            }
            return changed(policy, told, at, **facts)
        case "recalculated":
            other = with_plan_clock(policy, ("24x7", "support-hours")[pick % 2])
            return recalculated(other, case, at)
        case kind:
            return after(policy, case, kind, at)


@ANY
@given(
    actions=st.lists(
        st.tuples(st.sampled_from(ACTIONS), st.integers(0, 40), st.integers(0, 11)), max_size=10
    ),
    partner_type=st.sampled_from(["certified", "referral"]),
)
def test_a_case_is_the_fold_of_its_events(policy, actions, partner_type):
    case = opened(policy, partner_type=partner_type, ref="00123456")
    at = case.opened_at
    states, events = [case], [event_between(None, case, "opened", at, RECORDING)]
    for action, hours, pick in actions:
        at += timedelta(hours=hours)
        with suppress(RefusedError):
            later = acted(policy, case, action, at, pick)
            events.append(between(case, later))
            states.append(later)
            case = later
    for count, state in enumerate(states, 1):
        assert fold(events[:count], 7, "a1b2") == state._replace(number=7, uid="a1b2", rev=count)


INSTANTS = st.sampled_from([FRIDAY_EVENING + timedelta(hours=hours) for hours in range(6)])
CLOCKS = st.builds(
    Clock,
    kind=st.sampled_from([RESPONSE, ESCALATION, "update"]),
    cycle=st.integers(1, 2),
    level=st.integers(0, 3),
    started_at=INSTANTS,
    due_at=st.none() | INSTANTS,
    target=st.sampled_from([None, Target(3600, "24x7")]),
    verdict=st.sampled_from([None, "met", "missed", "superseded", "cancelled"]),
    promised_at=st.none() | INSTANTS,
    counted_from=st.none() | INSTANTS,
    stopped_by=st.sampled_from([None, "responded", "closed"]),
    missed_due_at=st.none() | INSTANTS,
)


SPANS = st.builds(Span, INSTANTS, st.none() | INSTANTS)


def several(values):
    """Return tuples of different values as a case keeps them."""
    unique = st.lists(values, max_size=4, unique_by=lambda value: value.key)
    return unique.map(lambda found: tuple(sorted(found, key=lambda value: value.order)))


STATES = st.builds(
    Case,
    number=st.just(7),
    uid=st.just("a1b2"),
    rev=st.just(1),
    subject=st.sampled_from(["", "Down"]),
    partner_type=st.sampled_from(["certified", "referral"]),
    priority=st.just("S1"),
    region=st.just("usa"),
    opened_at=INSTANTS,
    ref=st.sampled_from([None, "", "A-7"]),
    partner=st.sampled_from([None, "", "Example"]),
    customer=st.sampled_from([None, "Acme"]),
    owner=st.sampled_from([None, "desk-1"]),
    tags=st.sets(st.sampled_from(["fax", "Fax", "vip", "a"])).map(in_order_of_letters),
    plan=st.sampled_from([None, "partner"]),
    status=st.sampled_from(["open", "resolved", "closed"]),
    responded_at=st.none() | INSTANTS,
    resolved_at=st.none() | INSTANTS,
    clocks=several(CLOCKS),
    holds=several(SPANS),
    closed=several(SPANS),
)


@given(before=STATES, later=STATES)
def test_the_changes_between_any_two_states_turn_one_into_the_other(before, later):
    assert apply(before, between(before, later)) == later._replace(rev=2)
    assert apply(None, between(None, later), 7, "a1b2") == later


@given(state=STATES)
def test_what_does_not_change_is_no_change(state):
    assert changes_between(state, state) == {}
