"""What counts in a report, as SQL: the clocks of a period, each with its outcome.

The rules are those of `domain/report/outcomes.py`. Each outcome comes from an index of its own.
"""

from slt_cli.domain.calendar.instant import format_utc
from slt_cli.domain.clocks import RESPONSE
from slt_cli.domain.report.outcomes import Period
from slt_cli.store.reporting import ReportFilter
from slt_cli.store.sql.conditions import RUNS, Term

_STOPPED_AS = f"""CASE WHEN k.verdict <> 'met' THEN k.verdict
    WHEN k.missed_due_at IS NOT NULL THEN NULL
    WHEN k.kind = '{RESPONSE}' AND k.stopped_by IN ('resolved', 'closed') THEN 'unanswered'
    ELSE 'met' END"""
"""What a clock that was not missed counts as; NULL for one that counts only as retargeted."""

_NOT_MISSED = "k.verdict <> 'missed'"
_RUNS = f"{RUNS} AND k.target_seconds IS NOT NULL"

COUNTS = """CASE WHEN c.status = 'void' THEN coalesce(d.outcome, '') <> 'retargeted'
    ELSE d.outcome IS NOT NULL END"""
"""Whether a clock `d` of a case `c` counts at all: one of a void case does once."""

OUTCOME = "CASE WHEN c.status = 'void' THEN 'void' ELSE d.outcome END"

LENGTH = """CASE WHEN c.status <> 'void' AND d.outcome IN ('met', 'missed')
    THEN d.active_seconds END"""
"""The active seconds of a clock whose length counts."""


def counted_clocks(asked: ReportFilter) -> Term:
    """Return the clocks that count: the case of each, its kind, length, outcome, and when.

    One that runs in time counts at no instant. A clock that was retargeted may be there twice.
    """
    period, now = asked.period, format_utc(asked.now)
    before_end = "" if period.until is None else " AND k.started_at < ?"
    end = () if period.until is None else (format_utc(period.until),)
    is_stopped = f"{_NOT_MISSED} AND k.stopped_at IS NOT NULL"
    is_of_old = f"{_NOT_MISSED} AND k.stopped_at IS NULL"  # its stop is not known
    in_time = f"{_RUNS} AND (k.due_at IS NULL OR k.due_at >= ?){before_end}"
    return _united(
        _clocks(asked, _STOPPED_AS, "k.stopped_at", _in_period(is_stopped, "k.stopped_at", period)),
        _clocks(asked, _STOPPED_AS, "k.due_at", _in_period(is_of_old, "k.due_at", period)),
        *(_clocks(asked, "'missed'", "k.due_at", each) for each in _missed(asked)),
        _clocks(asked, "'running'", "NULL", (in_time, (now, *end))),
        _clocks(asked, "'retargeted'", "k.missed_due_at", _retargeted(period)),
    )


def missed_clocks(asked: ReportFilter) -> Term:
    """Return the clocks that count as missed: the case of each, its kind, cycle and due time."""
    kinds, kind = _of_kind(asked)
    columns = "k.case_number, k.kind, k.cycle, k.due_at"
    return _united(
        *(
            (f"SELECT {columns} FROM clocks k WHERE {condition}{kinds}", (*values, *kind))
            for condition, values in _missed(asked)
        )
    )


def _missed(asked: ReportFilter) -> tuple[Term, Term]:
    """Return the conditions for missed clocks: those that have stopped, and those that run."""
    late, values = _in_period(f"{_RUNS} AND k.due_at < ?", "k.due_at", asked.period)
    stopped = _in_period("k.verdict = 'missed'", "k.due_at", asked.period)
    return stopped, (late, (format_utc(asked.now), *values))


def _retargeted(period: Period) -> Term:
    return _in_period("k.missed_due_at IS NOT NULL", "k.missed_due_at", period)


def _clocks(asked: ReportFilter, outcome: str, at: str, where: Term) -> Term:
    """Return the selection of clocks that meet a condition."""
    condition, values = where
    kinds, kind = _of_kind(asked)
    columns = f"k.case_number, k.kind, k.active_seconds, {outcome} AS outcome, {at} AS at"
    return f"SELECT {columns} FROM clocks k WHERE {condition}{kinds}", (*values, *kind)


def _of_kind(asked: ReportFilter) -> Term:
    return ("", ()) if asked.kind is None else (" AND k.kind = ?", (asked.kind,))


def _in_period(condition: str, column: str, period: Period) -> Term:
    """Return a condition for clocks whose instant in a column is in a period."""
    limits = [
        (f" AND {column} {sign} ?", format_utc(instant))
        for sign, instant in ((">=", period.since), ("<", period.until))
        if instant is not None
    ]
    return condition + "".join(each for each, _ in limits), tuple(value for _, value in limits)


def _united(*parts: Term) -> Term:
    sql = " UNION ALL ".join(each for each, _ in parts)
    return sql, tuple(value for _, values in parts for value in values)
