"""A transaction that changes a SQLite store, which is brought up to date in it first."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

from slt_cli.errors import StoreError
from slt_cli.store.sqlite import file
from slt_cli.store.sqlite.explaining import AS_SLT_MADE_IT, replaced

_MOST_NAMED = 5


class Schema(NamedTuple):
    """The version that a schema had, and the indexes and views in it that had to be made again."""

    version: int
    made: list[str]


@contextmanager
def changing(
    connection: sqlite3.Connection, path: Path, *, is_known: bool = False
) -> Iterator[Schema]:
    """Run the block with the write lock; yield what the schema was before.

    What the block does is committed when it ends and undone when it raises. A store that others
    changed so that what is recorded may be lost is refused; one that `is_known` was checked before.
    """
    file.schema_version(connection, path)
    file.use_wal(connection)
    file.begin(connection)
    try:
        version = file.schema_version(connection, path)
        made = [] if is_known else _make_again(connection, path, version)
        if version < file.SCHEMA_VERSION:
            from slt_cli.store.sqlite.upgrade import migrate  # noqa: PLC0415 - imports sqlite_utils

            migrate(connection, path)
            made += _make_again(connection, path, file.SCHEMA_VERSION)
        yield Schema(version, made)
        connection.execute("COMMIT")
    except BaseException:
        with suppress(sqlite3.Error):
            connection.execute("ROLLBACK")
        raise


def _make_again(connection: sqlite3.Connection, path: Path, version: int) -> list[str]:
    """Make what is missing from a schema and loses nothing that is recorded; return its names."""
    missing = require_own_schema(connection, path, version)
    for statement in missing.values():
        connection.execute(statement)
    return list(missing)


@contextmanager
def staying(path: Path, otherwise: str) -> Iterator[None]:
    """Run the block; raise StoreError if the file at a path is another one, or none, when it ends.

    `otherwise` says what is not true then.
    """
    opened = file.file_number(path)
    yield
    if file.file_number(path) != opened:
        raise replaced(path, otherwise)


def require_own_schema(connection: sqlite3.Connection, path: Path, version: int) -> dict[str, str]:
    """Raise StoreError for a store in which others made something that may act on what is written.

    `version` is that of its schema. Returns what is missing and loses nothing, with the statements
    that make it again.
    """
    from slt_cli.store.sqlite.own_schema import lost, not_own  # noqa: PLC0415 - not for readers

    wrong, _ = not_own(connection, version)
    if wrong:
        raise StoreError(
            f"the store {path} is not as slt made it, and what is recorded in it may be lost or "
            f"changed: {'; '.join(wrong[:_MOST_NAMED])}",
            AS_SLT_MADE_IT,
        )
    return lost(connection, version)
