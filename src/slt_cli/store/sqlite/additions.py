"""Many cases added to a store: while SQLite writes some, the next ones are read and checked.

SQLite takes as long for a case as all else does, and lets another thread run meanwhile. That pays
where a statement writes many rows: between two statements a thread has to wait for its turn.
"""

import sqlite3
import sys
from _thread import allocate_lock
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from slt_cli.domain.case import Case
from slt_cli.store.sql.rows import CASE_COLUMNS, row_case
from slt_cli.store.sqlite.bulk import values_of

if TYPE_CHECKING:
    from threading import Thread

_LARGE_CACHE = "PRAGMA cache_size = -65536"  # 64 MiB: what many rows touch is written once
_MOST_ROWS = 1024  # of one statement: SQLite takes 32,766 values
_SHORT_TURN = 0.0003
"""Seconds that a thread may keep another waiting; Python's own 5 ms are as long as a statement."""

_CASE = f"INSERT OR FAIL INTO cases ({CASE_COLUMNS}) VALUES "
_EVENT = "INSERT INTO events (case_number, kind, at, who, changes, note) VALUES "
_CASE_WIDTH, _EVENT_WIDTH = len(Case._fields), 6


@contextmanager
def additions(connection: sqlite3.Connection, who: str, note: str) -> Iterator["Additions"]:
    """Add cases in a block; when it ends they are all written, and nobody goes on writing."""
    turn = sys.getswitchinterval()
    connection.execute(_LARGE_CACHE)
    adding = Additions(connection, who, note)
    try:
        yield adding
        adding.finish()
    except sqlite3.Error:
        adding.finish()  # which raises what went wrong before, if anything did
        raise
    finally:
        adding.wait()
        sys.setswitchinterval(turn)


class Additions:
    """Add cases within a transaction, on a thread of its own from the second time on."""

    def __init__(self, connection: sqlite3.Connection, who: str, note: str) -> None:
        self._connection = connection
        self._who = who
        self._note = note
        self._asking = allocate_lock()  # what went wrong SQLite tells of its last statement alone
        self._thread: Thread | None = None
        self._failed: BaseException | None = None
        self._last: Sequence[Case] = ()

    def cases_among(self, numbers: Collection[int], refs: Collection[str]) -> list[Case]:
        """Return the cases that bear one of the numbers, or one of the provider's own."""
        found = {
            case.number: case
            for case in self._last  # which may not have been written yet
            if case.number in numbers or case.ref in refs
        }
        for column, values in (("number", numbers), ("ref", refs)):
            if values:
                marks = ", ".join("?" * len(values))
                sql = f"SELECT {CASE_COLUMNS} FROM cases WHERE {column} IN ({marks})"
                with self._asking:
                    rows = self._connection.execute(sql, tuple(values)).fetchall()
                found |= {case.number: case for case in map(row_case, rows)}
        return list(found.values())

    def add(self, cases: Sequence[Case]) -> None:
        """Record cases under the numbers that they bear, with the history that their facts tell."""
        values = values_of(cases, self._who, self._note)
        self.finish()
        if self._last:
            self._start(*values)
        else:
            self._insert(*values)
        self._last = cases

    def finish(self) -> None:
        """Wait until all is written; raise what went wrong on the other thread."""
        if self._thread is not None:
            self._thread.join()
        if self._failed is not None:
            raise self._failed

    def wait(self) -> None:
        """Wait until nobody writes, even when interrupted: then alone may a transaction end."""
        while self._thread is not None and self._thread.is_alive():
            with suppress(KeyboardInterrupt):
                self._thread.join()

    def _start(self, *values: list[Any]) -> None:
        from threading import Thread  # noqa: PLC0415 - few files have so many rows

        sys.setswitchinterval(_SHORT_TURN)
        self._thread = Thread(target=self._write, args=values, daemon=True)
        try:
            self._thread.start()
        except RuntimeError:  # the system gives no thread
            self._thread = None
            self._insert(*values)

    def _write(self, *values: list[Any]) -> None:
        try:
            self._insert(*values)
        except BaseException as error:  # noqa: BLE001 - raised where the transaction is
            self._failed = error

    def _insert(self, case_values: list[Any], event_values: list[Any]) -> None:
        self._insert_rows(_CASE, _CASE_WIDTH, case_values)
        self._insert_rows(_EVENT, _EVENT_WIDTH, event_values)

    def _insert_rows(self, head: str, width: int, values: list[Any]) -> None:
        size = _MOST_ROWS
        done = 0
        while done < len(values) and self._connection.in_transaction:
            while size * width > len(values) - done:  # so that there are few statements to prepare
                size //= 2
            given = values[done : done + size * width]
            with self._asking:
                self._connection.execute(_of_many(head, width, size), given)
            done += len(given)


@lru_cache
def _of_many(head: str, width: int, count: int) -> str:
    """Return the statement that inserts so many rows."""
    return head + ", ".join([f"({', '.join('?' * width)})"] * count)
