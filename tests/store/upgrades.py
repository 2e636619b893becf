"""What the tests of upgrades share: what is in a store, and its version."""

import sqlite3
from contextlib import closing
from pathlib import Path

STORES = Path(__file__).parents[1] / "data" / "stores"


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
