"""Cases in one SQLite file: WAL, one immediate transaction for every change."""

import sqlite3
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager, suppress
from itertools import chain
from pathlib import Path
from typing import Any

from slt_cli.domain.case import Case, Event, apply
from slt_cli.errors import StoreError
from slt_cli.store import Filter, RunningClock, file
from slt_cli.store.rows import CASE_COLUMNS, case_row, event_row, row_case, row_event

_LIMIT = 2**63 - 1
_LARGE_CACHE = "PRAGMA cache_size = -65536"  # 64 MiB: what many rows touch is written once
_INSERT_CASE = f"INSERT INTO cases ({CASE_COLUMNS}) VALUES ({', '.join('?' * len(Case._fields))})"
_INSERT_EVENT = """INSERT INTO events (case_number, kind, at, who, changes, note)
    VALUES (?, ?, ?, ?, ?, ?)"""
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

    @contextmanager
    def writing(self) -> Iterator["Transaction"]:
        """Open a transaction that holds the write lock from its start."""
        if not file.exists(self._path, private=self._private):
            file.make(self._path, private=self._private)
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
            rows = connection.execute(sql, values)
            try:
                yield from chain(rows)  # which leaves it to us to close them
            finally:
                with suppress(sqlite3.ProgrammingError):  # the store is closed, after an error
                    rows.close()

    def _connect(self) -> sqlite3.Connection:
        if self._connection is None:
            self._connection = file.connect(self._path)
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
        case = apply(None, self.next_number(), event)
        self._connection.execute(_INSERT_CASE, case_row(case))
        self._add(case.number, event)
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

    def next_number(self) -> int:
        """Return the number that the next case gets."""
        ((number,),) = self._connection.execute("SELECT coalesce(max(number), 0) + 1 FROM cases")
        return int(number)

    def cases_among(self, numbers: Collection[int], refs: Collection[str]) -> list[Case]:
        """Return the cases that bear one of the numbers, or one of the provider's own."""
        found: dict[int, Case] = {}
        for column, values in (("number", numbers), ("ref", refs)):
            if values:
                marks = ", ".join("?" * len(values))
                sql = f"SELECT {CASE_COLUMNS} FROM cases WHERE {column} IN ({marks})"
                rows = self._connection.execute(sql, tuple(values))
                found |= {case.number: case for case in map(row_case, rows)}
        return list(found.values())

    def add(self, cases: Sequence[Case], who: str, note: str) -> None:
        """Record cases under the numbers that they bear, with the history that their facts tell."""
        from slt_cli.store.bulk import rows_of  # noqa: PLC0415 - only an import records so many

        case_rows, event_rows = rows_of(cases, who, note)
        self._connection.execute(_LARGE_CACHE)
        self._connection.executemany(_INSERT_CASE, case_rows)
        self._connection.executemany(_INSERT_EVENT, event_rows)

    def _add(self, number: int, event: Event) -> None:
        self._connection.execute(_INSERT_EVENT, (number, *event_row(event)))


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
