"""What is recorded late about an earlier time belongs to that time, and changes no other."""

from datetime import timedelta

from slt_cli.domain.clocks import ESCALATION, RESPONSE
from slt_cli.domain.event_making import event_between
from slt_cli.domain.policy import Policy
from slt_cli.store.as_of import AsOf
from slt_cli.store.protocols import Store
from tests.domain.given import FRIDAY_EVENING, opened
from tests.store.lives import Step, past_of, record
from tests.store.samples import after, create, recording

ANSWER = Step("respond", 0, 0, "S1", "usa", "certified", None)
ESCALATED = ANSWER._replace(action="escalate")
LESS_SEVERE = Step("update", 0, 0, "S3", "usa", "certified", None)


def as_of(policy: Policy, store: Store, minutes: int) -> AsOf:
    """Return the store as it was so many minutes after the case was opened."""
    return past_of(policy, store, FRIDAY_EVENING + timedelta(minutes=minutes))


def test_what_was_recorded_later_about_an_earlier_time_belongs_to_that_time(policy, store):
    case = create(store)
    with store.writing() as transaction:
        closed = case._replace(status="closed", closed_at=after(hours=3))
        event = event_between(case, closed, "closed", after(hours=3), recording())
        case = transaction.record(case, event)
        event = event_between(case, case, "noted", after(hours=2), recording(), "It rang")
        transaction.record(case, event)
    past = past_of(policy, store, after(hours=2))
    assert [event.kind for event in past.events(1)] == ["opened", "noted"]
    assert past.case(1).status == "open"


def test_an_answer_before_an_escalation_ends_no_clock_that_had_not_begun(store, policy):
    record(store, policy, [(60, ESCALATED), (30, ANSWER)])

    then = as_of(policy, store, 30).case(1)
    assert (then.status, then.level, then.clock(ESCALATION)) == ("responded", 0, None)


def test_an_answer_that_was_entered_late_brings_no_later_promise_with_it(store, policy):
    record(store, policy, [(60, LESS_SEVERE), (30, ANSWER)])

    then = as_of(policy, store, 45).case(1).clock(RESPONSE)

    assert (then.due_at, then.verdict) == (opened(policy).clock(RESPONSE).due_at, "met")
    assert store.case(1).clock(RESPONSE) == then  # it had stopped before the change
    assert store.case(1).priority == "S3"


def test_an_answer_that_was_entered_late_ends_the_clock_that_ran_then(store, policy):
    record(store, policy, [(10, ESCALATED), (60, ESCALATED), (30, ANSWER)])

    then = as_of(policy, store, 45).case(1)

    assert (then.level, then.clock(ESCALATION).verdict, then.running_clocks) == (1, "met", [])
