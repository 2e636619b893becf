"""Why a target is due when it is: each interval that counts, each day that does not, and the total.

The ledger adds up the hours day by day, while a schedule looks the due time up in its table. The
explanation is worth reading because the two agree.
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Literal, NamedTuple

from slt_cli.domain.calendar.active import moved
from slt_cli.domain.calendar.business_days import (
    BusinessDays,
    closed_instead,
    due_after_business_days,
)
from slt_cli.domain.calendar.schedule import Schedule
from slt_cli.domain.calendar.wallclock import first_and_last, utc_instant, utc_seconds

_DAYS_AROUND = 2

LedgerReason = Literal[
    "counted",
    "closed-weekday",
    "holiday",
    "outside-hours",
    "clock-change",
    "on-hold",
    "closed-case",
    "business-day",
]


class LedgerEntry(NamedTuple):
    """One line: an interval that counted, with its day, or a day on which nothing counted.

    On a day of `clock-change` the clocks were put forward over all of its hours. `adds` and
    `total` are seconds of support time. `name` is the name of the day's exception, or empty. The
    last line of a length in business days says when that ends; its name is the length. It has
    `closed_at` if that is earlier or later because support is closed at that instant.
    """

    day: date
    reason: LedgerReason
    name: str
    starts_at: datetime | None
    ends_at: datetime | None
    adds: int
    total: int
    closed_at: datetime | None = None


class Cut(NamedTuple):
    """A span in which nothing counted though support may have been open, and why."""

    started_at: datetime
    ended_at: datetime | None
    reason: LedgerReason


def explain(
    schedule: Schedule, start: datetime, length: int | BusinessDays, cuts: Sequence[Cut] = ()
) -> Iterator[LedgerEntry]:
    """Yield the ledger from `start` until a length of active time has passed.

    The length is in seconds or in business days. Where a span without an end keeps it from passing
    it stops there. Raises ScheduleError if support stays closed for longer than the horizon.
    """
    if isinstance(length, int):
        days, promised, allowance = None, schedule.due(start, length), length
    else:
        days, promised = length, due_after_business_days(schedule, start, length)
        allowance = schedule.elapsed(start, promised)
    due = moved(schedule, start, promised, cuts)
    until = due if due is not None else max(start, cuts[-1].started_at)
    end, at, total = utc_seconds(until), utc_seconds(start), 0
    began, first = at, start.astimezone(schedule.zone).date().toordinal()
    shown_until, last = first - 1, until.astimezone(schedule.zone).date()
    # Where clocks go back over midnight, the hours of a date can begin on the date before it.
    for ordinal in range(first - _DAYS_AROUND, max(first, last.toordinal()) + _DAYS_AROUND + 1):
        exception = schedule.exception(ordinal)
        name = exception.name if exception else ""
        spans = schedule.day_spans(ordinal)
        for opens, closes in spans:
            for begins, ends, reason in _pieces(max(opens, at), min(closes, end), cuts):
                adds = ends - begins if reason == "counted" else 0
                total += adds
                starts_at, ends_at = utc_instant(begins), utc_instant(ends)
                day = starts_at.astimezone(schedule.zone).date()
                yield LedgerEntry(day, reason, name, starts_at, ends_at, adds, total)
                at, shown_until = ends, day.toordinal()
        if shown_until < ordinal <= last.toordinal() - (days is not None):
            why_not = _why_not(schedule, ordinal, spans, began, at)
            if why_not is not None:
                yield LedgerEntry(date.fromordinal(ordinal), why_not, name, None, None, 0, total)
        if total >= allowance and days is None:
            return
    if days is not None and due is not None:
        closed_at = closed_instead(schedule, start, days) if due == promised else None
        yield LedgerEntry(last, "business-day", str(days), None, due, 0, total, closed_at)


def _pieces(begins: int, ends: int, cuts: Sequence[Cut]) -> Iterator[tuple[int, int, LedgerReason]]:
    """Yield the parts of an open span, those that counted and those that were cut out."""
    for cut in cuts:
        cut_from = max(utc_seconds(cut.started_at), begins)
        cut_until = ends if cut.ended_at is None else min(utc_seconds(cut.ended_at), ends)
        if cut_from < cut_until:
            if begins < cut_from:
                yield begins, cut_from, "counted"
            yield cut_from, cut_until, cut.reason
            begins = cut_until
    if begins < ends:
        yield begins, ends, "counted"


def _why_not(
    schedule: Schedule, ordinal: int, spans: Sequence[tuple[int, int]], began: int, counted: int
) -> LedgerReason | None:
    """Return why nothing that starts on a day counted; None if the day needs no line.

    None means that the hours of the day before last into it, or that its own come after the end.
    `counted` is how far the lines reach, in UTC seconds as `began` and the day's spans are.
    """
    if not schedule.intervals(ordinal):
        if schedule.exception(ordinal) is not None:
            return "holiday"
        midnight, _ = first_and_last(schedule.zone, ordinal, 0)
        return "closed-weekday" if counted <= max(midnight, began) else None
    if not spans:
        return "clock-change"
    return "outside-hours" if all(closes <= began for _, closes in spans) else None
