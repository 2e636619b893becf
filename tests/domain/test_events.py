"""Events: what each changed of a case, and that a case is what its events add up to."""

from datetime import timedelta
from itertools import pairwise

import pytest

from slt_cli.domain.clocks import ESCALATION, Span
from slt_cli.domain.event_making import changes_between, event_between
from slt_cli.domain.events import COLLECTIONS, IDENTITY, Change, apply, fold
from slt_cli.domain.plan import Target
from tests.domain.given import (
    FRIDAY_EVENING,
    RECORDING,
    after,
    between,
    escalation,
    moment,
    opened,
    raised,
    response,
)

MONDAY, LATER = moment("2026-11-23T13:30Z"), moment("2026-11-23T14:30Z")


def answered(policy, case, at=MONDAY):
    return after(policy, case, "responded", at)


def test_an_event_says_when_by_whom_and_what_changed_from_what(policy):
    case = opened(policy)
    answer = answered(policy, case)
    event = event_between(case, answer, "responded", MONDAY, RECORDING, "Called back")
    assert (event.kind, event.at, event.note) == ("responded", MONDAY, "Called back")
    assert (event.who, event.recorded_at, event.command) == RECORDING
    assert event.changes == {
        "status": Change("open", "responded"),
        "responded_at": Change(None, MONDAY),
        "clocks": Change((response(case),), (response(answer),)),
    }
    assert (response(case).verdict, response(answer).verdict) == (None, "met")


def test_an_event_is_one_of_several_of_a_command_and_has_no_id_until_it_is_stored(policy):
    case = opened(policy)
    first = event_between(None, case, "opened", FRIDAY_EVENING, RECORDING)
    second = event_between(case, answered(policy, case), "responded", MONDAY, RECORDING, sequence=1)
    assert [(event.sequence, event.id) for event in (first, second)] == [(0, None), (1, None)]


def test_the_opening_event_records_the_promise(policy):
    case = opened(policy)
    event = event_between(None, case, "opened", FRIDAY_EVENING, RECORDING)
    [clock] = event.changes["clocks"].new
    assert event.changes["clocks"].old == ()
    assert clock.due_at == MONDAY
    assert clock.target == Target(3600, "support-hours")


def test_the_opening_event_gives_every_fact_that_is_known(policy):
    case = opened(policy, ref="00123456")
    event = event_between(None, case, "opened", FRIDAY_EVENING, RECORDING)
    assert {field: change for field, change in event.changes.items() if field != "clocks"} == {
        field: Change(None, getattr(case, field))
        for field in (
            *("subject", "partner_type", "priority", "region"),
            *("opened_at", "ref", "plan", "status"),
        )
    }


def test_number_uid_and_revision_are_the_stores_own(policy):
    before = opened(policy)
    stored = before._replace(number=7, uid="a1b2", rev=3)
    assert changes_between(before, stored) == {}
    assert not set(changes_between(None, stored)) & {"number", "uid", "rev"}
    assert apply(
        None, event_between(None, stored, "opened", FRIDAY_EVENING, RECORDING)
    ) == before._replace(rev=1)


def test_applying_an_event_counts_it_and_leaves_the_case_before_alone(policy):
    before = opened(policy)._replace(number=7, rev=1)
    closed = after(policy, before, "closed", FRIDAY_EVENING)
    event = event_between(before, closed, "closed", FRIDAY_EVENING, RECORDING)
    assert apply(before, event) == closed._replace(rev=2)
    assert (before.status, before.rev) == ("open", 1)


def test_a_case_without_events_is_none():
    with pytest.raises(ValueError, match="case 7 has no events"):
        fold([], 7, "a1b2")


def test_the_fields_with_several_values_are_tags_and_those_of_clocks_and_spans():
    assert {"tags", "clocks", "holds", "closed"} == COLLECTIONS
    assert {"number", "uid", "rev"} == {*IDENTITY}


def test_a_clock_that_is_replaced_is_kept_as_it_was_and_as_it_became(policy):
    case = raised(policy, opened(policy))
    sooner = response(case)._replace(due_at=FRIDAY_EVENING)
    later = case.with_clocks([sooner])
    event = between(case, later)
    assert event.changes == {"clocks": Change((response(case),), (sooner,))}
    assert apply(case, event) == later._replace(rev=1)


def test_a_clock_that_is_added_takes_its_place_in_the_order_of_starts(policy):
    case = raised(policy, opened(policy), MONDAY)
    second = response(case)._replace(cycle=2, started_at=FRIDAY_EVENING + timedelta(hours=1))
    later = case.with_clocks([second])
    event = between(case, later)
    assert event.changes == {"clocks": Change((), (second,))}
    assert apply(case, event).clocks == (response(case), second, escalation(case))


def test_a_clock_that_is_taken_away_is_kept_as_it_was(policy):
    case = raised(policy, opened(policy))
    later = case._replace(clocks=(escalation(case),))
    event = between(case, later)
    assert event.changes == {"clocks": Change((response(case),), ())}
    assert apply(case, event).clocks == (escalation(case),)


def test_an_escalation_stops_a_clock_and_starts_another_in_one_change(policy):
    first = raised(policy, opened(policy))
    second = raised(policy, first, LATER)
    change = between(first, second).changes["clocks"]
    assert change.old == (escalation(first),)
    assert change.new == (second.cycle(ESCALATION, 1), second.cycle(ESCALATION, 2))


@pytest.mark.parametrize("field", ["holds", "closed"])
def test_spans_are_begun_ended_and_taken_back(policy, field):
    lasting, ended = Span(MONDAY), Span(MONDAY, LATER)
    earlier = Span(FRIDAY_EVENING, MONDAY)
    states = [
        opened(policy)._replace(**{field: spans})
        for spans in ((), (lasting,), (ended,), (earlier, ended), (earlier,), ())
    ]
    changes = [between(*pair).changes for pair in pairwise(states)]
    assert changes == [
        {field: Change((), (lasting,))},
        {field: Change((lasting,), (ended,))},
        {field: Change((), (earlier,))},
        {field: Change((ended,), ())},
        {field: Change((earlier,), ())},
    ]
    for before, later in pairwise(states):
        assert apply(before, between(before, later)) == later._replace(rev=1)


def test_a_clock_that_the_case_lacks_is_not_replaced(policy):
    """An answer recorded late, seen as of a time before the escalation that it also stopped."""
    case = opened(policy)
    escalated = raised(policy, case, MONDAY)
    event = between(escalated, answered(policy, escalated, LATER))
    seen = apply(case, event)
    assert [clock.name for clock in event.changes["clocks"].new] == ["response", "level 1"]
    assert [(clock.name, clock.verdict) for clock in seen.clocks] == [("response", "missed")]
    assert (seen.status, seen.responded_at) == ("responded", LATER)


def test_a_clock_that_starts_with_the_change_of_one_that_the_case_lacks_is_there(policy):
    case = opened(policy)
    first = raised(policy, case, MONDAY)
    seen = apply(case, between(first, raised(policy, first, LATER)))
    assert [clock.name for clock in seen.clocks] == ["response", "level 2"]


def test_a_clock_that_the_case_lacks_can_be_taken_away(policy):
    case = opened(policy, partner_type="referral")
    promised = case.with_clocks(opened(policy).clocks)
    assert apply(case, between(promised, case)) == case._replace(rev=1)
