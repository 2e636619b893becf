"""Which events were recorded in a span, and by whom, whatever the engine."""

from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta

import pytest

from slt_cli.domain.case import Case
from slt_cli.domain.event_making import Recording, event_between
from slt_cli.store.event_filter import EventFilter
from slt_cli.store.filter import Filter
from slt_cli.store.location import Location
from slt_cli.store.opening import open_store
from slt_cli.store.protocols import Store
from slt_cli.store.sql.transaction import random_id
from slt_cli.store.sqlite.store import SqliteStore
from tests.store.engines import connection_to
from tests.store.samples import after, create

EVERYTHING = EventFilter()
ALL_CASES = Filter()


@pytest.fixture
def other(location: Location) -> Iterator[Store]:
    """Return the same store as somebody else has it open."""
    with closing(open_store(location)) as opened:
        yield opened


def note(store: Store, case: Case, at: int, recorded: int, who: str = "ana") -> Case:
    """Record a note that was made, and recorded, so many minutes after the Monday began."""
    recording = Recording(who, after(minutes=recorded), random_id())
    event = event_between(case, case, "noted", after(minutes=at), recording, "called")
    with store.writing() as transaction:
        return transaction.record(case, event)


def found(store: Store, asked: EventFilter, of_cases: Filter = ALL_CASES) -> list[tuple[int, int]]:
    """Return the case and the id of each event that is found, in order."""
    return [(key.case, key.id) for key in store.events_recorded(asked, of_cases)]


@pytest.fixture
def three(store: Store) -> Store:
    """Return a store with a case of two late notes, and one with a note by somebody else."""
    first = create(store, opened_at=after())
    second = create(store, opened_at=after(minutes=5), region="apac", partner="Äther")
    first = note(store, first, at=90, recorded=100)
    note(store, first, at=10, recorded=110)
    note(store, second, at=95, recorded=105, who="Größe")
    return store


def test_they_come_in_the_order_in_which_they_happened(three: Store):
    assert found(three, EVERYTHING) == [(1, 1), (2, 1), (1, 3), (1, 2), (2, 2)]


def test_a_key_has_what_a_log_sorts_by(three: Store):
    *_, last = three.events_recorded(EVERYTHING, ALL_CASES)
    assert last == (after(minutes=95), after(minutes=105), 2, 2, "Größe")


@pytest.mark.parametrize(
    ("asked", "events"),
    [
        pytest.param(EventFilter(since=after(minutes=105)), [(1, 3), (2, 2)], id="start included"),
        pytest.param(
            EventFilter(since=after(minutes=61), until=after(minutes=105)), [(1, 2)], id="end not"
        ),
        pytest.param(EventFilter(until=after(minutes=60)), [], id="before all"),
        pytest.param(EventFilter(who="GRÖSSE"), [(2, 2)], id="a name in any case of letters"),
        pytest.param(EventFilter(who="gr"), [], id="not a part of a name"),
        pytest.param(EventFilter(limit=2), [(1, 3), (2, 2)], id="recorded last, as they happened"),
        pytest.param(EventFilter(limit=1, who="ana"), [(1, 3)], id="the last of one person"),
        pytest.param(EventFilter(limit=0), [], id="none"),
    ],
)
def test_a_span_a_person_and_a_limit(
    three: Store, asked: EventFilter, events: list[tuple[int, int]]
):
    assert found(three, asked) == events


@pytest.mark.parametrize(
    ("of_cases", "numbers"),
    [
        pytest.param(Filter(region="apac"), {2}, id="of a region"),
        pytest.param(Filter(partner="äTHER"), {2}, id="of a partner, in any case of letters"),
        pytest.param(Filter(statuses=("void",)), set(), id="of a status"),
        pytest.param(Filter(words=("CALLED",)), {1, 2}, id="with a word in their notes"),
    ],
)
def test_the_cases_are_those_that_a_list_has(three: Store, of_cases: Filter, numbers: set[int]):
    assert {case for case, _ in found(three, EVERYTHING, of_cases)} == numbers
    assert {case.number for case in three.cases(of_cases)} == numbers


def test_what_was_recorded_before_slt_kept_when_counts_with_its_own_time(
    three: Store, location: Location
):
    three.close()
    with closing(connection_to(location)) as connection:
        cursor = connection.cursor()
        if isinstance(three, SqliteStore):
            cursor.execute("DROP TRIGGER events_not_updated")
        cursor.execute("UPDATE events SET recorded_at = NULL WHERE kind = 'opened'")
        connection.commit()
    asked = EventFilter(since=after(minutes=1), until=after(minutes=101))
    with closing(open_store(location)) as store:
        keys = list(store.events_recorded(asked, ALL_CASES))
    assert [(key.case, key.id, key.recorded_at) for key in keys] == [
        (2, 1, after(minutes=5)),
        (1, 2, after(minutes=100)),
    ]


def test_another_revision_follows_each_event_and_nothing_else(store: Store, other: Store):
    case = create(other)
    since = after() - timedelta(days=1)
    seen = [store.recording_revision(since)]
    list(other.events_recorded(EVERYTHING, ALL_CASES))
    assert store.recording_revision(since) == seen[0]
    for minutes in (70, 61):
        case = note(other, case, at=minutes, recorded=minutes)
        seen.append(store.recording_revision(since))
    assert len(set(seen)) == 3


def test_the_revision_is_one_question(store: Store, other: Store):
    create(other)
    asked: list[str] = []
    if isinstance(store, SqliteStore):
        store.recording_revision(after())
        assert store._connection is not None
        store._connection.set_trace_callback(asked.append)
        store.recording_revision(after())
        assert asked == ["PRAGMA user_version", "PRAGMA data_version"]
    else:
        read = store.read
        store.read = lambda sql, values=(): asked.append(sql) or read(sql, values)
        store.recording_revision(after())
        assert len(asked) == 1
