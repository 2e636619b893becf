"""Cases in one SQLite file: WAL, one immediate transaction for every change."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from slt_cli.domain.case import Case, Event, apply
from slt_cli.errors import StoreError
from slt_cli.store import Filter, RunningClock
from slt_cli.store.rows import CASE_COLUMNS, case_row, event_row, row_case, row_event

SCHEMA_VERSION = 1
_BUSY_SECONDS = 15.0
_RUNNING = {
    "response": ("due_at", "verdict IS NULL AND due_at IS NOT NULL"),
    "escalation": (
        "escalation_due_at",
        "escalation_verdict IS NULL AND escalation_due_at IS NOT NULL",
    ),
}


class SqliteStore:
    """Keep cases in a SQLite file; where there is no file yet, reading finds nothing."""

    def __init__(self, path: Path, *, private: bool) -> None:
        self._path = path
        self._private = private
        self._connection: sqlite3.Connection | None = None

    def case(self, number: int) -> Case | None:
        """Return the case with a number."""
        rows = self._read(f"SELECT {CASE_COLUMNS} FROM cases WHERE number = ?", (number,))
        return next(map(row_case, rows), None)

    def cases_by_ref(self, ref: str) -> list[Case]:
        """Return the cases that bear the provider's own number."""
        rows = self._read(f"SELECT {CASE_COLUMNS} FROM cases WHERE ref = ?", (ref,))
        return [row_case(row) for row in rows]

    def cases(self, wanted: Filter) -> Iterator[Case]:
        """Yield cases, the oldest first."""
        where, values = _where(wanted)
        limit = -1 if wanted.limit is None else wanted.limit
        sql = f"SELECT {CASE_COLUMNS} FROM cases WHERE {where} ORDER BY number LIMIT ?"
        return map(row_case, self._read(sql, (*values, limit)))

    def running(self, wanted: Filter, due_before: str | None = None) -> Iterator[RunningClock]:
        """Yield running clocks, the nearest due time first; only those due before an instant."""
        where, values = _where(wanted)
        parts, arguments = [], []
        for kind, (due_at, runs) in _RUNNING.items():
            bound = "" if due_before is None else f" AND {due_at} < ?"
            parts.append(
                f"SELECT {due_at} AS clock_due_at, '{kind}' AS kind, {CASE_COLUMNS}"
                f" FROM cases WHERE {runs} AND {where}{bound}"
            )
            arguments += [*values, *([] if due_before is None else [due_before])]
        limit = -1 if wanted.limit is None else wanted.limit
        sql = f"{' UNION ALL '.join(parts)} ORDER BY clock_due_at, number, kind DESC LIMIT ?"
        for _, kind, *row in self._read(sql, (*arguments, limit)):
            yield RunningClock(kind, row_case(row))

    def events(self, number: int) -> list[Event]:
        """Return a case's events in the order in which they were recorded."""
        sql = "SELECT kind, at, who, changes, note FROM events WHERE case_number = ? ORDER BY id"
        return [row_event(row) for row in self._read(sql, (number,))]

    @contextmanager
    def writing(self) -> Iterator["Transaction"]:
        """Open a transaction that holds the write lock from its start."""
        self._make_file()
        with _explained(self._path):
            connection = self._connect()
            with suppress(sqlite3.OperationalError):  # in use: whoever writes next switches to WAL
                connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("BEGIN IMMEDIATE")
            try:
                self._migrate(connection)
                yield Transaction(connection)
                connection.execute("COMMIT")
            except BaseException:
                with suppress(sqlite3.Error):
                    connection.execute("ROLLBACK")
                raise

    def close(self) -> None:
        """Let go of the file."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _read(self, sql: str, values: tuple[Any, ...]) -> Iterator[tuple[Any, ...]]:
        if not self._path.exists():
            return
        with _explained(self._path):
            connection = self._connect()
            if (version := _version(connection, self._path)) < SCHEMA_VERSION:
                if version == 0 and _is_empty(connection):
                    return
                with self.writing():
                    pass
            yield from connection.execute(sql, values)

    def _connect(self) -> sqlite3.Connection:
        if self._connection is None:
            connection = sqlite3.connect(self._path, timeout=_BUSY_SECONDS, isolation_level=None)
            connection.execute("PRAGMA foreign_keys = ON")
            connection.execute("PRAGMA synchronous = FULL")
            self._connection = connection
        return self._connection

    def _make_file(self) -> None:
        """Create a missing file so that only its owner can read it from the first byte on."""
        if self._path.exists():
            return
        try:
            if self._private:
                self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with suppress(FileExistsError):
                os.close(os.open(self._path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        except OSError as error:
            raise StoreError(
                f"the store {self._path} cannot be created: {error.strerror}",
                f"make {self._path.parent} a directory that you may write to, "
                "or name another file with --db",
            ) from None

    def _migrate(self, connection: sqlite3.Connection) -> None:
        """Bring the schema up to date within the transaction, which holds the write lock."""
        version = _version(connection, self._path)
        if version == SCHEMA_VERSION:
            return
        if version == 0 and not _is_empty(connection):
            raise _foreign(self._path)
        from sqlite_utils import Database  # noqa: PLC0415 - imported only for a migration

        from slt_cli.store.migrations import migrations  # noqa: PLC0415 - imports sqlite_utils

        migrations.apply(Database(connection, execute_plugins=False))
        connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")


class Transaction:
    """Change cases within one transaction."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def case(self, number: int) -> Case | None:
        """Return the case with a number as it stands in this transaction."""
        sql = f"SELECT {CASE_COLUMNS} FROM cases WHERE number = ?"
        return next(map(row_case, self._connection.execute(sql, (number,))), None)

    def create(self, event: Event) -> Case:
        """Record the event that opens a case and return the case with its number."""
        sql = "SELECT coalesce(max(number), 0) + 1 FROM cases"
        ((number,),) = self._connection.execute(sql)
        case = apply(None, number, event)
        marks = ", ".join("?" * len(Case._fields))
        sql = f"INSERT INTO cases ({CASE_COLUMNS}) VALUES ({marks})"
        self._connection.execute(sql, case_row(case))
        self._add(number, event)
        return case

    def record(self, before: Case, event: Event) -> Case:
        """Record an event of a case that stands as `before`, and return the case after it."""
        case = apply(before, before.number, event)
        columns = ", ".join(f"{field} = ?" for field in Case._fields)
        self._connection.execute(
            f"UPDATE cases SET {columns} WHERE number = ? AND rev = ?",
            (*case_row(case), before.number, before.rev),
        )
        self._add(case.number, event)
        return case

    def _add(self, number: int, event: Event) -> None:
        columns = "case_number, kind, at, who, changes, note"
        sql = f"INSERT INTO events ({columns}) VALUES (?, ?, ?, ?, ?, ?)"
        self._connection.execute(sql, (number, *event_row(event)))


def _where(wanted: Filter) -> tuple[str, list[Any]]:
    terms, values = ["1"], []
    for column, value in (("region", wanted.region), ("priority", wanted.priority)):
        if value is not None:
            terms.append(f"{column} = ?")
            values.append(value)
    if wanted.partner is not None:
        terms.append("partner = ? COLLATE NOCASE")
        values.append(wanted.partner)
    if wanted.statuses:
        terms.append(f"status IN ({', '.join('?' * len(wanted.statuses))})")
        values += wanted.statuses
    return " AND ".join(terms), values


def _version(connection: sqlite3.Connection, path: Path) -> int:
    ((version,),) = connection.execute("PRAGMA user_version")
    if version > SCHEMA_VERSION:
        raise StoreError(
            f"{path} was written by a newer slt: its schema is {version}, not {SCHEMA_VERSION}",
            "upgrade slt; nothing was changed",
        )
    return int(version)


def _is_empty(connection: sqlite3.Connection) -> bool:
    ((objects,),) = connection.execute("SELECT count(*) FROM sqlite_master")
    return bool(objects == 0)


def _foreign(path: Path) -> StoreError:
    return StoreError(
        f"{path} is not a store of slt", "name another file with --db or SLT_DB; it was not touched"
    )


@contextmanager
def _explained(path: Path) -> Iterator[None]:
    """Turn what SQLite reports into a sentence with a fix."""
    try:
        yield
    except sqlite3.Error as error:
        match getattr(error, "sqlite_errorcode", 0) & 0xFF:
            case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
                message = f"the store {path} is busy: another process has been writing to it for "
                raise StoreError(
                    f"{message}{_BUSY_SECONDS:.0f} s", "try again in a moment"
                ) from None
            case sqlite3.SQLITE_NOTADB:
                raise _foreign(path) from None
            case sqlite3.SQLITE_FULL:
                fix = "free some space and try again; nothing was changed"
                raise StoreError(f"the disk that holds {path} is full", fix) from None
            case sqlite3.SQLITE_CORRUPT:
                fix = "restore it from a backup; nothing was changed"
                raise StoreError(f"the store {path} is damaged: {error}", fix) from None
            case _:
                fix = f"check that {path} and its directory can be read and written"
                raise StoreError(f"the store {path} cannot be used: {error}", fix) from None
