"""The random id of a store, which its backups have too, and whether they have one history."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from slt_cli.errors import StoreError
from slt_cli.store.sqlite import file
from slt_cli.store.sqlite.copies import written
from slt_cli.store.sqlite.explaining import explained

_EVENTS = "SELECT id, case_number, kind, at, recorded_at, command FROM events"


def id_of(path: Path, *, alone: bool = False) -> str:
    """Return the id in a store or a backup; empty where there is none or it cannot be read.

    A backup that nobody changes can be read `alone`, as it is, without the files beside it.
    """
    try:
        connection = file.connect(path, alone=True) if alone else file.connect_to_look(path)
        with closing(connection):
            ((found,),) = connection.execute("SELECT id FROM store")
            return str(found)
    except (sqlite3.Error, StoreError, OSError, ValueError):
        return ""


def continued(made: Path, others: list[Path]) -> list[Path]:
    """Return those of the other backups whose newest event the one just made has, too.

    A backup that is restored elsewhere takes its id along: that store goes on with other events.
    """
    with closing(file.connect(made, alone=True)) as connection:
        return [each for each in others if _has(connection, _newest_event(each))]


def _newest_event(backup: Path) -> tuple[Any, ...] | None:
    """Return the newest event of a backup; None if there is none, or damage hides it."""
    try:
        with closing(file.connect(backup, alone=True)) as connection:
            rows = connection.execute(f"{_EVENTS} ORDER BY id DESC LIMIT 1").fetchall()
    except sqlite3.Error:
        return None
    return rows[0] if rows else None


def _has(connection: sqlite3.Connection, event: tuple[Any, ...] | None) -> bool:
    if event is None:
        return True
    return bool(connection.execute(f"{_EVENTS} WHERE id = ?", event[:1]).fetchone() == event)


def give_id(copied: Path, own: str) -> None:
    """Write the id of a store into the copy of a backup that will replace it.

    Raises OSError if the disk fails, StoreError for anything else.
    """
    with explained(copied), written(), closing(file.connect(copied)) as connection:
        connection.execute("UPDATE store SET id = ?", (own,))
