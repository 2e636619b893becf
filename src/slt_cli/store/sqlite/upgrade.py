"""Bring an older store up to date: copy it beside itself, then run all steps or none."""

import sqlite3
from contextlib import closing
from pathlib import Path

from sqlite_utils import Database

from slt_cli.errors import NOTHING_CHANGED, StoreError
from slt_cli.store.sqlite import file, migrations, names
from slt_cli.store.sqlite.copies import copy_of
from slt_cli.store.sqlite.explaining import kind

State = tuple[int, int | None]
_SURROUNDINGS = (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR)
"""Errors of the disk, not of a step: they are explained elsewhere."""


def migrate(connection: sqlite3.Connection, path: Path) -> None:
    """Run the steps that a store lacks, within a transaction that holds the write lock.

    A store that has a schema is copied beside itself first. Raises StoreError if that or a step
    fails; the caller then undoes the transaction.
    """
    version = file.schema_version(connection, path)
    kept = _keep(connection, path, version) if version else None
    try:
        migrations.migrations.apply(Database(connection, execute_plugins=False))
    except Exception as error:
        if kept is None or (isinstance(error, sqlite3.Error) and kind(error) in _SURROUNDINGS):
            raise
        raise StoreError(
            f"the store {path} could not be brought from schema {version} to "
            f"{file.SCHEMA_VERSION}: {error}; it is as it was",
            f"use the slt that wrote it for now, and report this; a copy of the store is {kept}",
        ) from error
    connection.execute(f"PRAGMA application_id = {file.APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version = {file.SCHEMA_VERSION}")


def _keep(connection: sqlite3.Connection, path: Path, version: int) -> Path:
    """Return a copy of the store before the upgrade; one of the same state is used again."""
    target = path.resolve()
    present = _state(connection)
    for kept in names.numbered(names.before_schema(target, file.SCHEMA_VERSION)):
        if not kept.exists():
            break
        if _state_in(kept) == present:
            return kept
    try:
        copy_of(path, kept)
    except (OSError, sqlite3.Error, StoreError) as error:
        why = error.strerror if isinstance(error, OSError) else error
        raise StoreError(
            f"the store {path} has schema {version}, this slt needs {file.SCHEMA_VERSION}, and the "
            f"store cannot be copied before it is brought up to date: {why}",
            f"make room in {target.parent} and let slt write there, or copy the store elsewhere "
            f"and name the copy with --db{NOTHING_CHANGED}",
        ) from None
    return kept


def _state(connection: sqlite3.Connection) -> State:
    """Return what differs between any two states of a store: events are only ever added."""
    ((version,),) = connection.execute("PRAGMA user_version")
    ((newest,),) = connection.execute("SELECT max(id) FROM events")
    return version, newest


def _state_in(kept: Path) -> State | None:
    """Return the state of a copy; None if the file is not a copy."""
    try:
        with closing(file.connect_to_look(kept)) as connection:
            return _state(connection)
    except sqlite3.Error:
        return None
