"""Which events were recorded in a span, in the order in which they happened."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

from slt_cli.store.changes import text
from slt_cli.store.event_filter import EventFilter, EventKey
from slt_cli.store.filter import Filter
from slt_cli.store.sql.conditions import Term, where
from slt_cli.store.sql.dialect import Dialect
from slt_cli.store.sql.queries import NO_LIMIT, Query
from slt_cli.store.sql.rows import read_instant, read_number

Whole = Callable[[Query], Iterable[Any]]
"""Yields the rows of a statement that may give very many."""

_RECORDED_AT = "COALESCE(e.recorded_at, e.at)"
_HAPPENED = ("e.at", _RECORDED_AT, "e.case_number", "e.id")


def select_recorded(asked: EventFilter, of_cases: Filter, dialect: Dialect) -> Query:
    """Return the statement for the keys of events: those of the span, then the case of each.

    With a limit the newest come first. An event from before slt kept when it was recorded counts
    with the time at which it happened.
    """
    condition, values = _span(asked)
    sources = "events e"
    of_case, given = where(of_cases, of_cases.statuses or None, dialect)
    if of_case != "TRUE":
        sources = f"events e {dialect.to_cases.format('e')}"
        condition, values = f"{condition} AND {of_case}", (*values, *given)
    order: Sequence[str] = _HAPPENED
    if asked.limit is not None:
        order = [f"{each} DESC" for each in (_RECORDED_AT, *_HAPPENED)]
    columns = f"e.at, {_RECORDED_AT}, e.case_number, {dialect.event_id}, e.who"
    sql = f"SELECT {columns} FROM {sources} WHERE {condition} ORDER BY {', '.join(order)}"
    if asked.limit is not None and asked.who is None:  # who it was is compared later
        sql, values = f"{sql} LIMIT ?", (*values, min(asked.limit, NO_LIMIT))
    return Query(sql, values, 0)


def keys_of(read: Whole, query: Query, asked: EventFilter) -> Iterator[EventKey]:
    """Yield the keys of the events that are asked for, from the rows of the statement for them."""
    keys = filter(asked.takes, map(_key, read(query)))
    if asked.limit is None:
        return keys
    return iter(sorted(islice(keys, asked.limit)))


def _span(asked: EventFilter) -> Term:
    """Return the condition for a span and the values in it: an index gives each of its parts."""
    limits: Sequence[tuple[str, Any]] = [
        (sign, text(instant))
        for sign, instant in ((">=", asked.since), ("<", asked.until))
        if instant is not None
    ]
    values = tuple(value for _, value in limits)
    recorded = " AND ".join(
        ["e.recorded_at IS NOT NULL", *(f"e.recorded_at {s} ?" for s, _ in limits)]
    )
    happened = " AND ".join(["e.recorded_at IS NULL", *(f"e.at {sign} ?" for sign, _ in limits)])
    return f"(({recorded}) OR ({happened}))", (*values, *values)


def _key(row: Sequence[Any]) -> EventKey:
    at, recorded_at, case, event, who = row
    return EventKey(
        read_instant(at), read_instant(recorded_at), read_number(case), read_number(event), who
    )
