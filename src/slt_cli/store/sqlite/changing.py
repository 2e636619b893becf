"""A transaction that changes a SQLite store, which is brought up to date in it first."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from slt_cli.store.sqlite import file


@contextmanager
def changing(connection: sqlite3.Connection, path: Path) -> Iterator[int]:
    """Run the block with the write lock; yield the version that the schema had before.

    What the block does is committed when it ends and undone when it raises.
    """
    file.schema_version(connection, path)
    file.use_wal(connection)
    file.begin(connection)
    try:
        version = file.schema_version(connection, path)
        if version < file.SCHEMA_VERSION:
            from slt_cli.store.sqlite.upgrade import migrate  # noqa: PLC0415 - imports sqlite_utils

            migrate(connection, path)
        yield version
        connection.execute("COMMIT")
    except BaseException:
        with suppress(sqlite3.Error):
            connection.execute("ROLLBACK")
        raise
