"""Cases in one SQLite file: WAL, one immediate transaction for every change."""

import sqlite3
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from itertools import chain
from pathlib import Path
from typing import Any

from slt_cli.domain.case import Case
from slt_cli.domain.events import Event
from slt_cli.store.protocols import Filter, Notice, RunningClock, TeamPolicy
from slt_cli.store.sql.policy_rows import row_policy
from slt_cli.store.sql.queries import (
    NEWEST_EVENT,
    PARTNERS,
    REPEATED_REFS,
    SELECT_CASE,
    select_cases,
    select_running,
)
from slt_cli.store.sql.rows import read_instant, read_number, row_case
from slt_cli.store.sql.schema_version import FIRST_WITH_POLICIES
from slt_cli.store.sql.statements import NEWEST_POLICY, NEXT_NUMBER
from slt_cli.store.sql.transaction import Transaction, cases_among, events_of, histories
from slt_cli.store.sqlite import file
from slt_cli.store.sqlite.changing import changing
from slt_cli.store.sqlite.explaining import explained

LARGE_CACHE = "PRAGMA cache_size = -65536"  # 64 MiB at most: what many rows touch is written once


class SqliteStore:
    """Keep cases in a SQLite file; where there is no file yet, reading finds nothing."""

    def __init__(
        self,
        path: Path,
        *,
        private: bool,
        notice: Notice = lambda *_: None,
        connect: Callable[[Path], sqlite3.Connection] | None = None,
    ) -> None:
        self._path = path
        self._private = private
        self._notice = notice
        self._told = False
        self._open = connect or file.connect
        self._connection: sqlite3.Connection | None = None
        self._alone: sqlite3.Connection | None = None

    def case(self, number: int) -> Case | None:
        """Return the case with a number."""
        rows = self._read(f"{SELECT_CASE} c.number = ?", (number,))
        return next(map(row_case, rows), None)

    def cases_by_ref(self, ref: str) -> list[Case]:
        """Return the cases that have the provider's own number."""
        return [row_case(row) for row in self._read(f"{SELECT_CASE} c.ref = ?", (ref,))]

    def cases(self, wanted: Filter) -> Iterator[Case]:
        """Yield cases in the order wanted."""
        query = select_cases(wanted, self._spellings(wanted.partner))
        return (row_case(row[query.extra :]) for row in self._read(query.sql, query.values))

    def running(self, wanted: Filter, due_before: datetime | None = None) -> Iterator[RunningClock]:
        """Yield running clocks in the order wanted; only those due before an instant."""
        query = select_running(wanted, self._spellings(wanted.partner), due_before)
        for row in self._read(query.sql, query.values):
            key = row[query.extra : query.extra + 2]
            case = row_case(row[query.extra + 2 :])
            for clock in case.clocks:
                if clock.key == key:
                    yield RunningClock(clock, case)

    def events(self, number: int) -> list[Event]:
        """Return a case's events in the order in which they were recorded."""
        return events_of(self._read, number)

    def cases_among(self, numbers: Collection[int], refs: Collection[str]) -> list[Case]:
        """Return the cases that have one of the numbers or references."""
        return cases_among(self._read, numbers, refs)

    def histories(self, numbers: Collection[int]) -> dict[int, list[Event]]:
        """Return the events of each case with one of these numbers, as `events` does."""
        return histories(self._read, numbers)

    def next_number(self) -> int:
        """Return the number that the next case gets."""
        return next((read_number(number) for (number,) in self._read(NEXT_NUMBER, ())), 1)

    def recorded(self) -> Iterator[int]:
        """Yield the number of every case that has events, in order."""
        sql = "SELECT DISTINCT case_number FROM events ORDER BY case_number"
        return (read_number(number) for (number,) in self._read(sql, ()))

    def newest_event(self) -> datetime | None:
        """Return the latest instant among the last events that count; None if there are none."""
        ((newest,),) = list(self._read(NEWEST_EVENT, ())) or [(None,)]
        return None if newest is None else read_instant(newest)

    def repeated_refs(self) -> Iterator[tuple[str, int]]:
        """Yield each reference that several valid cases have, with the number of each case."""
        return ((ref, read_number(number)) for ref, number in self._read(REPEATED_REFS, ()))

    def team_policy(self) -> TeamPolicy | None:
        """Return the team's policy; None without one, also in a store of an earlier schema."""
        if not file.exists(self._path, private=self._private):
            return None
        with explained(self._path):
            connection = self._connect_to_read()
            if file.schema_version(connection, self._path) < FIRST_WITH_POLICIES:
                return None
            return row_policy(connection.execute(NEWEST_POLICY).fetchall())

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Let all reads in the block see the same moment, even if others write meanwhile."""
        if not list(self._read("SELECT 1", ())):  # an older store is brought up to date before
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
    def writing(self) -> Iterator[Transaction]:
        """Open a transaction that holds the write lock from its start."""
        if not file.exists(self._path, private=self._private):
            file.make(self._path, private=self._private)
        file.require_writable(self._path)
        if self._private and not self._told:
            self._told = True
            file.tell_if_open_to_others(self._path, self._notice)
        with explained(self._path):
            connection = self._connect()
            with changing(connection, self._path):
                connection.execute(LARGE_CACHE)
                yield Transaction(connection)

    def close(self) -> None:
        """Close the file."""
        for connection in (self._connection, self._alone):
            if connection is not None:
                connection.close()
        self._connection = self._alone = None

    def _spellings(self, partner: str | None) -> list[str] | None:
        """Return how a partner's name is written in the store, in upper or lower case."""
        if partner is None:
            return None
        wanted = partner.casefold()
        return [name for (name,) in self._read(PARTNERS, ()) if name.casefold() == wanted]

    def _read(self, sql: str, values: tuple[Any, ...]) -> Iterator[tuple[Any, ...]]:
        if not file.exists(self._path, private=self._private):
            return
        with explained(self._path):
            connection = self._connect_to_read()
            version = file.schema_version(connection, self._path)
            if version == 0:
                return
            if version < file.SCHEMA_VERSION:
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

    def _connect_to_read(self) -> sqlite3.Connection:
        if self._connection is None and file.must_be_read_alone(self._path):
            self._alone = self._alone or file.connect(self._path, alone=True)
            return self._alone
        try:
            connection = self._connect()
            connection.execute("PRAGMA user_version")
        except sqlite3.Error as error:
            if not file.can_be_read_alone(self._path, error):
                raise
            connection = self._alone = self._alone or file.connect(self._path, alone=True)
        return connection

    def _connect(self) -> sqlite3.Connection:
        if self._connection is None:
            self._connection = self._open(self._path)
        return self._connection
