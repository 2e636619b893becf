"""What the tests of upgrades share: what is in a store, its version, and a step to come."""

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from sqlite_utils import Database, Migrations

from slt_cli.store.filter import Filter
from slt_cli.store.sql.rows import text_row
from slt_cli.store.sqlite import file, migrations
from slt_cli.store.sqlite.store import SqliteStore

STORES = Path(__file__).parents[2] / "data" / "stores"
NEXT = file.SCHEMA_VERSION + 1


ADDED_BY_SCHEMA_6 = (
    *("customer", "owner", "tags", "partner_folded", "customer_folded", "owner_folded"),
)
"""The columns of a case that stores of earlier schemas have not."""

ADDED_BY_SCHEMA_7 = ("missed_due_at",)
"""The columns of a clock that stores of earlier schemas have not."""


def contents(path: Path) -> dict[str, list[tuple]]:
    """Return every row of every table of slt, by the table's name."""
    with closing(sqlite3.connect(path)) as connection:
        tables = connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '%sqlite%'"
        )
        return {
            name: connection.execute(f"SELECT * FROM {name}").fetchall()
            for (name,) in tables.fetchall()
        }


def texts_as_made_now(path: Path) -> list[tuple]:
    """Return the rows in which texts are found, made from the cases and events of a store."""
    with closing(SqliteStore(path, private=False)) as store:
        return [text_row(case, store.events(case.number)) for case in store.cases(Filter())]


def facts_of(printed: str) -> list[dict]:
    """Return the JSON documents in a text, without the sentences for people in each.

    The fields that every case has since schema 6 are left out, and those that every clock has since
    schema 7, too.
    """
    decoder, documents, rest = json.JSONDecoder(), [], printed.strip()
    while rest:
        document, end = decoder.raw_decode(rest)
        document.pop("notes", None)
        for item in document["items"]:
            for field in ("owner", "customer", "tags"):
                item.pop(field, None)
            for clock in item.get("clocks", ()):
                for field in ADDED_BY_SCHEMA_7:
                    clock.pop(field, None)
        documents.append(document)
        rest = rest[end:].strip()
    return documents


def version_of(path: Path) -> int:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute("PRAGMA user_version").fetchone()[0]


def names(path: Path) -> list[str]:
    return sorted(entry.name for entry in path.parent.iterdir())


def with_step(monkeypatch: pytest.MonkeyPatch, step: Callable[[Database], None]) -> None:
    """Add a step to the released ones, as the next release would."""
    coming = Migrations("slt")
    with closing(sqlite3.connect(":memory:")) as empty:
        for released in migrations.migrations.pending(Database(empty)):
            coming(name=released.name)(released.fn)
    coming(name="m999_to_come")(step)
    monkeypatch.setattr(migrations, "migrations", coming)
    monkeypatch.setattr(file, "SCHEMA_VERSION", NEXT)


def add_a_column(db: Database) -> None:
    db.execute("ALTER TABLE cases ADD COLUMN mood TEXT")


def fail_half_way(db: Database) -> None:
    add_a_column(db)
    db.execute("DELETE FROM cases WHERE number = 0")
    db.execute("SELECT * FROM nowhere")
