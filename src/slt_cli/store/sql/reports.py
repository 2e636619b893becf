"""The statements of reports, and what their rows are."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from slt_cli.domain.calendar.instant import format_utc
from slt_cli.domain.case import VALID, CaseClock
from slt_cli.domain.report.dates import Part
from slt_cli.domain.report.figures import Tally
from slt_cli.domain.report.rows import Cut, Fact, Value
from slt_cli.store.reporting import ReportFilter
from slt_cli.store.sql.conditions import Term, where
from slt_cli.store.sql.dialect import Dialect
from slt_cli.store.sql.outcomes import COUNTS, LENGTH, OUTCOME, counted_clocks, missed_clocks
from slt_cli.store.sql.queries import Query, case_columns, limit_of, rank_of
from slt_cli.store.sql.rows import BLANK, NAMES, read_number, row_case, row_span


class SqlReports:
    """What reports ask, answered by single statements; `read` yields the rows of one."""

    def __init__(self, read: Callable[[Query], Iterable[Any]], dialect: Dialect) -> None:
        self._read = read
        self._dialect = dialect

    def tallies(self, asked: ReportFilter) -> Iterator[Tally]:
        """Yield how many clocks count alike."""
        for row in self._read(select_tallies(asked, self._dialect)):
            *values, part, plan, outcome, length, count = row
            yield Tally(_values(asked.facts, values), part, plan, outcome, length, count)

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


def select_tallies(asked: ReportFilter, dialect: Dialect) -> Query:
    """Return the statement that counts clocks: the columns of the facts, then those of a tally."""
    part, starts = _part("d.at", asked.parts)
    clocks, values = counted_clocks(asked)
    condition, given = where(asked.of_cases, asked.of_cases.statuses or None, dialect)
    columns = [*map(_selected, asked.facts), part, "c.plan", OUTCOME, LENGTH]
    others = range(len(asked.facts) + 1, len(columns) + 1)
    sql = f"""
        SELECT {", ".join(columns)}, count(*)
        FROM ({clocks}) d JOIN cases c ON c.number = d.case_number
        WHERE {condition} AND {COUNTS}
        GROUP BY {", ".join([*map(_grouped, asked.facts), *map(str, others)])}"""
    return Query(sql, (*starts, *values, *given), 0)


def select_cuts(asked: ReportFilter, dialect: Dialect) -> Query:
    """Return the statement for holds, and the times of being ended, in a period up to now."""
    condition, given = where(asked.of_cases, asked.of_cases.statuses or VALID, dialect)
    limits: list[Term] = [("h.started_at < ?", (format_utc(asked.period.end(asked.now)),))]
    if asked.period.since is not None:
        lasts = "(h.ended_at IS NULL OR h.ended_at > ?)"
        limits.append((lasts, (format_utc(asked.period.since),)))
    columns = [*map(_of_case, asked.facts), "c.number", "c.region"]
    sql = f"""
        SELECT {", ".join(columns)}, h.kind, h.started_at, h.ended_at
        FROM holds h JOIN cases c ON c.number = h.case_number
        WHERE {" AND ".join(each for each, _ in limits)} AND c.status <> 'void' AND {condition}"""
    return Query(sql, (*(value for _, values in limits for value in values), *given), 0)


def select_missed(asked: ReportFilter, dialect: Dialect) -> Query:
    """Return the statement that lists missed clocks: the kind and cycle of each, then its case.

    They come in the order of their due times, then by priority and number.
    """
    wanted = asked.of_cases
    clocks, values = missed_clocks(asked)
    condition, given = where(wanted, wanted.statuses or VALID, dialect)
    rank, ranking = rank_of(wanted)
    sql = f"""
        SELECT d.kind, d.cycle, {case_columns(dialect)}
        FROM ({clocks}) d JOIN cases c ON c.number = d.case_number
        WHERE c.status <> 'void' AND {condition}
        ORDER BY d.due_at, {rank}, c.number, d.kind, d.cycle LIMIT ?"""
    return Query(sql, (*values, *given, *ranking, limit_of(wanted)), 0)


def _selected(fact: Fact) -> str:
    """Return the value of a fact in a group: of names that differ in their letters, one."""
    if fact in NAMES:  # who was redacted has no folded name
        return f"CASE WHEN c.{fact}_folded IS NOT NULL THEN min(c.{fact}) END"
    return _of_case(fact) if fact != "clock" else "d.kind"


def _grouped(fact: Fact) -> str:
    return f"c.{fact}_folded" if fact in NAMES else _selected(fact)


def _of_case(fact: Fact) -> str:
    match fact:
        case "clock":
            return "NULL"
        case "tag":
            return "c.tags"
        case "owner":
            return "CASE WHEN c.owner_folded IS NOT NULL THEN c.owner END"
        case _:
            return f"c.{fact}"


def _values(facts: Sequence[Fact], values: Sequence[Value]) -> tuple[tuple[Value, ...], ...]:
    """Return the values of each fact in a row: a case may have several tags."""
    return tuple(
        tuple(value.split(BLANK)) if fact == "tag" and value else (value or None,)
        for fact, value in zip(facts, values, strict=True)
    )


def _part(column: str, parts: Sequence[Part]) -> Term:
    """Return the index of the part with the instant in a column; NULL is in the last one."""

    def found(low: int, high: int) -> Term:
        if high - low <= 1:
            return str(low), ()
        middle = (low + high) // 2
        (first, before), (second, after) = found(low, middle), found(middle, high)
        start = format_utc(parts[middle].start)
        return f"CASE WHEN {column} < ? THEN {first} ELSE {second} END", (start, *before, *after)

    return found(0, len(parts))
