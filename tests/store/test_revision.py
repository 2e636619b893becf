"""One cheap question tells whether any case has changed, whatever the engine."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from slt_cli.errors import StoreError
from slt_cli.store.filter import Filter
from slt_cli.store.location import Location, location_of
from slt_cli.store.opening import open_store
from slt_cli.store.protocols import Store
from slt_cli.store.sqlite.store import SqliteStore
from tests.store.samples import after, change, create


@pytest.fixture
def other(location: Location) -> Iterator[Store]:
    """Return the same store as somebody else has it open."""
    with closing(open_store(location)) as opened:
        yield opened


def test_it_stays_as_long_as_nothing_is_recorded(store: Store, other: Store):
    create(other)
    first = store.revision()
    list(store.running(Filter()))
    list(other.cases(Filter()))
    assert first
    assert [store.revision(), store.revision()] == [first, first]


def test_it_changes_with_all_that_others_record(store: Store, other: Store):
    case = create(other)
    seen = [store.revision()]
    create(other)
    seen.append(store.revision())
    case = change(other, case, status="responded", responded_at=after(hours=1))
    seen.append(store.revision())
    case = change(other, case, status="closed", closed_at=after(hours=2))
    seen.append(store.revision())
    change(other, case, status="open", closed_at=None)
    seen.append(store.revision())
    assert len(set(seen)) == 5


def test_one_case_that_ends_as_another_begins_is_a_change(store: Store, other: Store):
    case = create(other)
    before = store.revision()
    change(other, case, status="closed", closed_at=after(hours=2))
    create(other)
    assert store.revision() != before


def test_it_is_one_question(store: Store, other: Store):
    create(other)
    asked: list[str] = []
    if isinstance(store, SqliteStore):
        store.revision()
        assert store._connection is not None
        store._connection.set_trace_callback(asked.append)
        store.revision()
        assert asked == ["PRAGMA user_version", "PRAGMA data_version"]
    else:
        read = store.read
        store.read = lambda sql, values=(): asked.append(sql) or read(sql, values)
        store.revision()
        assert len(asked) == 1


def test_where_there_is_no_file_it_is_empty(tmp_path: Path):
    with closing(open_store(location_of(tmp_path / "none.db"))) as store:
        assert store.revision() == ""
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_replaced_removed_or_out_of_reach(tmp_path: Path):
    (folder := tmp_path / "mounted").mkdir()
    file, saved = folder / "cases.db", tmp_path / "saved.db"
    with closing(open_store(location_of(file))) as other:
        create(other)
    shutil.copy(file, saved)
    with closing(open_store(location_of(file))) as store:
        first = store.revision()
        file.unlink()
        saved.replace(file)
        assert store.revision() not in ("", first)
        assert len(list(store.cases(Filter()))) == 1
        file.unlink()
        assert store.revision() == ""
        shutil.rmtree(folder)
        with pytest.raises(StoreError, match="its directory does not exist"):
            store.revision()


def test_a_file_that_is_in_use_is_not_waited_for_longer_than_asked(tmp_path: Path):
    file = tmp_path / "cases.db"
    with closing(open_store(location_of(file))) as other:
        create(other)
    with closing(open_store(location_of(file))) as store, closing(sqlite3.connect(file)) as tool:
        tool.execute("PRAGMA journal_mode = DELETE")
        tool.execute("BEGIN EXCLUSIVE")
        store.patience_seconds = 0.05
        with pytest.raises(StoreError, match="busy"):
            list(store.running(Filter()))
