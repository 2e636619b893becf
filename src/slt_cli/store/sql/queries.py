"""The SQL of lists: an index gives the rows in order, and no more are read than are wanted."""

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from slt_cli.domain.calendar.instant import format_utc
from slt_cli.domain.case import STATUSES
from slt_cli.domain.texts import REDACTED
from slt_cli.store.changes import CLOCK_COLUMNS
from slt_cli.store.filter import Filter
from slt_cli.store.sql.conditions import (
    RUNS,
    STATUS,
    UNINDEXED_STATUS,
    Term,
    leading,
    takes_most,
    where,
)
from slt_cli.store.sql.dialect import Dialect
from slt_cli.store.sql.rows import CASE_FIELDS, SPAN_COLUMNS

if TYPE_CHECKING:
    from slt_cli.store.protocols import NamedBy

_MOST_NAMES = 200

REPEATED_REFS = f"""
    SELECT ref, number FROM cases
    WHERE status <> 'void' AND ref IN (
        SELECT ref FROM cases WHERE ref <> '{REDACTED}' AND status <> 'void'
        GROUP BY ref HAVING count(*) > 1)
    ORDER BY ref, number"""
"""The references that several valid cases have, with the number of each case."""

REDACTED_REFS = """
    SELECT c.number, c.opened_at, e.detail
    FROM events e JOIN cases c ON c.number = e.case_number
    WHERE e.kind = 'redacted' AND e.detail IS NOT NULL ORDER BY c.number, e.id"""
"""The redactions of cases that had references, with the traces of those."""

NO_LIMIT = 2**63 - 1


def select_names(field: "NamedBy") -> str:
    """Return the statement for the names in a field, from a folded one on: a step for each."""
    after = f"SELECT min({field}_folded) FROM cases WHERE {field}_folded"
    return f"""
        WITH RECURSIVE names(folded) AS (
            {after} >= ?
            UNION ALL
            SELECT ({after} > names.folded) FROM names WHERE names.folded IS NOT NULL)
        SELECT names.folded,
            (SELECT c.{field} FROM cases c WHERE c.{field}_folded = names.folded
            ORDER BY c.status, c.number LIMIT 1)
        FROM names WHERE names.folded IS NOT NULL LIMIT {_MOST_NAMES}"""


_KEY_OF_CLOCK = ("k.case_number", "k.level", "k.kind", "k.cycle")


class Order:
    """The expressions to sort by first, the values in them, and what is sorted by last."""

    def __init__(self, by: tuple[str, ...], values: tuple[Any, ...], last: str) -> None:
        self.by, self.values, self.last = by, values, last


class Query(NamedTuple):
    """A statement and its values; its first `extra` columns are only for the order."""

    sql: str
    values: tuple[Any, ...]
    extra: int


@cache
def case_columns(dialect: Dialect) -> str:
    """Return what is selected of a case: every field, then its clocks and its spans as texts."""
    joined = (
        f"(SELECT {dialect.joined(table, columns)} FROM {table} "
        f"WHERE {table}.case_number = c.number)"
        for table, columns in (("clocks", CLOCK_COLUMNS), ("holds", SPAN_COLUMNS))
    )
    return ", ".join([*(f"c.{field}" for field in CASE_FIELDS), *joined])


def select_case(dialect: Dialect, condition: str) -> str:
    """Return the statement for the cases that meet a condition."""
    return f"SELECT {case_columns(dialect)} FROM cases c WHERE {condition}"


def select_cases(wanted: Filter, dialect: Dialect) -> Query:
    """Return the statement that lists cases.

    Where few other rows lead to the cases wanted, those are looked up. Else it unites a selection
    for each status wanted, so that each can come from an index in order and nothing has to be
    sorted, or no more than is wanted of each.
    """
    due = _null_last("c.leads_due_at", dialect)
    order = _order(wanted, due, f"number{_direction(wanted)}", dialect)
    if (led := leading(wanted, dialect)) is not None:
        return _led(wanted, *led, order, dialect)
    if _is_found_first(wanted):
        return _led(wanted, _first_numbers(wanted, order, dialect), Filter(), order, dialect)
    by_status = wanted.statuses or wanted.order in ("opened", "due")
    statuses = (wanted.statuses or STATUSES) if by_status else (None,)
    terms = [where(wanted, None if each is None else (each,), dialect) for each in statuses]
    return (_merged if dialect.merges else _united)(wanted, terms, order, dialect)


def select_running(wanted: Filter, due_before: datetime | None, dialect: Dialect) -> Query:
    """Return the statement that lists running clocks: the kind and cycle of each, then its case.

    With `due_before` it lists only those due before that instant.
    """
    # + 0: the index in that order has every clock that ever ran.
    first = {"number": ["k.case_number + 0"], "newest": ["k.case_number + 0 DESC"]}
    due = ["k.due_at"] if due_before is not None else _null_last("k.due_at", dialect)
    last = (*first.get(wanted.order or "", ()), *due, *_KEY_OF_CLOCK)
    order = _order(wanted, (), ", ".join(last), dialect)
    condition, given = where(wanted, wanted.statuses or None, dialect)
    if due_before is not None:
        condition = f"{condition} AND {dialect.due_before}"
        given = (*given, format_utc(due_before))
    columns = ", ".join((*order.by, "k.kind", "k.cycle", case_columns(dialect)))
    clocks = f"clocks k {dialect.by_running} {dialect.to_cases.format('k')}"
    sql = f"SELECT {columns} FROM {clocks} WHERE {RUNS} AND {condition}"
    return _limited(sql, (*order.values, *given), wanted, order)


def _led(wanted: Filter, rows: Term, rest: Filter, order: Order, dialect: Dialect) -> Query:
    """Return the cases to which rows lead: first the numbers of those wanted, then all of each."""
    condition, given = where(rest, wanted.statuses or None, dialect)
    sql, values = rows
    by = ", ".join((*order.by, f"s.case_number{_direction(wanted)}"))
    numbers = f"""SELECT s.case_number FROM {sql} s {dialect.to_cases.format("s")}
        WHERE {condition} ORDER BY {by} LIMIT ?"""
    found = (*values, *given, *order.values, limit_of(wanted))
    columns = ", ".join((*order.by, case_columns(dialect)))
    whole = f"SELECT {columns} FROM ({numbers}) f {dialect.to_cases.format('f')}"
    return _limited(whole, (*order.values, *found), wanted, order)


def _is_found_first(wanted: Filter) -> bool:
    """Return whether an index has all that says which cases are listed, but not in their order."""
    if wanted.limit is None:
        return False
    if wanted.order in ("owner", "customer"):
        return takes_most(wanted)
    is_of_a_span = wanted.opened_from is not None or wanted.opened_before is not None
    return wanted.order == "priority" or (
        is_of_a_span and wanted.order in ("number", "newest", None)
    )


def _first_numbers(wanted: Filter, order: Order, dialect: Dialect) -> Term:
    """Return the numbers of the first cases: only rows of an index are read and sorted.

    Names are in order in their index: first the cases with one, then the others.
    """
    by: Sequence[str] = order.by
    parts: Sequence[str] = ("TRUE",)
    status = STATUS
    if wanted.order in ("owner", "customer"):
        name = f"c.{wanted.order}_folded"
        by, parts = (name,), (f"{name} IS NOT NULL", f"{name} IS NULL")
        status = UNINDEXED_STATUS  # else SQLite reads the cases of each status, and sorts them all
    condition, values = where(wanted, wanted.statuses or None, dialect, status)
    sorted_by = ", ".join((*by, f"c.number{_direction(wanted)}"))
    found = " UNION ALL ".join(
        f"""SELECT * FROM (SELECT c.number AS case_number FROM cases c WHERE {condition} AND {part}
        ORDER BY {sorted_by} LIMIT ?) p{count}"""
        for count, part in enumerate(parts)
    )
    return f"({found})", (*values, *order.values, limit_of(wanted)) * len(parts)


def _merged(wanted: Filter, terms: Sequence[Term], order: Order, dialect: Dialect) -> Query:
    """Return selections that the engine merges: each comes in order from an index."""
    columns = ", ".join((*order.by, case_columns(dialect)))
    sql = " UNION ALL ".join(f"SELECT {columns} FROM cases c WHERE {each}" for each, _ in terms)
    values = [value for _, given in terms for value in (*order.values, *given)]
    return _limited(sql, values, wanted, order)


def _united(wanted: Filter, terms: Sequence[Term], order: Order, dialect: Dialect) -> Query:
    """Return selections of no more cases than are wanted; clocks are read for those of the whole.

    Such an engine sorts what it unites, but each selection comes in order from an index.
    """
    if len(terms) == 1:
        return _merged(wanted, terms, order, dialect)
    columns = ", ".join((*order.by, case_columns(dialect)))
    sorted_by = ", ".join((*order.by, order.last))
    one = f"(SELECT c.* FROM cases c WHERE {{}} ORDER BY {sorted_by} LIMIT ?)"
    sql = " UNION ALL ".join(one.format(each) for each, _ in terms)
    inner = [v for _, given in terms for v in (*given, *order.values, limit_of(wanted))]
    return _limited(f"SELECT {columns} FROM ({sql}) c", (*order.values, *inner), wanted, order)


def _direction(wanted: Filter) -> str:
    """Return in which direction cases are sorted by their number, if nothing else sorts them."""
    return " DESC" if wanted.order == "newest" else ""


def _order(wanted: Filter, due: Sequence[str], last: str, dialect: Dialect) -> Order:
    match wanted.order:
        case "opened":
            return Order(("c.opened_at",), (), last)
        case "due":
            return Order(tuple(due), (), last)
        case "owner" | "customer" as name:
            return Order(_null_last(f"c.{name}_folded", dialect), (), last)
        case "priority" if wanted.ranking:
            rank, ranking = rank_of(wanted)
            return Order((rank,), ranking, last)
        case "number" | "newest" | "priority" | None:
            return Order((), (), last)


def _null_last(column: str, dialect: Dialect) -> tuple[str, ...]:
    return (column,) if dialect.sorts_null_last else (f"{column} IS NULL", column)


def _limited(sql: str, values: Sequence[Any], wanted: Filter, order: Order) -> Query:
    extra = len(order.by)
    by = ", ".join([*(str(column) for column in range(1, extra + 1)), order.last])
    return Query(f"{sql} ORDER BY {by} LIMIT ?", (*values, limit_of(wanted)), extra)


def rank_of(wanted: Filter) -> Term:
    """Return the rank of a case's priority, and the values in it."""
    if not wanted.ranking:
        return "0", ()
    ranks = " ".join(f"WHEN ? THEN {rank}" for rank, _ in enumerate(wanted.ranking))
    return f"CASE c.priority {ranks} ELSE {len(wanted.ranking)} END", wanted.ranking


def limit_of(wanted: Filter) -> int:
    """Return how many rows a list may have."""
    return NO_LIMIT if wanted.limit is None else min(wanted.limit, NO_LIMIT)
