"""The past is what the present was then: it knows all that had happened and nothing that came."""

from contextlib import closing
from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from slt_cli.store.filter import ORDERS, Filter
from slt_cli.store.opening import open_store
from slt_cli.store.protocols import Reading, Store
from tests.domain.given import FRIDAY_EVENING
from tests.store.engines import ENGINES
from tests.store.lives import KINDS, RANKING, Step, past_of, play
from tests.store.samples import after, change, create

FILTERS = [
    Filter(),
    Filter(region="apac"),
    Filter(priority="S1"),
    Filter(partner="EXAMPLE"),
    Filter(statuses=("open", "responded")),
    Filter(statuses=("closed",), region="usa"),
]


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


@pytest.fixture(params=ENGINES)
def new_store(request, tmp_path_factory):
    """Return a function that makes a store of its own for each example."""

    def make() -> Store:
        return open_store(ENGINES[request.param](tmp_path_factory.mktemp("store")))

    return make


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


@pytest.mark.exhaustive
@ANY
@given(steps=STEPS)
def test_the_past_is_what_the_present_was(policy, new_store, steps):
    with closing(new_store()) as store:
        was = {at: facts(store, at) for at in play(policy, store, steps)}
        for at, known in was.items():
            assert facts(past_of(policy, store, at), at) == known
        later = max(was) + timedelta(days=9)
        assert facts(past_of(policy, store, later), later) == facts(store, later)


@pytest.mark.exhaustive
@pytest.mark.parametrize("order", ORDERS)
@ANY
@given(steps=STEPS)
def test_the_past_comes_in_the_order_of_the_present(policy, new_store, order, steps):
    wanted = Filter(order=order, ranking=RANKING)
    with closing(new_store()) as store:
        now = max(play(policy, store, steps))
        past = past_of(policy, store, now)
        assert list(past.cases(wanted)) == list(store.cases(wanted))
        assert list(past.running(wanted)) == list(store.running(wanted))


@ANY
@given(steps=STEPS, minutes=st.integers(0, 3000))
def test_the_past_knows_nothing_that_came_later(policy, new_store, steps, minutes):
    then = FRIDAY_EVENING + timedelta(minutes=minutes)
    with closing(new_store()) as store:
        list(play(policy, store, steps))
        past = past_of(policy, store, then)
        for case in past.cases(Filter()):
            starts = [clock.started_at for clock in case.clocks]
            known = (case.opened_at, case.responded_at, case.closed_at, *starts)
            assert all(instant <= then for instant in known if instant)
            assert all(event.at <= then for event in past.events(case.number))
            assert case.rev == len(past.events(case.number))


def test_before_the_first_case_there_was_none(policy, store):
    create(store)
    past = past_of(policy, store, after(seconds=-1))
    assert past.case(1) is None
    assert list(past.cases(Filter())) == list(past.running(Filter())) == []


def test_an_event_is_known_from_its_very_second_on(policy, store):
    case = create(store)
    change(store, case, responded_at=after(hours=1), status="responded")
    assert past_of(policy, store, after(minutes=59, seconds=59)).case(1).status == "open"
    assert past_of(policy, store, after(hours=1)).case(1).status == "responded"


@pytest.mark.parametrize("asked", ["Élan", "élan", "ÉLAN", "STRASSE", "straße"])
def test_a_partner_is_found_in_the_past_as_in_the_present(policy, store, asked):
    create(store, partner="Élan")
    create(store, partner="Straße")
    wanted = Filter(partner=asked)
    assert list(past_of(policy, store, after(hours=1)).cases(wanted)) == list(store.cases(wanted))


def test_the_past_is_read_and_never_written(policy, store):
    create(store)
    past = past_of(policy, store, after(hours=1))
    before = facts(store, after(hours=1))
    facts(past, after(hours=1))
    assert facts(store, after(hours=1)) == before
    assert not hasattr(past, "writing")
