"""Changes of cases within one transaction of the SQLite file."""

import sqlite3
from contextlib import AbstractContextManager

from slt_cli.domain.case import Case, Event, apply
from slt_cli.errors import StoreError
from slt_cli.store.protocols import Adding
from slt_cli.store.sql.rows import CASE_COLUMNS, case_row, event_row, row_case

_INSERT_CASE = f"INSERT INTO cases ({CASE_COLUMNS}) VALUES ({', '.join('?' * len(Case._fields))})"
_INSERT_EVENT = """INSERT INTO events (case_number, kind, at, who, changes, note)
    VALUES (?, ?, ?, ?, ?, ?)"""


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

    def adding(self, who: str, note: str) -> AbstractContextManager[Adding]:
        """Open a block that adds many cases, as whose doing and with which note."""
        from slt_cli.store.sqlite.additions import additions  # noqa: PLC0415 - for an import alone

        return additions(self._connection, who, note)

    def _add(self, number: int, event: Event) -> None:
        self._connection.execute(_INSERT_EVENT, (number, *event_row(event)))
