"""A number that was damaged in the file is reported as damage: SQLite reads it without an error."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from slt_cli.errors import StoreError
from slt_cli.store.checking import differences
from slt_cli.store.sqlite.store import SqliteStore
from tests.store.samples import create, opening

NOT_NULL = "UPDATE sqlite_schema SET sql = replace(sql, ' NOT NULL', ' NULL') WHERE name = '{}'"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return a store with one case."""
    with closing(SqliteStore(tmp_path / "cases.db", private=False)) as store:
        create(store)
    return tmp_path / "cases.db"


def damage(path: Path, table: str, sql: str) -> None:
    """Write to a table of the store as if its columns might be empty."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA writable_schema = ON")
        connection.execute(NOT_NULL.format(table))
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute(sql)


def verify(store: SqliteStore) -> None:
    list(differences(store))


def open_case(store: SqliteStore) -> None:
    with store.writing() as transaction:
        transaction.create(opening())


def next_number(store: SqliteStore) -> None:
    store.next_number()


def next_number_to_write(store: SqliteStore) -> None:
    with store.writing() as transaction:
        transaction.next_number()


NO_CASE = "INSERT INTO events (kind, at, who, changes) VALUES ('noted', 'then', 'me', '{}')"
NO_COUNT = "UPDATE counters SET value = NULL"
NO_COUNTER = "DELETE FROM counters"
NOT_A_NUMBER = "None is not the number of a case"
MISSING = "the counter of cases is missing"


@pytest.mark.parametrize(
    ("table", "sql", "use", "told"),
    [
        pytest.param("events", NO_CASE, verify, NOT_A_NUMBER, id="verify events"),
        pytest.param("counters", NO_COUNT, open_case, NOT_A_NUMBER, id="open without a count"),
        pytest.param("counters", NO_COUNT, next_number, NOT_A_NUMBER, id="read no count"),
        pytest.param(
            "counters", NO_COUNT, next_number_to_write, NOT_A_NUMBER, id="read no count to write"
        ),
        pytest.param("counters", NO_COUNTER, open_case, MISSING, id="open without a counter"),
        pytest.param(
            "counters", NO_COUNTER, next_number_to_write, MISSING, id="read no counter to write"
        ),
    ],
)
def test_it_is_reported_as_damage(path: Path, table: str, sql: str, use, told: str) -> None:
    damage(path, table, sql)

    with (
        closing(SqliteStore(path, private=False)) as store,
        pytest.raises(StoreError, match=f"damaged: {told}"),
    ):
        use(store)
