"""What the tests of upgrades share: what is in a store, its version, and a step to come."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from sqlite_utils import Database, Migrations

from slt_cli.store.sqlite import file, migrations

STORES = Path(__file__).parents[2] / "data" / "stores"
NEXT = file.SCHEMA_VERSION + 1


def contents(path: Path) -> tuple[list[tuple], list[tuple]]:
    """Return every row of the cases and of the events, by the columns that schema 1 had."""
    with closing(sqlite3.connect(STORES / "schema-1.db")) as first:
        columns = [
            ", ".join(row[1] for row in first.execute(f"PRAGMA table_info({table})"))
            for table in ("cases", "events")
        ]
    with closing(sqlite3.connect(path)) as connection:
        cases = connection.execute(f"SELECT {columns[0]} FROM cases ORDER BY number").fetchall()
        events = connection.execute(f"SELECT {columns[1]} FROM events ORDER BY id").fetchall()
    return cases, events


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
