"""The statements of reports, and what their rows are."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from slt_cli.domain.calendar.instant import format_utc
from slt_cli.domain.case import VALID, CaseClock
from slt_cli.domain.report.figures import Tally
from slt_cli.domain.report.rows import Cut, Fact, Value
from slt_cli.store.reporting import ReportFilter
from slt_cli.store.sql.conditions import Term, takes_most, where
from slt_cli.store.sql.dialect import Dialect
from slt_cli.store.sql.outcomes import counted_clocks, missed_clocks
from slt_cli.store.sql.queries import Query, case_columns, limit_of, rank_of
from slt_cli.store.sql.rows import BLANK, read_number, row_case, row_span

_IN_ORDER = "due_at, rank, case_number, kind, cycle"


class SqlReports:
    """What reports ask, answered by single statements; `read` yields the rows of one."""

    def __init__(self, read: Callable[[Query], Iterable[Any]], dialect: Dialect) -> None:
        self._read = read
        self._dialect = dialect

    def tallies(self, asked: ReportFilter) -> Iterator[Tally]:
        """Yield how many clocks count alike."""
        found: defaultdict[tuple[Any, ...], list[int | None]] = defaultdict(list)
        starts = [format_utc(part.start) for part in asked.parts[1:]]
        for *values, at, plan, outcome, seconds in self._read(select_clocks(asked, self._dialect)):
            part = len(starts) if at is None else bisect_right(starts, at)
            found[*values, part, plan, outcome].append(seconds)
        for (*values, part, plan, outcome), lengths in found.items():
            facts = _values(asked.facts, values)
            known = [length for length in lengths if length is not None]
            yield Tally(facts, part, plan, outcome, len(lengths), known)

    def cuts(self, asked: ReportFilter) -> Iterator[Cut]:
        """Yield the times of the period up to now in which cases were on hold, or had ended."""
        for row in self._read(select_cuts(asked, self._dialect)):
            *values, number, region, kind, started_at, ended_at = row
            span = row_span((started_at, ended_at))
            yield Cut(_values(asked.facts, values), read_number(number), region, kind, span)

    def missed(self, asked: ReportFilter) -> Iterator[CaseClock]:
        """Yield the missed clocks by due time, then by priority and number."""
        for kind, cycle, *row in self._read(select_missed(asked, self._dialect)):
            case = row_case(row)
            clock = case.cycle(kind, cycle)
            if clock is not None:
                yield CaseClock(clock, case)


def select_clocks(asked: ReportFilter, dialect: Dialect) -> Query:
    """Return the statement for the clocks that count: facts, at, plan, outcome, active seconds.

    At what instant is NULL in the last part of the period, and where there is one part. They are in
    no order: to group a million takes an engine longer, and SQLite much memory.
    """
    joined, (condition, given) = _joined(asked, "k", dialect), _taken(asked, None, dialect)
    facts = "".join(f"{_of_case(fact)}, " for fact in asked.facts)
    has_parts = len(asked.parts) > 1
    selected, values = [], []
    for outcome, at, (where_clock, limits) in counted_clocks(asked):
        selected.append(f"""
            SELECT {facts}{at if has_parts else "NULL"}, c.plan, {outcome}, k.active_seconds
            FROM clocks k {joined} WHERE {where_clock} AND {condition}""")
        values += [*limits, *given]
    return Query(" UNION ALL ".join(selected), tuple(values), 0)


def select_cuts(asked: ReportFilter, dialect: Dialect) -> Query:
    """Return the statement for holds, and the times of being ended, in a period up to now."""
    condition, given = _taken(asked, VALID, dialect)
    limits: list[Term] = [("h.started_at < ?", (format_utc(asked.period.end(asked.now)),))]
    if asked.period.since is not None:
        lasts = "(h.ended_at IS NULL OR h.ended_at > ?)"
        limits.append((lasts, (format_utc(asked.period.since),)))
    facts = ("NULL" if fact == "clock" else _of_case(fact) for fact in asked.facts)
    columns = [*facts, "c.number", "c.region"]
    sql = f"""
        SELECT {", ".join(columns)}, h.kind, h.started_at, h.ended_at
        FROM holds h {_joined(asked, "h", dialect)}
        WHERE {" AND ".join(each for each, _ in limits)} AND c.status <> 'void' AND {condition}"""
    return Query(sql, (*(value for _, values in limits for value in values), *given), 0)


def select_missed(asked: ReportFilter, dialect: Dialect) -> Query:
    """Return the statement that lists missed clocks: the kind and cycle of each, then its case.

    They come in the order of their due times, then by priority and number.
    """
    joined, (condition, given) = _joined(asked, "k", dialect), _taken(asked, VALID, dialect)
    rank, ranking = rank_of(asked.of_cases)
    selected, values = [], []
    for where_clock, limits in missed_clocks(asked):
        selected.append(f"""
            SELECT k.due_at AS due_at, {rank} AS rank, k.case_number AS case_number, k.kind AS kind,
                k.cycle AS cycle
            FROM clocks k {joined} WHERE {where_clock} AND {condition} AND c.status <> 'void'""")
        values += [*ranking, *limits, *given]
    sql = f"""
        SELECT d.kind, d.cycle, {case_columns(dialect)}
        FROM ({" UNION ALL ".join(selected)} ORDER BY {_IN_ORDER} LIMIT ?) d
        {dialect.to_cases.format("d")} ORDER BY {_IN_ORDER}"""
    return Query(sql, (*values, limit_of(asked.of_cases)), 0)


def _taken(asked: ReportFilter, statuses: Sequence[str] | None, dialect: Dialect) -> Term:
    """Return the condition for the cases `c` that are wanted, of some statuses if all are."""
    return where(asked.of_cases, asked.of_cases.statuses or statuses, dialect)


def _joined(asked: ReportFilter, row: str, dialect: Dialect) -> str:
    """Return what joins the case `c` of each row: of few cases, the engine finds them first."""
    if takes_most(asked.of_cases):
        return dialect.to_cases.format(row)
    return f"JOIN cases c ON c.number = {row}.case_number"


def _of_case(fact: Fact) -> str:
    """Return the value of a fact of a clock `k` of a case `c`."""
    match fact:
        case "clock":
            return "k.kind"
        case "tag":
            return "c.tags"
        case "partner" | "customer" | "owner":  # an owner who was redacted has no folded name
            return f"CASE WHEN c.{fact}_folded IS NOT NULL THEN c.{fact} END"
        case _:
            return f"c.{fact}"


def _values(facts: Sequence[Fact], values: Sequence[Value]) -> tuple[tuple[Value, ...], ...]:
    """Return the values of each fact in a row: a case may have several tags."""
    return tuple(
        tuple(value.split(BLANK)) if fact == "tag" and value else (value or None,)
        for fact, value in zip(facts, values, strict=True)
    )
