"""A transaction that changes a SQLite store, which is brought up to date in it first."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from slt_cli.errors import StoreError
from slt_cli.store.sqlite import file
from slt_cli.store.sqlite.explaining import AS_SLT_MADE_IT, replaced

_MOST_NAMED = 5


@contextmanager
def changing(
    connection: sqlite3.Connection, path: Path, *, is_known: bool = False
) -> Iterator[int]:
    """Run the block with the write lock; yield the version that the schema had before.

    What the block does is committed when it ends and undone when it raises. A store that others
    changed so that what is recorded may be lost is refused; one that `is_known` was checked before.
    """
    file.schema_version(connection, path)
    file.use_wal(connection)
    file.begin(connection)
    try:
        version = file.schema_version(connection, path)
        if not is_known:
            require_own_schema(connection, path, version)
        if version < file.SCHEMA_VERSION:
            from slt_cli.store.sqlite.upgrade import migrate  # noqa: PLC0415 - imports sqlite_utils

            migrate(connection, path)
            require_own_schema(connection, path, file.SCHEMA_VERSION)
        yield version
        connection.execute("COMMIT")
    except BaseException:
        with suppress(sqlite3.Error):
            connection.execute("ROLLBACK")
        raise


@contextmanager
def staying(path: Path, otherwise: str) -> Iterator[None]:
    """Run the block; raise StoreError if the file at a path is another one, or none, when it ends.

    `otherwise` says what is not true then.
    """
    opened = file.file_number(path)
    yield
    if file.file_number(path) != opened:
        raise replaced(path, otherwise)


def require_own_schema(connection: sqlite3.Connection, path: Path, version: int) -> None:
    """Raise StoreError for a store in which others made something that may act on what is written.

    `version` is that of its schema.
    """
    from slt_cli.store.sqlite.own_schema import not_own  # noqa: PLC0415 - readers do not need it

    wrong, _ = not_own(connection, version)
    if wrong:
        raise StoreError(
            f"the store {path} is not as slt made it, and what is recorded in it may be lost or "
            f"changed: {'; '.join(wrong[:_MOST_NAMED])}",
            AS_SLT_MADE_IT,
        )
