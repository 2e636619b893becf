"""Cases that are added while others are still being written: all of them or none, in any event."""

import sqlite3
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from slt_cli.domain.case import Case, fold
from slt_cli.errors import StoreError
from slt_cli.store.protocols import Adding, Filter
from slt_cli.store.sqlite.additions import Additions
from slt_cli.store.sqlite.bulk import values_of
from slt_cli.store.sqlite.store import SqliteStore
from tests.store.samples import MONDAY

BATCHES = 5
BATCH = 1500  # more than one statement takes


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqliteStore]:
    """Return a store in a file of the test's own."""
    with closing(SqliteStore(tmp_path / "cases.db", private=False)) as opened:
        yield opened


@pytest.fixture
def hold(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], None]]:
    """Let the other thread wait until it is let go, and return what lets it go."""
    let_go = threading.Event()
    insert = Additions._insert

    def held(self: Additions, *values: list) -> None:
        if threading.current_thread() is not threading.main_thread():
            assert let_go.wait(timeout=60)
        insert(self, *values)

    monkeypatch.setattr(Additions, "_insert", held)
    yield let_go.set
    let_go.set()


def batch(first: int, count: int = BATCH) -> list[Case]:
    return [
        Case(number, f"Case {number}", "certified", "S1", "usa", MONDAY, ref=f"r{number}")
        for number in range(first, first + count)
    ]


def numbers(store: SqliteStore) -> list[int]:
    return [case.number for case in store.cases(Filter())]


def add(store: SqliteStore, *batches: list[Case], then: Callable[[], None] = lambda: None) -> None:
    with store.writing() as transaction, transaction.adding("tester", "imported") as adding:
        for cases in batches:
            adding.add(cases)
        then()


def add_batches(store: SqliteStore) -> None:
    add(store, *(batch(1 + part * BATCH) for part in range(BATCHES)))


def add_is_told(store: SqliteStore) -> None:
    """Check that cases are found whether they are written yet or not."""
    with store.writing() as transaction, transaction.adding("tester", "imported") as adding:
        for part in range(BATCHES):
            first = 1 + part * BATCH
            adding.add(batch(first))
            found = adding.cases_among({first, first + 1}, {f"r{first}", f"r{first + 9}", "none"})
            assert sorted(case.number for case in found) == [first, first + 1, first + 9]


def add_two_and_ask(adding: Adding) -> None:
    adding.add(batch(1, 3))
    adding.add(batch(4, 3))
    adding._thread.join()
    adding.cases_among({1}, set())


def test_many_are_added_in_order_each_with_its_history(store):
    add_batches(store)
    assert numbers(store) == list(range(1, 1 + BATCHES * BATCH))
    for number in (1, BATCH, BATCH + 1, BATCHES * BATCH):
        assert fold(number, store.events(number)) == store.case(number)
        assert store.case(number).subject == f"Case {number}"


def test_what_is_being_written_is_known(store):
    add_is_told(store)
    assert len(numbers(store)) == BATCHES * BATCH


def test_what_is_not_written_yet_is_known(store, hold):
    with store.writing() as transaction, transaction.adding("tester", "imported") as adding:
        adding.add(batch(1, 3))
        adding.add(batch(4, 3))  # which the other thread holds back
        assert [case.number for case in adding.cases_among({2}, {"r5"})] == [5, 2]
        hold()
    assert numbers(store) == [1, 2, 3, 4, 5, 6]


@pytest.mark.parametrize("later", [[], [batch(100), batch(100 + BATCH)]])
def test_what_fails_on_the_other_thread_is_raised_and_undoes_all(store, later):
    with pytest.raises(StoreError, match=r"UNIQUE constraint failed: cases\.number"):
        add(store, batch(1, 3), batch(3, 3), *later)  # one number twice
    assert numbers(store) == []


def test_what_failed_first_is_told_and_not_what_comes_of_it(store, monkeypatch):
    insert = Additions._insert

    def lost(self: Additions, *values: list) -> None:
        """Stand in for a disk that fails while many are written: SQLite undoes all that was."""
        if threading.current_thread() is threading.main_thread():
            insert(self, *values)
        else:
            self._connection.execute("ROLLBACK")
            raise sqlite3.OperationalError("the first fault")

    monkeypatch.setattr(Additions, "_insert", lost)
    with (
        pytest.raises(StoreError, match="the first fault"),
        store.writing() as transaction,
        transaction.adding("tester", "imported") as adding,
    ):
        add_two_and_ask(adding)
    assert numbers(store) == []


def test_an_interruption_undoes_all_and_nothing_is_written_after_it(store, hold):
    def interrupt() -> None:
        threading.Timer(0.1, hold).start()  # while all wait for it to end
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        add(store, batch(1, 3), batch(4, 3), then=interrupt)
    assert numbers(store) == []
    assert not [thread for thread in threading.enumerate() if "_write" in thread.name]


def test_an_interruption_while_the_last_are_written_undoes_all(store, hold, monkeypatch):
    join = threading.Thread.join

    def interrupted(_: threading.Thread) -> None:
        monkeypatch.setattr(threading.Thread, "join", join)
        hold()
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        add(
            store,
            batch(1, 3),
            batch(4, 3),
            then=lambda: monkeypatch.setattr(threading.Thread, "join", interrupted),
        )
    assert numbers(store) == []


def test_a_thread_that_comes_late_writes_nothing(store):
    with store.writing() as transaction, transaction.adding("tester", "imported") as adding:
        pass
    adding._insert(*values_of(batch(1, 3), "tester", "imported"))
    assert numbers(store) == []


def test_without_another_thread_all_are_written_by_this_one(store, monkeypatch):
    def refused(_: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(threading.Thread, "start", refused)
    add_batches(store)
    assert len(numbers(store)) == BATCHES * BATCH


@pytest.mark.parametrize("use", [add_batches, add_is_told])
def test_threads_take_turns_afterwards_as_before(store, use):
    before = sys.getswitchinterval()
    use(store)
    assert sys.getswitchinterval() == before
