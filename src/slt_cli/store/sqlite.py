"""Cases in one SQLite file: WAL, one immediate transaction for every change."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import Any

from slt_cli.domain.case import Case, Event, apply
from slt_cli.domain.instant import parse_utc
from slt_cli.errors import StoreError
from slt_cli.store import Filter, Notice, RunningClock, file
from slt_cli.store.rows import CASE_COLUMNS, case_row, event_row, row_case, row_event

_LIMIT = 2**63 - 1
_LAST = 100
# When the running clock that is due first is due; the response's due time where none runs.
_DECIDING = """coalesce(
    min(CASE WHEN verdict IS NULL THEN due_at END,
        CASE WHEN escalation_verdict IS NULL THEN escalation_due_at END),
    CASE WHEN verdict IS NULL THEN due_at END,
    CASE WHEN escalation_verdict IS NULL THEN escalation_due_at END,
    due_at)"""
_RUNNING = {
    "response": ("due_at", "verdict IS NULL AND due_at IS NOT NULL"),
    "escalation": (
        "escalation_due_at",
        "escalation_verdict IS NULL AND escalation_due_at IS NOT NULL",
    ),
}


class SqliteStore:
    """Keep cases in a SQLite file; where there is no file yet, reading finds nothing."""

    def __init__(
        self,
        path: Path,
        *,
        private: bool,
        notice: Notice = lambda *_: None,
        connect: Callable[[Path], sqlite3.Connection] = file.connect,
    ) -> None:
        self._path = path
        self._private = private
        self._notice = notice
        self._told = False
        self._open = connect
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
        """Yield cases in the order wanted."""
        where, values = _where(wanted)
        order = _order(wanted, f"{_DECIDING} IS NULL, {_DECIDING}")
        sql = f"SELECT {CASE_COLUMNS} FROM cases WHERE {where} ORDER BY {order}, number LIMIT ?"
        return map(row_case, self._read(sql, (*values, *_ranks(wanted), _limit(wanted))))

    def running(self, wanted: Filter, due_before: str | None = None) -> Iterator[RunningClock]:
        """Yield running clocks in the order wanted; only those due before an instant."""
        where, values = _where(wanted)
        parts, arguments = [], []
        for kind, (due_at, runs) in _RUNNING.items():
            bound = "" if due_before is None else f" AND {due_at} < ?"
            parts.append(
                f"SELECT {due_at} AS clock_due_at, '{kind}' AS kind, {CASE_COLUMNS}"
                f" FROM cases WHERE {runs} AND {where}{bound}"
            )
            arguments += [*values, *([] if due_before is None else [due_before])]
        union = " UNION ALL ".join(parts)
        wanted = wanted._replace(order=wanted.order or "due")
        order = f"{_order(wanted, 'clock_due_at')}, clock_due_at, number, kind DESC"
        sql = f"SELECT * FROM ({union}) ORDER BY {order} LIMIT ?"
        for _, kind, *row in self._read(sql, (*arguments, *_ranks(wanted), _limit(wanted))):
            yield RunningClock(kind, row_case(row))

    def events(self, number: int) -> list[Event]:
        """Return a case's events in the order in which they were recorded."""
        sql = "SELECT kind, at, who, changes, note FROM events WHERE case_number = ? ORDER BY id"
        return [row_event(row) for row in self._read(sql, (number,))]

    def recorded(self) -> Iterator[int]:
        """Yield the number of every case that has events, in order."""
        sql = "SELECT DISTINCT case_number FROM events ORDER BY case_number"
        return (number for (number,) in self._read(sql, ()))

    def newest_event(self) -> datetime | None:
        """Return the latest instant among the events recorded last; None where there are none."""
        last = f"SELECT at FROM events ORDER BY id DESC LIMIT {_LAST}"  # a few may be late entries
        ((newest,),) = list(self._read(f"SELECT max(at) FROM ({last})", ())) or [(None,)]
        return None if newest is None else parse_utc(newest)

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Let all reads in the block see one moment, whatever others write meanwhile."""
        if not list(self._read("SELECT 1", ())):  # an older store is brought up to date before
            yield
            return
        connection = self._connect()
        connection.execute("BEGIN")
        try:
            yield
        finally:
            with suppress(sqlite3.Error):  # closed meanwhile, which ends it too
                connection.execute("COMMIT")

    @contextmanager
    def writing(self) -> Iterator["Transaction"]:
        """Open a transaction that holds the write lock from its start."""
        if not file.exists(self._path, private=self._private):
            file.make(self._path, private=self._private)
        if self._private and not self._told:
            self._told = True
            file.tell_if_open_to_others(self._path, self._notice)
        with file.explained(self._path):
            connection = self._connect()
            file.schema_version(connection, self._path)
            file.use_wal(connection)
            connection.execute("BEGIN IMMEDIATE")
            try:
                file.migrate(connection, self._path)
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
        if not file.exists(self._path, private=self._private):
            return
        with file.explained(self._path):
            connection = self._connect()
            version = file.schema_version(connection, self._path)
            if version == 0:
                return
            if version < file.SCHEMA_VERSION:
                with self.writing():
                    pass
            with closing(connection.execute(sql, values)) as rows:
                yield from rows

    def _connect(self) -> sqlite3.Connection:
        if self._connection is None:
            self._connection = self._open(self._path)
        return self._connection


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
        changed = self._connection.execute(
            f"UPDATE cases SET {columns} WHERE number = ? AND rev = ?",
            (*case_row(case), before.number, before.rev),
        )
        if changed.rowcount != 1:
            raise StoreError("the case was changed by somebody else meanwhile", "try again")
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
        terms.append("casefold(partner) = casefold(?)")
        values.append(wanted.partner)
    if wanted.statuses:
        terms.append(f"status IN ({', '.join('?' * len(wanted.statuses))})")
        values += wanted.statuses
    return " AND ".join(terms), values


def _order(wanted: Filter, due: str) -> str:
    match wanted.order:
        case "newest":
            return "number DESC"
        case "opened":
            return "opened_at"
        case "due":
            return due
        case "priority":
            ranks = " ".join(f"WHEN ? THEN {rank}" for rank, _ in enumerate(wanted.ranking))
            return f"CASE priority {ranks} ELSE {len(wanted.ranking)} END"
        case _:
            return "number"


def _ranks(wanted: Filter) -> tuple[str, ...]:
    return wanted.ranking if wanted.order == "priority" else ()


def _limit(wanted: Filter) -> int:
    return _LIMIT if wanted.limit is None else min(wanted.limit, _LIMIT)
