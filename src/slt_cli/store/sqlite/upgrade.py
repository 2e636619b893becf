"""Bring an older store up to date: copy it beside itself, then all steps or none."""

import sqlite3
from contextlib import closing
from itertools import count
from pathlib import Path

from sqlite_utils import Database

from slt_cli.errors import StoreError
from slt_cli.store.sqlite import file, migrations
from slt_cli.store.sqlite.copies import copy_of

State = tuple[int, int | None]
_SURROUNDINGS = (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR)
"""What SQLite reports where no step is to blame: others explain it."""


def upgrade(connection: sqlite3.Connection, path: Path, version: int) -> None:
    """Run the steps that a store lacks, within a transaction that holds the write lock.

    `version` is its schema's, 0 for an empty file. Raises StoreError where a step fails, with where
    the copy is; whoever holds the transaction undoes it.
    """
    kept = _keep(connection, path, version) if version else None
    try:
        migrations.migrations.apply(Database(connection, execute_plugins=False))
    except Exception as error:
        if kept is None or getattr(error, "sqlite_errorcode", 0) & 0xFF in _SURROUNDINGS:
            raise
        raise StoreError(
            f"the store {path} could not be brought from schema {version} to "
            f"{file.SCHEMA_VERSION}: {error}; it is as it was",
            f"go on with the slt that wrote it, and report this; a copy of it is {kept}",
        ) from error


def _keep(connection: sqlite3.Connection, path: Path, version: int) -> Path:
    """Return a copy of the store as it is before the upgrade; one of this very state is kept."""
    target = path.resolve()
    present = _state(connection)
    for number in count(1):
        again = "" if number == 1 else f"-{number}"
        kept = target.with_name(f"{target.name}.before-schema-{file.SCHEMA_VERSION}{again}")
        if not kept.exists():
            break
        if _state_in(kept) == present:
            return kept
    try:
        copy_of(path, kept)
    except (OSError, sqlite3.Error, StoreError) as error:
        why = error.strerror if isinstance(error, OSError) else error
        raise StoreError(
            f"the store {path} has schema {version}, this slt needs {file.SCHEMA_VERSION}, and it "
            f"cannot be copied before it is brought up to date: {why}",
            f"make room in {target.parent} and let slt write there, or copy the store elsewhere "
            "and name it with --db; nothing was changed",
        ) from None
    return kept


def _state(connection: sqlite3.Connection) -> State:
    """Return what tells a state of a store from any other: events are only ever added."""
    ((version,),) = connection.execute("PRAGMA user_version")
    ((newest,),) = connection.execute("SELECT max(id) FROM events")
    return version, newest


def _state_in(kept: Path) -> State | None:
    """Return the state of a copy; None where the file is none."""
    try:
        with closing(file.connect_to_look(kept)) as connection:
            return _state(connection)
    except sqlite3.Error:
        return None
