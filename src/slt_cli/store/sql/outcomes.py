"""What counts in a report, as SQL: the clocks of a period, each with its outcome.

The rules are those of `domain/report/outcomes.py`. Each outcome comes from an index of its own.
"""

from typing import NamedTuple

from slt_cli.domain.calendar.instant import format_utc
from slt_cli.domain.clocks import RESPONSE
from slt_cli.domain.report.outcomes import Period
from slt_cli.store.reporting import ReportFilter
from slt_cli.store.sql.conditions import RUNS, Term

_NOT_MISSED = "k.verdict <> 'missed'"
_RUNS = f"{RUNS} AND k.target_seconds IS NOT NULL"
_VALID = "c.status <> 'void'"

_IN_TIME = f"""CASE WHEN c.status = 'void' THEN 'void' WHEN k.verdict <> 'met' THEN k.verdict
    WHEN k.kind = '{RESPONSE}' AND k.stopped_by IN ('resolved', 'closed') THEN 'unanswered'
    ELSE 'met' END"""
"""What a clock that was not missed counts as."""

_MISSED = "CASE WHEN c.status = 'void' THEN 'void' ELSE 'missed' END"

_COUNTS = "(c.status = 'void' OR k.verdict <> 'met' OR k.missed_due_at IS NULL)"
"""Whether a clock that was not missed counts at all: once retargeted, it never counts as met."""


class Counted(NamedTuple):
    """Clocks `k` of cases `c` that count: what as, at which instant, and which they are."""

    outcome: str
    at: str
    where: Term


def counted_clocks(asked: ReportFilter) -> list[Counted]:
    """Return which clocks count.

    One that runs in time counts at no instant. A clock that was retargeted may be there twice.
    """
    period, now = asked.period, format_utc(asked.now)
    before_end = "" if period.until is None else " AND k.started_at < ?"
    end = () if period.until is None else (format_utc(period.until),)
    is_stopped = f"{_NOT_MISSED} AND k.stopped_at IS NOT NULL AND {_COUNTS}"
    is_of_old = f"{_NOT_MISSED} AND k.stopped_at IS NULL AND {_COUNTS}"  # its stop is not known
    in_time = f"{_RUNS} AND (k.due_at IS NULL OR k.due_at >= ?) AND {_VALID}{before_end}"
    stopped, (late, values) = _missed(asked)
    retargeted = f"k.missed_due_at IS NOT NULL AND {_VALID}"
    counted = [
        Counted(_IN_TIME, "k.stopped_at", _in_period(is_stopped, "k.stopped_at", period)),
        Counted(_IN_TIME, "k.due_at", _in_period(is_of_old, "k.due_at", period)),
        Counted(_MISSED, "k.due_at", stopped),
        Counted("'missed'", "k.due_at", (f"{late} AND {_VALID}", values)),
        Counted("'running'", "NULL", (in_time, (now, *end))),
        Counted(
            "'retargeted'", "k.missed_due_at", _in_period(retargeted, "k.missed_due_at", period)
        ),
    ]
    return [each._replace(where=_of_kind(each.where, asked)) for each in counted]


def missed_clocks(asked: ReportFilter) -> list[Term]:
    """Return the conditions for the clocks that count as missed."""
    return [_of_kind(each, asked) for each in _missed(asked)]


def _missed(asked: ReportFilter) -> tuple[Term, Term]:
    """Return the conditions for missed clocks: those that have stopped, and those that run."""
    late, values = _in_period(f"{_RUNS} AND k.due_at < ?", "k.due_at", asked.period)
    stopped = _in_period("k.verdict = 'missed'", "k.due_at", asked.period)
    return stopped, (late, (format_utc(asked.now), *values))


def _of_kind(where: Term, asked: ReportFilter) -> Term:
    condition, values = where
    return where if asked.kind is None else (f"{condition} AND k.kind = ?", (*values, asked.kind))


def _in_period(condition: str, column: str, period: Period) -> Term:
    """Return a condition for clocks whose instant in a column is in a period."""
    limits = [
        (f" AND {column} {sign} ?", format_utc(instant))
        for sign, instant in ((">=", period.since), ("<", period.until))
        if instant is not None
    ]
    return condition + "".join(each for each, _ in limits), tuple(value for _, value in limits)
