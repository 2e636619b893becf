"""Which cases a filter takes, as SQL, and what leads to them where they are few."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from slt_cli.domain.calendar.instant import format_utc
from slt_cli.domain.clocks import RESPONSE
from slt_cli.domain.texts import folded
from slt_cli.store.filter import Filter
from slt_cli.store.sql.dialect import Dialect

Term = tuple[str, tuple[Any, ...]]
"""A condition or a table, and the values in it."""

STATUS = "c.status"
UNINDEXED_STATUS = "c.status || ''"
"""The status of a case, for which SQLite looks into no index."""

IS_HELD = "h.kind = 'holds' AND h.ended_at IS NULL"
RUNS = "k.verdict IS NULL"
_HELD = f"EXISTS (SELECT 1 FROM holds h WHERE h.case_number = c.number AND {IS_HELD})"


def where(
    wanted: Filter, statuses: Sequence[str] | None, dialect: Dialect, status: str = STATUS
) -> Term:
    """Return the condition for the cases `c` that a filter takes, with one of some statuses.

    `status` is the expression for the status of a case.
    """
    of_case = _of_case(wanted, statuses, status)
    return _together([("TRUE", ()), *of_case, *_of_others(wanted, dialect)])


def leading(wanted: Filter, dialect: Dialect) -> tuple[Term, Filter] | None:
    """Return the rows `s` that lead to the cases of a filter, and the filter without that part.

    Each case has one such row, with its number; they come in the order of the numbers. None where
    the cases themselves are read.
    """
    if wanted.held:
        sql = f"SELECT h.case_number FROM holds h {dialect.by_open_holds} WHERE {IS_HELD}"
        return (f"({sql})", ()), wanted._replace(held=False)
    if wanted.running:
        sql, values = _running(wanted, dialect)
        rest = wanted._replace(running=False, due_before=None, clock=None)
        return (f"(SELECT DISTINCT k.case_number {sql})", values), rest
    if wanted.tags:
        first, *others = map(folded, wanted.tags)
        also = "SELECT 1 FROM tags o WHERE o.folded = ? AND o.case_number = t.case_number"
        found = " AND ".join(["t.folded = ?", *(f"EXISTS ({also})" for _ in others)])
        sql = f"(SELECT t.case_number FROM tags t WHERE {found})"
        return (sql, (first, *others)), wanted._replace(tags=())
    if wanted.clock not in (None, RESPONSE):
        sql = f"SELECT DISTINCT k.case_number FROM clocks k WHERE k.kind = ? AND {_IS_RARE}"
        return (f"({sql})", (wanted.clock,)), wanted._replace(clock=None)
    if wanted.words and takes_most(wanted):  # all texts in their order: half the time for each
        found, values = _together(_parts(wanted.words, dialect))
        sql = f"(SELECT x.case_number FROM texts x WHERE {found})"
        return (sql, values), wanted._replace(words=())
    return None


def takes_most(wanted: Filter) -> bool:
    """Return whether most cases meet the rest of a filter: most are closed, of no one's name."""
    is_named = wanted.partner or wanted.customer or wanted.owner
    return not is_named and (not wanted.statuses or "closed" in wanted.statuses)


_IS_RARE = f"k.kind <> '{RESPONSE}'"
"""Nearly every case has a response clock, so the index of kinds leaves it out."""


def _of_case(wanted: Filter, statuses: Sequence[str] | None, status: str) -> Iterator[Term]:
    """Yield the conditions on the columns of a case."""
    for column, allowed in (
        (status, statuses),
        ("c.region", None if wanted.region is None else [wanted.region]),
        ("c.priority", None if wanted.priority is None else [wanted.priority]),
        ("c.partner_type", None if wanted.partner_type is None else [wanted.partner_type]),
    ):
        if allowed is not None:
            yield f"{column} IN ({', '.join('?' * len(allowed)) or 'NULL'})", tuple(allowed)
    for column, name in (
        ("partner_folded", wanted.partner),
        ("customer_folded", wanted.customer),
        ("owner_folded", wanted.owner),
    ):
        if name is not None:
            yield f"c.{column} = ?", (folded(name),)
    if wanted.unowned:
        yield "c.owner_folded IS NULL", ()
    if wanted.opened_from is not None:
        yield "c.opened_at >= ?", (format_utc(wanted.opened_from),)
    if wanted.opened_before is not None:
        yield "c.opened_at < ?", (format_utc(wanted.opened_before),)


def _of_others(wanted: Filter, dialect: Dialect) -> Iterator[Term]:
    """Yield the conditions on what belongs to a case in other tables."""
    if wanted.held:
        yield _HELD, ()
    if wanted.running:
        sql, values = _running(wanted, dialect)
        yield f"c.number IN (SELECT k.case_number {sql})", values
    elif wanted.clock is not None:
        sql = "SELECT 1 FROM clocks k WHERE k.case_number = c.number AND k.kind = ?"
        yield f"EXISTS ({sql})", (wanted.clock,)
    for tag in wanted.tags:
        sql = "SELECT 1 FROM tags t WHERE t.folded = ? AND t.case_number = c.number"
        yield f"EXISTS ({sql})", (folded(tag),)
    if wanted.words:
        found, values = _together(_parts(wanted.words, dialect))
        yield f"EXISTS (SELECT 1 FROM texts x WHERE x.case_number = c.number AND {found})", values


def _running(wanted: Filter, dialect: Dialect) -> Term:
    """Return from where on the running clocks are selected, of the kind and due time wanted."""
    terms: list[Term] = [(RUNS, ()), ("k.target_seconds IS NOT NULL", ())]
    if wanted.clock is not None:
        terms.append(("k.kind = ?", (wanted.clock,)))
    if wanted.due_before is not None:
        terms.append((dialect.due_before, (format_utc(wanted.due_before),)))
    condition, values = _together(terms)
    return f"FROM clocks k {dialect.by_running} WHERE {condition}", values


def _parts(words: Iterable[str], dialect: Dialect) -> Iterator[Term]:
    """Yield the condition for each word: it is a part of the texts `x` of a case.

    The longest comes first: most texts do not have it, and are not searched for the others.
    """
    for word in sorted(map(folded, words), key=len, reverse=True):
        (facts, first), (notes, second) = (
            dialect.has_part(f"x.{column}", word) for column in ("facts", "notes")
        )
        yield f"({facts} OR {notes})", (first, second)


def _together(terms: Iterable[Term]) -> Term:
    conditions, values = zip(*terms, strict=True)
    return " AND ".join(conditions), tuple(value for each in values for value in each)
