"""The SQL of lists: each comes in its order out of an index, and is read as far as it is wanted."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from slt_cli.domain.case import STATUSES
from slt_cli.store.protocols import Filter
from slt_cli.store.sql.rows import CASE_COLUMNS

PARTNERS = """
    WITH RECURSIVE partners(name) AS (
        SELECT min(partner) FROM cases
        UNION ALL
        SELECT (SELECT min(partner) FROM cases WHERE partner > name) FROM partners
        WHERE name IS NOT NULL
    )
    SELECT name FROM partners WHERE name IS NOT NULL"""
"""The partners as they are spelled: one step in the index for each, however many cases it has."""

# When the running clock that is due first is due; the response's due time where none runs.
_DECIDING = """coalesce(
    min(CASE WHEN verdict IS NULL THEN due_at END,
        CASE WHEN escalation_verdict IS NULL THEN escalation_due_at END),
    CASE WHEN verdict IS NULL THEN due_at END,
    CASE WHEN escalation_verdict IS NULL THEN escalation_due_at END,
    due_at)"""
_CLOCKS = {
    "response": ("due_at", "verdict IS NULL AND due_at IS NOT NULL"),
    "escalation": (
        "escalation_due_at",
        "escalation_verdict IS NULL AND escalation_due_at IS NOT NULL",
    ),
}
_NO_LIMIT = 2**63 - 1


class Query(NamedTuple):
    """Hold a statement and its values; its first `extra` columns serve the order alone."""

    sql: str
    values: tuple[Any, ...]
    extra: int


def select_cases(wanted: Filter, partners: Sequence[str] | None) -> Query:
    """Return the statement that lists cases; `partners` are the spellings of the one wanted.

    It merges a selection for each status wanted: what an index has in order for every one of them
    need not be sorted.
    """
    order, ranks = _order(wanted, f"{_DECIDING} IS NULL", _DECIDING)
    by_status = wanted.statuses or wanted.order in ("opened", "due")
    columns = ", ".join((*order, CASE_COLUMNS))
    selections: list[str] = []
    values: list[Any] = []
    for status in (wanted.statuses or STATUSES) if by_status else (None,):
        where, given = _where(wanted, partners, None if status is None else (status,))
        selections.append(f"SELECT {columns} FROM cases WHERE {where}")
        values += [*ranks, *given]
    last = "number DESC" if wanted.order == "newest" else "number"
    return _merged(selections, values, wanted, len(order), last)


def select_running(wanted: Filter, partners: Sequence[str] | None, due_before: str | None) -> Query:
    """Return the statement that lists running clocks: when each is due, its kind, then its case.

    With `due_before` it lists only those due before that instant.
    """
    order, ranks = _order(wanted)
    selections: list[str] = []
    values: list[Any] = []
    for kind, (due_at, runs) in _CLOCKS.items():
        clock = f"{due_at} AS clock_due_at, '{kind}' AS kind"
        columns = ", ".join((*order, clock, CASE_COLUMNS))
        where, given = _where(wanted, partners, wanted.statuses or None)
        if due_before is not None:
            where, given = f"{where} AND {due_at} < ?", [*given, due_before]
        running = f"cases INDEXED BY cases_{kind}_running"  # few run, whatever the order
        selections.append(f"SELECT {columns} FROM {running} WHERE {runs} AND {where}")
        values += [*ranks, *given]
    first = {"number": "number, ", "newest": "number DESC, "}.get(wanted.order or "", "")
    last = f"{first}clock_due_at, number, kind DESC"
    return _merged(selections, values, wanted, len(order), last)


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
            terms.append(f"{column} IN ({', '.join('?' * len(allowed)) or 'NULL'})")
            values += allowed
    return " AND ".join(terms), values


def _order(wanted: Filter, *due: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return what to sort by before all else, and the values in it."""
    match wanted.order:
        case "opened":
            return ("opened_at",), ()
        case "due":
            return due, ()
        case "priority" if wanted.ranking:
            ranks = " ".join(f"WHEN ? THEN {rank}" for rank, _ in enumerate(wanted.ranking))
            return (f"CASE priority {ranks} ELSE {len(wanted.ranking)} END",), wanted.ranking
        case _:
            return (), ()


def _merged(
    selections: Sequence[str], values: Sequence[Any], wanted: Filter, extra: int, last: str
) -> Query:
    order = ", ".join([*(str(place) for place in range(1, extra + 1)), last])
    limit = _NO_LIMIT if wanted.limit is None else min(wanted.limit, _NO_LIMIT)
    sql = f"{' UNION ALL '.join(selections)} ORDER BY {order} LIMIT ?"
    return Query(sql, (*values, limit), extra)
