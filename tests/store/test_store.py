"""What every engine must do for the cases of a store: `engines.py` has a row for each."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from slt_cli.domain.case import Case, CaseClock
from slt_cli.domain.clocks import Clock, Span
from slt_cli.domain.event_making import event_between
from slt_cli.domain.events import Change, Event
from slt_cli.domain.plan import Target
from slt_cli.errors import SltError
from slt_cli.store.filter import Filter
from slt_cli.store.opening import open_store
from slt_cli.store.protocols import Addition, Store, Writing
from tests.store.engines import ENGINES
from tests.store.samples import (
    MONDAY,
    after,
    change,
    create,
    escalation,
    events_of,
    opening,
    recording,
    refolded,
    response,
)

EVERYTHING = Filter()
RAISED_ONCE = escalation(
    after(hours=4), started_at=after(minutes=40), stopped_at=after(hours=1), verdict="met"
)
FULL = {
    "ref": "00123456",
    "partner": "A partner",
    "plan": "partner",
    "status": "closed",
    "responded_at": after(minutes=30),
    "closed_at": after(hours=2),
    "clocks": (
        response(after(hours=1), stopped_at=after(minutes=30), verdict="met", active_seconds=1800),
        RAISED_ONCE,
        RAISED_ONCE._replace(
            cycle=2,
            level=2,
            started_at=after(hours=1),
            verdict="missed",
            missed_due_at=after(hours=2),
        ),
    ),
    "holds": (Span(after(minutes=5), after(minutes=9)), Span(after(minutes=50))),
    "closed": (Span(after(minutes=10), after(minutes=20)),),
}


@pytest.fixture(params=ENGINES)
def reopen(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[[], Store]]:
    """Return a function that opens the same place once more."""
    opened: list[Store] = []
    location = ENGINES[request.param](tmp_path)

    def again() -> Store:
        opened.append(open_store(location))
        return opened[-1]

    yield again
    for store in opened:
        store.close()


@pytest.fixture
def store(reopen: Callable[[], Store]) -> Store:
    """Return a store that holds nothing yet."""
    return reopen()


def numbers(found: Iterator[Case]) -> list[int]:
    return [case.number for case in found]


def running(store: Store, wanted: Filter = EVERYTHING, due_before: datetime | None = None) -> list:
    return [(clock.kind, case.number) for clock, case in store.running(wanted, due_before)]


def test_a_new_store_holds_nothing(store: Store) -> None:
    assert store.case(1) is None
    assert store.cases_by_ref("00123456") == []
    assert list(store.cases(EVERYTHING)) == []
    assert list(store.running(EVERYTHING)) == []
    assert store.events(1) == []


def test_a_transaction_without_changes_leaves_nothing(store: Store) -> None:
    with store.writing() as transaction:
        assert transaction.case(1) is None

    assert list(store.cases(EVERYTHING)) == []


@pytest.mark.parametrize(
    "fields",
    [
        pytest.param({}, id="what every case has"),
        pytest.param(FULL, id="all that a case can have"),
        pytest.param({"subject": "", "ref": "", "partner": ""}, id="empty texts"),
        pytest.param({"subject": "\u202e[b]\x1b[31m\n\t';--\x01"}, id="hostile text"),
        pytest.param({"subject": "Телефоны 📞 电话"}, id="any script"),
    ],
)
def test_a_case_comes_back_as_it_was_written(store: Store, reopen, fields: dict) -> None:
    written = create(store, **fields)

    assert written._asdict() == {**written._asdict(), **fields, "number": 1, "rev": 1}
    assert len(written.uid) == 32
    assert reopen().case(1) == written
    assert list(reopen().cases(EVERYTHING)) == [written]


def test_numbers_are_consecutive_from_one(store: Store, reopen) -> None:
    assert [create(store).number, create(reopen()).number, create(store).number] == [1, 2, 3]


def test_a_transaction_sees_what_it_has_written(store: Store) -> None:
    with store.writing() as transaction:
        first, second = transaction.create(opening()), transaction.create(opening())
        assert transaction.case(second.number) == second

    assert list(store.cases(EVERYTHING)) == [first, second]


def test_a_change_is_recorded_in_the_case_and_in_its_events(store: Store, reopen) -> None:
    clock = response(after(hours=1))
    case = create(store, ref="7", clocks=(clock,))
    stopped = clock._replace(stopped_at=after(hours=1), verdict="met")

    changed = change(
        store,
        case,
        note="Called back",
        command="c0ffee",
        status="responded",
        responded_at=after(hours=1),
        ref=None,
        clocks=(stopped,),
    )

    assert changed == case._replace(
        status="responded", responded_at=after(hours=1), ref=None, clocks=(stopped,), rev=2
    )
    assert reopen().case(1) == changed
    assert events_of(reopen(), 1) == [
        opening(ref="7", clocks=(clock,)),
        Event(
            "responded",
            after(hours=1),
            "tester",
            {
                "ref": Change("7", None),
                "status": Change("open", "responded"),
                "responded_at": Change(None, after(hours=1)),
                "clocks": Change((clock,), (stopped,)),
            },
            "Called back",
            after(hours=1),
            "c0ffee",
            0,
        ),
    ]


def test_events_belong_to_their_case_alone(store: Store) -> None:
    one, two = create(store, subject="one"), create(store, subject="two")
    change(store, one, ref="1")
    change(store, two, ref="2")

    assert [event.changes["ref"].new for event in store.events(1)[1:]] == ["1"]
    assert [event.changes["ref"].new for event in store.events(2)[1:]] == ["2"]
    assert store.events(3) == []


class StopError(Exception):
    """What goes wrong in the middle of a transaction."""


def fail(transaction: Writing, case: Case, cause: type[BaseException]) -> None:
    transaction.create(opening(subject="undone"))
    transaction.record(case, opening(subject="undone")._replace(command="c0ffee"))
    raise cause


@pytest.mark.parametrize("cause", [StopError, KeyboardInterrupt])
def test_a_block_that_raises_changes_nothing(store: Store, reopen, cause) -> None:
    case = create(store)

    with pytest.raises(cause), store.writing() as transaction:
        fail(transaction, case, cause)

    assert list(reopen().cases(EVERYTHING)) == [case]
    assert events_of(store, 1) == [opening()]
    assert create(store).number == 2


def test_a_change_of_a_case_that_has_moved_on_is_never_half_recorded(store: Store) -> None:
    stale = create(store)
    change(store, stale, priority="S2")

    with suppress(SltError):
        change(store, stale, region="apac", clocks=(response(MONDAY),))

    assert store.case(1) == refolded(store, stale)


def test_a_store_can_be_used_again_after_it_was_closed(store: Store) -> None:
    case = create(store)
    store.close()
    store.close()

    assert store.case(1) == case


@pytest.fixture
def filled(store: Store) -> Store:
    """Return a store with four cases that differ in all that a filter knows."""
    create(store, region="usa", priority="S1", partner="Alpha", ref="A")
    create(store, region="apac", priority="S1", partner="Beta", ref="B", status="responded")
    create(store, region="apac", priority="S2", partner="alpha", ref="B", status="closed")
    create(store, region="europe", priority="S3")
    return store


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        pytest.param(EVERYTHING, [1, 2, 3, 4], id="everything, the oldest first"),
        pytest.param(Filter(region="apac"), [2, 3], id="a region"),
        pytest.param(Filter(region="APAC"), [], id="a region is its exact key"),
        pytest.param(Filter(priority="S1"), [1, 2], id="a priority"),
        pytest.param(Filter(partner="ALPHA"), [1, 3], id="a partner in any case of letters"),
        pytest.param(Filter(partner="alph"), [], id="no part of a partner's name"),
        pytest.param(Filter(partner="%"), [], id="no wildcard"),
        pytest.param(Filter(statuses=("open",)), [1, 4], id="a status"),
        pytest.param(Filter(statuses=("responded", "closed")), [2, 3], id="several statuses"),
        pytest.param(Filter(region="apac", priority="S1"), [2], id="all that is named must fit"),
        pytest.param(Filter(limit=2), [1, 2], id="the first two"),
        pytest.param(Filter(region="apac", limit=1), [2], id="the first of those that fit"),
        pytest.param(Filter(limit=0), [], id="none at all"),
        pytest.param(Filter(limit=99), [1, 2, 3, 4], id="a limit beyond the last"),
    ],
)
def test_filters(filled: Store, wanted: Filter, found: list[int]) -> None:
    assert numbers(filled.cases(wanted)) == found


@pytest.mark.parametrize(
    ("ref", "found"),
    [
        pytest.param("A", [1], id="one case"),
        pytest.param("B", [2, 3], id="several cases"),
        pytest.param("C", [], id="no case"),
        pytest.param("", [], id="a case without a number has none"),
    ],
)
def test_cases_by_the_providers_number(filled: Store, ref: str, found: list[int]) -> None:
    assert numbers(filled.cases_by_ref(ref)) == found


@pytest.fixture
def ticking(store: Store) -> Store:
    """Return a store with running and stopped clocks of both kinds."""
    ended = response(after(hours=1), stopped_at=MONDAY, verdict="met")
    missed = response(after(hours=2), stopped_at=after(hours=3), verdict="missed")
    create(store, clocks=(response(after(hours=3)),), region="apac")
    create(store, clocks=(ended,), responded_at=MONDAY)
    create(store, clocks=(response(after(hours=1)), escalation(after(hours=4))), priority="S2")
    create(store, region="apac")
    create(store, clocks=(missed, escalation(after(hours=2))), region="apac")
    create(store, clocks=(response(after(hours=4)), escalation(after(hours=3))), status="closed")
    create(store, clocks=(response(None),))
    return store


RESPONSE, ESCALATION = "response", "escalation"


@pytest.mark.parametrize(
    ("wanted", "due_before", "found"),
    [
        pytest.param(
            EVERYTHING,
            None,
            [
                (RESPONSE, 3),
                (ESCALATION, 5),
                (RESPONSE, 1),
                (ESCALATION, 6),
                (ESCALATION, 3),
                (RESPONSE, 6),
                (RESPONSE, 7),
            ],
            id="all that run, the earliest first, then by number, paused ones last",
        ),
        pytest.param(
            EVERYTHING,
            after(hours=2),
            [(RESPONSE, 3)],
            id="those due before an instant, not at it",
        ),
        pytest.param(
            EVERYTHING,
            after(hours=2, seconds=1),
            [(RESPONSE, 3), (ESCALATION, 5)],
            id="those due before the next second",
        ),
        pytest.param(Filter(limit=2), None, [(RESPONSE, 3), (ESCALATION, 5)], id="the first two"),
        pytest.param(
            Filter(region="apac"), None, [(ESCALATION, 5), (RESPONSE, 1)], id="of one region"
        ),
        pytest.param(
            Filter(priority="S2", region="usa"),
            after(hours=2),
            [(RESPONSE, 3)],
            id="of one priority and region before an instant",
        ),
        pytest.param(
            Filter(statuses=("closed",)), None, [(ESCALATION, 6), (RESPONSE, 6)], id="of a status"
        ),
    ],
)
def test_running_clocks(
    ticking: Store, wanted: Filter, due_before: datetime | None, found: list[tuple[str, int]]
) -> None:
    assert running(ticking, wanted, due_before) == found


def test_both_clocks_of_a_case_due_at_once_start_with_the_response(store: Store) -> None:
    clocks = (response(after(hours=1)), escalation(after(hours=1)))
    case = create(store, clocks=clocks)

    assert list(store.running(EVERYTHING)) == [CaseClock(clock, case) for clock in clocks]


def test_cases_may_be_changed_while_they_are_listed(filled: Store) -> None:
    seen = []
    for case in filled.cases(EVERYTHING):
        seen.append(case.number)
        change(filled, case, status="closed")

    assert seen == [1, 2, 3, 4]
    assert {case.status for case in filled.cases(EVERYTHING)} == {"closed"}


SOME_TEXT = st.none() | st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=8)
SOME_TIME = st.none() | st.integers(0, 10**6).map(lambda seconds: after(seconds=seconds))
VERDICT = st.sampled_from([None, "met", "missed"])
CLOCKS = st.lists(
    st.builds(
        Clock,
        st.sampled_from(["response", "escalation"]),
        st.integers(1, 3),
        st.integers(0, 9),
        st.integers(0, 5).map(lambda minutes: after(minutes=minutes)),
        SOME_TIME,
        st.sampled_from([None, Target(60, "24x7"), Target(3600, "support-hours")]),
        SOME_TIME,
        VERDICT,
        st.none() | st.integers(0, 2**40),
        SOME_TIME,
        SOME_TIME,
        st.sampled_from([None, "responded", "closed"]),
        SOME_TIME,
    ),
    unique_by=lambda clock: clock.key,
    max_size=4,
)
SPANS = st.lists(
    st.builds(Span, st.integers(0, 5).map(lambda minutes: after(minutes=minutes)), SOME_TIME),
    unique_by=lambda span: span.key,
    max_size=3,
)


def in_order(parts: list) -> tuple:
    return tuple(sorted(parts, key=lambda part: part.order))


CHANGES = st.fixed_dictionaries(
    {},
    optional={
        "subject": st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=8),
        "ref": SOME_TEXT,
        "partner": SOME_TEXT,
        "responded_at": SOME_TIME,
        "clocks": CLOCKS.map(in_order),
        "holds": SPANS.map(in_order),
        "closed": SPANS.map(in_order),
    },
)


@settings(
    max_examples=30,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(history=st.lists(CHANGES, max_size=4))
def test_a_case_is_always_the_fold_of_its_events(store: Store, history: list[dict]) -> None:
    case = create(store)
    for fields in history:
        case = change(store, case, **fields)

    assert store.case(case.number) == case == refolded(store, case)
    assert case.rev == 1 + len(history)


# --- Many cases at once ---------------------------------------------------------------------------


def addition(case: Case, *more: Case) -> Addition:
    """Return a case to add, with the history that leads to it through other states."""
    before, events = None, []
    for sequence, then in enumerate([*more, case]):
        kind = "updated" if events else "opened"
        event = event_between(before, then, kind, MONDAY, recording("c0ffee"), "x", sequence)
        events.append(event)
        before = then
    return case, events


def test_cases_are_added_under_their_numbers_with_the_history_that_adds_up_to_them(store: Store):
    full = Case(7, "Phones are down", "certified", "S1", "usa", MONDAY, **FULL)
    plain = Case(3, "", "referral", "S2", "apac", after(hours=3))
    additions = [addition(full, full._replace(clocks=()), full._replace(ref=None)), addition(plain)]
    with store.writing() as transaction:
        transaction.add(additions)
    assert [case.number for case in store.cases(EVERYTHING)] == [3, 7]
    for case, history in additions:
        stored = store.case(case.number)
        assert stored == case._replace(rev=len(history), uid=stored.uid)
        assert len(stored.uid) == 32
        assert events_of(store, case.number) == history
        assert refolded(store, stored) == stored


def test_a_number_that_is_taken_adds_nothing(store: Store):
    create(store)
    taken = Case(1, "Another", "certified", "S1", "usa", MONDAY)
    with pytest.raises(SltError), store.writing() as transaction:
        transaction.add([addition(taken._replace(number=2)), addition(taken)])
    assert [case.subject for case in store.cases(EVERYTHING)] == ["Phones are down"]


def test_the_next_number_follows_the_largest(store: Store):
    with store.writing() as transaction:
        assert transaction.next_number() == 1
        transaction.add([addition(Case(41, "", "certified", "S1", "usa", MONDAY))])
        assert transaction.next_number() == 42
        assert transaction.create(opening()).number == 42


@pytest.mark.parametrize(
    ("numbers", "refs", "found"),
    [
        pytest.param([], [], [], id="nothing asked"),
        pytest.param([2, 9], [], [2], id="by number"),
        pytest.param([], ["a", "z"], [1, 3], id="by reference, which several may bear"),
        pytest.param([1, 2], ["a"], [1, 2, 3], id="by either, each once"),
    ],
)
def test_cases_among_numbers_and_references(store: Store, numbers, refs, found):
    for ref in ("a", None, "a"):
        create(store, ref=ref)
    with store.writing() as transaction:
        known = transaction.cases_among(numbers, refs)
        assert sorted(case.number for case in known) == found
        assert all(case == transaction.case(case.number) for case in known)
    outside = store.cases_among(numbers, refs)
    assert sorted(case.number for case in outside) == found


def test_the_histories_of_several_cases_are_their_events(store: Store):
    for ref in ("a", "b", "c"):
        change(store, create(store, ref=ref), "noted", ref)
    histories = store.histories([3, 1, 9])
    assert histories == {3: store.events(3), 1: store.events(1), 9: []}
    assert [event.note for event in histories[3]] == [None, "c"]
