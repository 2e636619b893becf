"""Cases in one SQLite file: WAL, one immediate transaction for every change."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from datetime import datetime
from itertools import chain
from pathlib import Path
from time import monotonic, sleep
from typing import TYPE_CHECKING, Any

from slt_cli.errors import StoreError
from slt_cli.store.sql import FIRST_WITH_POLICIES
from slt_cli.store.sql.reading import SqlReading
from slt_cli.store.sql.rows import NEWEST_POLICY, row_policy
from slt_cli.store.sqlite import file, readers
from slt_cli.store.sqlite.dialect import SQLITE
from slt_cli.store.sqlite.explaining import (
    MAKE_AGAIN,
    OF_THE_DISK,
    busy,
    explained,
    kind,
    only_in_log,
    replaced,
)
from slt_cli.store.team_policy import TeamPolicy
from slt_cli.store.waiting import TakeNote

if TYPE_CHECKING:
    from slt_cli.store.sqlite.transaction import SqliteTransaction

LARGE_CACHE = "PRAGMA cache_size = -16384"  # 16 MiB at most: an import was no faster with 64


class SqliteStore(SqlReading):
    """Keep cases in a SQLite file; where there is no file yet, reading finds nothing."""

    dialect = SQLITE

    def __init__(
        self,
        path: Path,
        *,
        private: bool,
        note: TakeNote = lambda *_: None,
        connect: Callable[[Path], sqlite3.Connection] | None = None,
    ) -> None:
        self._path = path
        self._private = private
        self._note = note
        self._told = False
        self._is_known = False
        self._opened: tuple[int, int] | None = None
        self._open = connect or self._connect_patiently
        self._connection: sqlite3.Connection | None = None
        self._alone: sqlite3.Connection | None = None
        self._identity: tuple[int, ...] = ()

    def exists(self) -> bool:
        """Return whether there is a store; raises StoreError if that cannot be found out."""
        if not file.exists(self._path, private=self._private):
            return False
        with explained(self._path):
            return file.schema_version(self._connect_to_read(), self._path) > 0

    def read(self, sql: str, values: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
        """Run a statement with its values, and yield its rows; none without a file."""
        self._require_same_file("it was not read to the end")
        if not file.exists(self._path, private=self._private):
            return
        with explained(self._path):
            connection = self._connect_to_read()
            version = file.schema_version(connection, self._path)
            if version == 0:
                return
            if version < file.SCHEMA_VERSION:
                file.require_writable(self._path, is_older=True)
                with self.writing():
                    pass
            try:
                rows = connection.execute(sql, values)
            except UnicodeEncodeError:  # bytes that are no text are kept in no row
                return
            try:
                yield from chain(rows)  # which leaves it to us to close them
            finally:
                with suppress(sqlite3.ProgrammingError):  # the store is closed, after an error
                    rows.close()

    def revision(self) -> str:
        """Return a text that is another one once anything was recorded, or the file replaced."""
        if not file.exists(self._path, private=self._private):
            self.close()
            return ""
        with explained(self._path):
            found = readers.identity(self._path, alone=self._alone is not None)
            if found != self._identity:
                self.close()  # what is open is another file, or does not notice what is written
            self._identity = found
            ((version,),) = self._connect_to_read().execute("PRAGMA data_version")
            return f"{found} {version}"

    def recording_revision(self, since: datetime) -> str:  # noqa: ARG002 - it notices every change
        """Return a text that is another one once anything was recorded, or the file replaced."""
        return self.revision()

    def team_policy(self) -> TeamPolicy | None:
        """Return the team's policy; None without one, also in a store of an earlier schema."""
        if not file.exists(self._path, private=self._private):
            return None
        with explained(self._path):
            connection = self._connect_to_read()
            if file.schema_version(connection, self._path) < FIRST_WITH_POLICIES:
                return None
            return row_policy(connection.execute(NEWEST_POLICY).fetchall())

    def require_own_schema(self) -> None:
        """Raise StoreError if others made something that may act on what is recorded."""
        from slt_cli.store.sqlite.changing import require_own_schema  # noqa: PLC0415 - rarely asked

        if self.exists():
            with explained(self._path):
                connection = self._connect_to_read()
                version = file.schema_version(connection, self._path)
                for name in require_own_schema(connection, self._path, version):
                    self._note(f"{name!r} is missing from the store {self._path}", MAKE_AGAIN)

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Let all reads in the block see the same moment, even if others write meanwhile."""
        if not list(self.read("SELECT 1")):  # an older store is brought up to date before
            yield
            return
        connection = self._connect_to_read()
        connection.execute("BEGIN")
        try:
            yield
        finally:
            with suppress(sqlite3.Error):  # closed meanwhile, which ends it too
                connection.execute("COMMIT")

    @contextmanager
    def writing(self) -> "Iterator[SqliteTransaction]":
        """Open a transaction that holds the write lock from its start.

        Raises StoreError if the file that was opened is not the one at the path when it ends.
        """
        from slt_cli.store.sqlite.changing import changing  # noqa: PLC0415 - only for a change
        from slt_cli.store.sqlite.transaction import SqliteTransaction  # noqa: PLC0415 - likewise

        self._require_same_file("nothing of this is recorded")
        if not file.exists(self._path, private=self._private):
            with self._made(), self.writing() as transaction:
                yield transaction
            return
        file.require_writable(self._path)
        if self._private and not self._told:
            self._told = True
            file.tell_if_open_to_others(self._path, self._note)
        with explained(self._path):
            connection = self._connect()
            with changing(connection, self._path, is_known=self._is_known):
                self._is_known = True
                connection.execute(LARGE_CACHE)
                yield SqliteTransaction(connection, SQLITE, f"the store {self._path}")
            self._require_same_file("what was recorded last is not in the store")

    @contextmanager
    def _made(self) -> Iterator[None]:
        """Make the file, and remove it again if the disk has no room for its schema.

        After any other error it stays: other processes may have opened it meanwhile.
        """
        is_own = file.make(self._path, private=self._private, note=self._note)
        try:
            yield
        except StoreError as error:
            self.close()
            of_the_disk = kind(error.__context__) in OF_THE_DISK
            if is_own and of_the_disk and not readers.has_log(self._path) and self._has_no_schema():
                with suppress(OSError):
                    self._path.resolve().unlink(missing_ok=True)
            raise

    def _has_no_schema(self) -> bool:
        try:
            with closing(file.connect(self._path, alone=True)) as connection:
                return file.schema_version(connection, self._path) == 0
        except (sqlite3.Error, StoreError):
            return False

    def close(self) -> None:
        """Close the file."""
        for connection in (self._connection, self._alone):
            if connection is not None:
                connection.close()
        self._connection = self._alone = None
        self._is_known = False

    def _connect_to_read(self) -> sqlite3.Connection:
        deadline = monotonic() + min(self.patience_seconds, readers.SETTLED_SECONDS)
        while self._alone is None:
            last_try = monotonic() >= deadline
            if (shared := self._connect_to_share(last_try=last_try)) is not None:
                return shared
            if (copied := readers.copied(self._path)) is not None:
                self._alone = file.prepared(copied)
            elif last_try:
                is_left = readers.must_be_copied(self._path)
                raise only_in_log(self._path) if is_left else busy(self._path)
            else:
                sleep(readers.PAUSE_SECONDS)
        return self._alone

    def _connect_to_share(self, *, last_try: bool) -> sqlite3.Connection | None:
        """Return a connection beside those of others; None if only the file itself can be read."""
        if self._connection is None and readers.must_be_copied(self._path):
            return None
        try:
            connection = self._connect()
            connection.execute("PRAGMA user_version")
        except sqlite3.Error as error:
            if not readers.has_no_place(error) or (last_try and readers.has_log(self._path)):
                raise
            self.close()  # what it lacks may be there when it is opened again
            return None
        return connection

    def _connect(self) -> sqlite3.Connection:
        if self._connection is None:
            readers.require_one_log(self._path)
            self._opened = file.file_number(self._path)
            self._connection = self._open(self._path)
        return self._connection

    def _require_same_file(self, recorded: str) -> None:
        if self._connection is not None and file.file_number(self._path) != self._opened:
            self.close()
            raise replaced(self._path, recorded)

    def _connect_patiently(self, path: Path) -> sqlite3.Connection:
        return file.connect(path, patience_seconds=self.patience_seconds)
