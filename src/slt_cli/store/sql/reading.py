"""Reading cases from any SQL store."""

from collections.abc import Callable, Collection, Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any

from slt_cli.domain.case import LARGEST_NUMBER, Case, CaseClock
from slt_cli.domain.events import Event
from slt_cli.domain.references import names_no_case
from slt_cli.domain.texts import folded
from slt_cli.store.filter import Filter
from slt_cli.store.sql.dialect import Dialect
from slt_cli.store.sql.queries import (
    REDACTED_REFS,
    REPEATED_REFS,
    Query,
    select_case,
    select_cases,
    select_names,
    select_running,
)
from slt_cli.store.sql.rows import read_instant, read_number, row_case
from slt_cli.store.waiting import PATIENCE_SECONDS

if TYPE_CHECKING:
    from slt_cli.domain.redacted_refs import RedactedRef
    from slt_cli.store.event_filter import EventFilter, EventKey
    from slt_cli.store.outbox import OutboxReading
    from slt_cli.store.protocols import NamedBy, Table
    from slt_cli.store.reporting import Reports
    from slt_cli.store.sql.connection import Read

HIGHEST_CASE = "(SELECT max(number) FROM cases)"
NEXT_NUMBER = f"""SELECT
    CASE WHEN value > {LARGEST_NUMBER} THEN {LARGEST_NUMBER} ELSE value END + 1, {HIGHEST_CASE}
    FROM counters WHERE name = 'case'"""
"""The number that the next case gets, and the highest of those that are there."""

HAS_KEY = "command = ? AND command >= 'once:' AND command < 'once;'"  # SQLite uses its index
ALL_WITH_KEY = f"""SELECT case_number, min(recorded_at) FROM events
    WHERE {HAS_KEY} GROUP BY case_number ORDER BY case_number"""

Build = Callable[[Filter], Query]
"""Returns the statement for a list."""


class SqlReading:
    """Read cases with an engine's SQL; the engine says how a statement is run."""

    dialect: Dialect
    patience_seconds = PATIENCE_SECONDS

    def read(self, sql: str, values: tuple[Any, ...] = ()) -> Iterator[Any]:
        """Run a statement with its values, and yield its rows."""
        raise NotImplementedError

    def whole(self, query: Query) -> Iterator[Any]:
        """Yield the rows of a statement that may give very many."""
        return self.read(query.sql, query.values)

    def listed(self, build: Build, wanted: Filter) -> Iterator[Any]:
        """Yield the rows of a list, which may be long, without what is only for their order."""
        query = build(wanted)
        return (row[query.extra :] for row in self.read(query.sql, query.values))

    def case(self, number: int) -> Case | None:
        """Return the case with a number."""
        return case_of(self.read, self.dialect, number)

    def cases_by_ref(self, ref: str) -> list[Case]:
        """Return the cases that have the provider's own number."""
        return cases_by_ref(self.read, self.dialect, ref)

    def cases(self, wanted: Filter) -> Iterator[Case]:
        """Yield cases in the order wanted."""

        def build(wanted: Filter) -> Query:
            return select_cases(wanted, self.dialect)

        return map(row_case, self.listed(build, wanted))

    def running(self, wanted: Filter, due_before: datetime | None = None) -> Iterator[CaseClock]:
        """Yield running clocks in the order wanted; only those due before an instant."""

        def build(wanted: Filter) -> Query:
            return select_running(wanted, due_before, self.dialect)

        for kind, cycle, *row in self.listed(build, wanted):
            case = row_case(row)
            for clock in case.clocks:
                if clock.key == (kind, cycle):
                    yield CaseClock(clock, case)

    def reports(self) -> "Reports":
        """Return what reports ask of the store."""
        from slt_cli.store.sql.reports import SqlReports  # noqa: PLC0415 - only for reports

        return SqlReports(self.whole, self.dialect)

    def outbox(self) -> "OutboxReading":
        """Return what is asked of the outbox."""
        from slt_cli.store.sql.outbox import SqlOutbox  # noqa: PLC0415 - only for notices

        return SqlOutbox(self.read, self.dialect)

    def events(self, number: int) -> list[Event]:
        """Return a case's events in the order in which they were recorded."""
        return histories_of(self.read, [number])[number]

    def cases_among(self, numbers: Collection[int], refs: Collection[str]) -> list[Case]:
        """Return the cases that have one of the numbers or references."""
        return cases_among(self.read, self.dialect, numbers, refs)

    def redacted_refs(self) -> "list[RedactedRef]":
        """Return the redactions of cases that had references."""
        return redacted_refs(self.read)

    def histories(self, numbers: Collection[int]) -> dict[int, list[Event]]:
        """Return the events of each case with one of these numbers, as `events` does."""
        return histories_of(self.read, numbers)

    def events_recorded(self, asked: "EventFilter", of_cases: Filter) -> "Iterator[EventKey]":
        """Yield which events of the cases wanted were recorded in a span, as they happened."""
        from slt_cli.store.sql.recorded import keys_of, select_recorded  # noqa: PLC0415 - only for logs

        query = select_recorded(asked, of_cases, self.dialect)
        return keys_of(self.whole, query, asked)

    def next_number(self) -> int:
        """Return the number that the next case gets."""
        return next((read_number(number) for number, _ in self.read(NEXT_NUMBER)), 1)

    def recorded(self) -> Iterator[int]:
        """Yield the number of every case that has events, in order."""
        sql = "SELECT DISTINCT case_number FROM events ORDER BY case_number"
        return (read_number(number) for (number,) in self.read(sql))

    def newest_event(self) -> datetime | None:
        """Return the latest instant of the events that count; None if there are none."""
        ((newest,),) = list(self.read(self.dialect.newest_event)) or [(None,)]
        return None if newest is None else read_instant(newest)

    def recorded_with(self, command: str) -> dict[int, datetime]:
        """Return when a command with a key of its own first recorded on each case, by number."""
        rows = self.read(ALL_WITH_KEY, (command,))
        return {read_number(number): read_instant(recorded_at) for number, recorded_at in rows}

    def repeated_refs(self) -> Iterator[tuple[str, int]]:
        """Yield each reference that several valid cases have, with the number of each case."""
        return ((ref, read_number(number)) for ref, number in self.read(REPEATED_REFS))

    def names(self, field: "NamedBy", beginning: str) -> Iterator[str]:
        """Yield the names in a field that begin like this, each once, whatever their letters."""
        first = folded(beginning)
        for key, name in self.read(select_names(field), (first,)):
            if not key.startswith(first):
                return
            yield name

    def content(self, table: "Table") -> Iterator[Any]:
        """Yield all rows of a table, whatever the engine, in the order of their recording."""
        from slt_cli.store.sql.content import COLUMNS  # noqa: PLC0415 - only to copy a store

        order = f" ORDER BY {self.dialect.events_in_order}" if table == "events" else ""
        return self.whole(Query(f"SELECT {', '.join(COLUMNS[table])} FROM {table}{order}", (), 0))

    def count(self, table: "Table") -> int:
        """Return how many rows a table has."""
        return next((int(rows) for (rows,) in self.read(f"SELECT count(*) FROM {table}")), 0)


def case_of(read: "Read", dialect: Dialect, number: int) -> Case | None:
    """Return the case with a number."""
    rows = read(select_case(dialect, "c.number = ?"), (number,))
    return next(map(row_case, rows), None)


def cases_by_ref(read: "Read", dialect: Dialect, ref: str) -> list[Case]:
    """Return the cases that have the provider's own number."""
    if names_no_case(ref):
        return []
    return list(map(row_case, read(select_case(dialect, "c.ref = ?"), (ref,))))


def cases_among(
    read: "Read", dialect: Dialect, numbers: Collection[int], refs: Collection[str]
) -> list[Case]:
    """Return the cases that have one of the numbers or references."""
    found: dict[int, Case] = {}
    refs = [ref for ref in refs if not names_no_case(ref)]
    for column, values in (("number", numbers), ("ref", refs)):
        if values:
            sql = select_case(dialect, f"c.{column} IN ({', '.join('?' * len(values))})")
            rows = map(row_case, read(sql, tuple(values)))
            found |= {case.number: case for case in rows}
    return list(found.values())


def redacted_refs(read: "Read") -> "list[RedactedRef]":
    """Return the redactions of cases that had references."""
    from slt_cli.domain.redacted_refs import RedactedRef  # noqa: PLC0415 - only for imports

    return [
        RedactedRef(read_number(number), read_instant(opened_at), trace)
        for number, opened_at, trace in read(REDACTED_REFS, ())
    ]


def histories_of(read: "Read", numbers: Collection[int]) -> dict[int, list[Event]]:
    """Return the events of cases by their numbers."""
    from slt_cli.store.sql.event_rows import EVENT_FIELDS, read_history  # noqa: PLC0415 - not for lists

    found: dict[int, list[dict[str, Any]]] = {number: [] for number in numbers}
    if not found:
        return {}
    sql = (
        f"SELECT case_number, {', '.join(EVENT_FIELDS)} FROM events "
        f"WHERE case_number IN ({', '.join('?' * len(numbers))}) ORDER BY case_number, id"
    )
    for number, *row in read(sql, tuple(numbers)):
        found[number].append(dict(zip(EVENT_FIELDS, row, strict=True)))
    return {number: read_history(number, rows) for number, rows in found.items()}
