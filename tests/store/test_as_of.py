"""The past is what the present was then: it knows all that had happened and nothing that came."""

from collections.abc import Iterator
from contextlib import closing, suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from slt_cli.domain.case import Case
from slt_cli.domain.clocks import ESCALATION
from slt_cli.domain.escalation import escalate, next_level
from slt_cli.domain.events import event_between
from slt_cli.domain.lifecycle import close, reopen, respond
from slt_cli.domain.policy import Policy
from slt_cli.domain.promises import reclassify
from slt_cli.errors import RefusedError
from slt_cli.store.as_of import AsOf
from slt_cli.store.opening import open_store
from slt_cli.store.protocols import ORDERS, Filter, Reading, Store
from tests.domain.given import FRIDAY_EVENING, opened
from tests.store.samples import after, change, create, recording

KINDS = {
    "respond": "responded",
    "escalate": "escalated",
    "update": "updated",
    "note": "noted",
    "close": "closed",
    "reopen": "reopened",
}
RANKING = ("S1", "S2", "S3")
FILTERS = [
    Filter(),
    Filter(region="apac"),
    Filter(priority="S1"),
    Filter(partner="EXAMPLE"),
    Filter(statuses=("open", "responded")),
    Filter(statuses=("closed",), region="usa"),
]


class Step(NamedTuple):
    """What happens next, after so many minutes, to the case with this place or a new one."""

    action: str
    minutes: int
    place: int
    priority: str
    region: str
    partner_type: str
    partner: str | None


STEPS = st.lists(
    st.builds(
        Step,
        st.sampled_from(["open", "open", *KINDS]),
        st.integers(0, 600),
        st.integers(0, 3),
        st.sampled_from(RANKING),
        st.sampled_from(["usa", "apac"]),
        st.sampled_from(["certified", "certified", "referral"]),
        st.sampled_from([None, "Example", "Another"]),
    ),
    min_size=1,
    max_size=12,
)
ANY = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.fixture
def new_store(tmp_path_factory):
    """Return a function that makes a store of its own for each example."""

    def make() -> Store:
        return open_store(tmp_path_factory.mktemp("store") / "cases.db", private=False)

    return make


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """Return a store in a file of the test's own."""
    with closing(open_store(tmp_path / "cases.db", private=False)) as made:
        yield made


def changed(policy: Policy, case: Case, step: Step, at: datetime) -> Case:
    """Return the case after a step; raises RefusedError where the rules refuse it."""
    match step.action:
        case "escalate":
            its_type = policy.partner_type_of(case)
            level = next_level(case, policy.levels, its_type, policy.links)
            return escalate(case, level, policy.region_of(case).schedule, at)
        case "update":
            its_type = policy.partner_type(step.partner_type)
            priority, region = policy.priority(step.priority), policy.region(step.region)
            return reclassify(case, priority, region, its_type, policy.plan_for(its_type))
        case "note":
            return case
        case "reopen":
            return reopen(case, at)
        case action:
            schedule = policy.region_of(case).schedule
            return {"respond": respond, "close": close}[action](case, at, schedule)


def play(policy: Policy, store: Store, steps: list[Step]) -> Iterator[datetime]:
    """Record each step in a transaction of its own, and yield when it happened."""
    at, count = FRIDAY_EVENING, 0
    for step in steps:
        at += timedelta(minutes=step.minutes)
        with suppress(RefusedError), store.writing() as transaction:
            if step.action == "open" or not count:
                case = opened(
                    policy,
                    step.priority,
                    at,
                    region=step.region,
                    partner_type=step.partner_type,
                    partner=step.partner,
                )
                transaction.create(event_between(None, case, "opened", at, recording()))
                count += 1
            else:
                before = transaction.case(step.place % count + 1)
                case = changed(policy, before, step, at)
                event = event_between(before, case, KINDS[step.action], at, recording(), "x")
                transaction.record(before, event)
        yield at


def facts(store: Reading, at: datetime) -> list[object]:
    """Return all that a store answers."""
    numbers = [case.number for case in store.cases(Filter())]
    return [
        numbers,
        [store.case(number) for number in (*numbers, 99)],
        [store.events(number) for number in (*numbers, 99)],
        [list(store.cases(wanted)) for wanted in FILTERS],
        [list(store.running(wanted)) for wanted in FILTERS],
        [list(store.running(wanted, at)) for wanted in FILTERS],
        list(store.running(Filter(limit=2))),
        list(store.cases(Filter(limit=1))),
    ]


@ANY
@given(steps=STEPS)
def test_the_past_is_what_the_present_was(policy, new_store, steps):
    with closing(new_store()) as store:
        was = {at: facts(store, at) for at in play(policy, store, steps)}
        for at, known in was.items():
            assert facts(AsOf(store, at), at) == known
        later = max(was) + timedelta(days=9)
        assert facts(AsOf(store, later), later) == facts(store, later)


@pytest.mark.parametrize("order", ORDERS)
@ANY
@given(steps=STEPS)
def test_the_past_comes_in_the_order_of_the_present(policy, new_store, order, steps):
    wanted = Filter(order=order, ranking=RANKING)
    with closing(new_store()) as store:
        now = max(play(policy, store, steps))
        past = AsOf(store, now)
        assert list(past.cases(wanted)) == list(store.cases(wanted))
        assert list(past.running(wanted)) == list(store.running(wanted))


@ANY
@given(steps=STEPS, minutes=st.integers(0, 3000))
def test_the_past_knows_nothing_that_came_later(policy, new_store, steps, minutes):
    then = FRIDAY_EVENING + timedelta(minutes=minutes)
    with closing(new_store()) as store:
        list(play(policy, store, steps))
        past = AsOf(store, then)
        for case in past.cases(Filter()):
            starts = [clock.started_at for clock in case.clocks]
            known = (case.opened_at, case.responded_at, case.closed_at, *starts)
            assert all(instant <= then for instant in known if instant)
            assert all(event.at <= then for event in past.events(case.number))
            assert case.rev == len(past.events(case.number))


def test_before_the_first_case_there_was_none(store):
    create(store)
    past = AsOf(store, after(seconds=-1))
    assert past.case(1) is None
    assert list(past.cases(Filter())) == list(past.running(Filter())) == []


def test_an_event_is_known_from_its_very_second_on(store):
    case = create(store)
    change(store, case, responded_at=after(hours=1), status="responded")
    assert AsOf(store, after(minutes=59, seconds=59)).case(1).status == "open"
    assert AsOf(store, after(hours=1)).case(1).status == "responded"


def test_what_was_recorded_later_about_an_earlier_time_belongs_to_that_time(store):
    case = create(store)
    with store.writing() as transaction:
        closed = case._replace(status="closed", closed_at=after(hours=3))
        event = event_between(case, closed, "closed", after(hours=3), recording())
        case = transaction.record(case, event)
        event = event_between(case, case, "noted", after(hours=2), recording(), "It rang")
        transaction.record(case, event)
    past = AsOf(store, after(hours=2))
    assert [event.kind for event in past.events(1)] == ["opened", "noted"]
    assert past.case(1).status == "open"


def test_an_answer_before_an_escalation_ends_no_clock_that_had_not_begun(store, policy):
    answer = Step("respond", 30, 0, "S1", "usa", "certified", None)
    case = opened(policy)
    with store.writing() as transaction:
        event = event_between(None, case, "opened", FRIDAY_EVENING, recording())
        case = transaction.create(event)
        raised_at, answered_at = (FRIDAY_EVENING + timedelta(minutes=m) for m in (60, 30))
        for step, kind, at in (
            (answer._replace(action="escalate"), "escalated", raised_at),
            (answer, "responded", answered_at),
        ):
            then = changed(policy, case, step, at)
            case = transaction.record(case, event_between(case, then, kind, at, recording()))
    then = AsOf(store, answered_at).case(1)
    assert (then.status, then.level, then.clock(ESCALATION)) == ("responded", 0, None)


@pytest.mark.parametrize("asked", ["Élan", "élan", "ÉLAN", "STRASSE", "straße"])
def test_a_partner_is_found_in_the_past_as_in_the_present(store, asked):
    create(store, partner="Élan")
    create(store, partner="Straße")
    wanted = Filter(partner=asked)
    assert list(AsOf(store, after(hours=1)).cases(wanted)) == list(store.cases(wanted))


def test_the_past_is_read_and_never_written(store):
    create(store)
    past = AsOf(store, after(hours=1))
    before = facts(store, after(hours=1))
    facts(past, after(hours=1))
    assert facts(store, after(hours=1)) == before
    assert not hasattr(past, "writing")
