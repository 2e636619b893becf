"""The SQL of lists: an index gives the rows in order, and no more are read than are wanted."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from slt_cli.domain.calendar.instant import format_utc
from slt_cli.domain.case import STATUSES
from slt_cli.store.changes import CLOCK_COLUMNS
from slt_cli.store.protocols import Filter
from slt_cli.store.sql.rows import CASE_FIELDS, RECORD, SPAN_COLUMNS, UNIT

PARTNERS = """
    WITH RECURSIVE partners(name) AS (
        SELECT min(partner) FROM cases
        UNION ALL
        SELECT (SELECT min(partner) FROM cases WHERE partner > name) FROM partners
        WHERE name IS NOT NULL
    )
    SELECT name FROM partners WHERE name IS NOT NULL"""
"""The partners as they are spelled: one step in the index for each, even with many cases."""

NEWEST_EVENT = """
    SELECT max(at) FROM (
        SELECT CASE e.kind WHEN 'opened' THEN c.opened_at ELSE e.at END AS at
        FROM events e JOIN cases c ON c.number = e.case_number
        WHERE c.status <> 'void' AND e.kind <> 'undone' AND NOT EXISTS (
            SELECT 1 FROM events u WHERE u.case_number = e.case_number AND u.undoes = (
                SELECT count(*) FROM events p
                WHERE p.case_number = e.case_number AND p.id <= e.id))
        ORDER BY e.id DESC LIMIT 100)"""
"""The latest instant among the last events that count: a few of them may be late entries."""

REPEATED_REFS = """
    SELECT ref, number FROM cases
    WHERE status <> 'void' AND ref IN (
        SELECT ref FROM cases WHERE ref IS NOT NULL AND status <> 'void'
        GROUP BY ref HAVING count(*) > 1)
    ORDER BY ref, number"""
"""The references that several valid cases have, with the number of each case."""

NO_LIMIT = 2**63 - 1


def _joined(columns: Sequence[str], table: str) -> str:
    """Return the SQL that joins the rows of a case in another table to one text for `rows`."""
    form = UNIT.join(["%s"] * len(columns))  # an empty text for NULL
    values = ", ".join(f"{table}.{column}" for column in columns)
    return (
        f"(SELECT group_concat(printf('{form}', {values}), '{RECORD}') FROM {table} "
        f"WHERE {table}.case_number = c.number)"
    )


_CASE = ", ".join(
    [
        *(f"c.{field}" for field in CASE_FIELDS),
        _joined(CLOCK_COLUMNS, "clocks"),
        _joined(SPAN_COLUMNS, "holds"),
    ]
)
SELECT_CASE = f"SELECT {_CASE} FROM cases c WHERE"
"""Every field of a case, then its clocks and its spans, each as one text."""

_HELD = """EXISTS (SELECT 1 FROM holds h
    WHERE h.case_number = c.number AND h.kind = 'holds' AND h.ended_at IS NULL)"""
_RUNS = "k.verdict IS NULL"


class Query(NamedTuple):
    """A statement and its values; its first `extra` columns are only for the order."""

    sql: str
    values: tuple[Any, ...]
    extra: int


def select_cases(wanted: Filter, partners: Sequence[str] | None) -> Query:
    """Return the statement that lists cases; `partners` are the spellings of the one wanted.

    It merges a selection for each status wanted, so that each can come from an index in order and
    nothing has to be sorted.
    """
    order, ranks = _order(wanted, "c.leads_due_at IS NULL", "c.leads_due_at")
    by_status = wanted.statuses or wanted.order in ("opened", "due")
    columns = ", ".join((*order, _CASE))
    selections: list[str] = []
    values: list[Any] = []
    for status in (wanted.statuses or STATUSES) if by_status else (None,):
        where, given = _where(wanted, partners, None if status is None else (status,))
        selections.append(f"SELECT {columns} FROM cases c WHERE {where}")
        values += [*ranks, *given]
    last = "number DESC" if wanted.order == "newest" else "number"
    return _limited(" UNION ALL ".join(selections), values, wanted, len(order), last)


def select_running(
    wanted: Filter, partners: Sequence[str] | None, due_before: datetime | None
) -> Query:
    """Return the statement that lists running clocks: the kind and cycle of each, then its case.

    With `due_before` it lists only those due before that instant. Few clocks are running, so their
    index comes first, whatever the order.
    """
    order, ranks = _order(wanted)
    where, given = _where(wanted, partners, wanted.statuses or None)
    if due_before is not None:
        where = f"{where} AND (k.due_at IS NULL) = 0 AND k.due_at < ?"
        given = [*given, format_utc(due_before)]
    columns = ", ".join((*order, "k.kind", "k.cycle", _CASE))
    sql = (
        f"SELECT {columns} FROM clocks k INDEXED BY clocks_running "
        f"CROSS JOIN cases c ON c.number = k.case_number WHERE {_RUNS} AND {where}"
    )
    first = {"number": "k.case_number, ", "newest": "k.case_number DESC, "}
    paused_last = "k.due_at IS NULL, " if due_before is None else ""
    by_due = "k.due_at, k.case_number, k.level, k.kind, k.cycle"
    last = first.get(wanted.order or "", "") + paused_last + by_due
    return _limited(sql, [*ranks, *given], wanted, len(order), last)


def _where(
    wanted: Filter, partners: Sequence[str] | None, statuses: Sequence[str] | None
) -> tuple[str, list[Any]]:
    terms = ["1"]
    values: list[Any] = []
    for column, allowed in (
        ("status", statuses),
        ("region", None if wanted.region is None else [wanted.region]),
        ("priority", None if wanted.priority is None else [wanted.priority]),
        ("partner", partners),
    ):
        if allowed is not None:
            terms.append(f"c.{column} IN ({', '.join('?' * len(allowed)) or 'NULL'})")
            values += allowed
    if wanted.held:
        terms.append(_HELD)
    return " AND ".join(terms), values


def _order(wanted: Filter, *due: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the expressions to sort by first, and the values in them."""
    match wanted.order:
        case "opened":
            return ("c.opened_at",), ()
        case "due":
            return due, ()
        case "priority" if wanted.ranking:
            ranks = " ".join(f"WHEN ? THEN {rank}" for rank, _ in enumerate(wanted.ranking))
            return (f"CASE c.priority {ranks} ELSE {len(wanted.ranking)} END",), wanted.ranking
        case "number" | "newest" | "priority" | None:
            return (), ()


def _limited(sql: str, values: Sequence[Any], wanted: Filter, extra: int, last: str) -> Query:
    order = ", ".join([*(str(column) for column in range(1, extra + 1)), last])
    limit = NO_LIMIT if wanted.limit is None else min(wanted.limit, NO_LIMIT)
    return Query(f"{sql} ORDER BY {order} LIMIT ?", (*values, limit), extra)
