"""Changes of cases within one transaction of the SQLite file."""

import sqlite3
from collections.abc import Collection, Sequence

from slt_cli.domain.case import Case, Event, apply
from slt_cli.errors import StoreError
from slt_cli.store.rows import CASE_COLUMNS, case_row, event_row, row_case

_LARGE_CACHE = "PRAGMA cache_size = -65536"  # 64 MiB: what many rows touch is written once
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
