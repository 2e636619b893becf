"""Why a target is due when it is: each interval that counts, each day that does not, and the total.

The ledger adds up the hours day by day, while a schedule looks the due time up in its table. The
explanation is worth reading because the two agree.
"""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Literal, NamedTuple

from slt_cli.domain.calendar.schedule import Schedule
from slt_cli.domain.calendar.wallclock import utc_instant, utc_seconds

LedgerReason = Literal["counted", "closed-weekday", "holiday", "outside-hours"]


class LedgerEntry(NamedTuple):
    """One line: an interval that counted, with its day, or a day on which nothing counted.

    `adds` and `total` are seconds of support time. `name` is the name of the day's exception, or
    empty.
    """

    day: date
    reason: LedgerReason
    name: str
    starts_at: datetime | None
    ends_at: datetime | None
    adds: int
    total: int


def explain(schedule: Schedule, start: datetime, allowance: int) -> Iterator[LedgerEntry]:
    """Yield the ledger from `start` until `allowance` seconds of support time have passed.

    Raises ScheduleError if support stays closed for longer than the horizon.
    """
    due = utc_seconds(schedule.due(start, allowance))
    at, total = utc_seconds(start), 0
    first = start.astimezone(schedule.zone).date().toordinal()
    counted_until = first - 1
    for ordinal in range(first - 1, utc_instant(due).astimezone(schedule.zone).toordinal() + 1):
        exception = schedule.exceptions.get(ordinal)
        name = exception.name if exception else ""
        for opens, closes in schedule.day_spans(ordinal):
            counts_from, counts_until = max(opens, at), min(closes, due)
            if counts_from < counts_until:
                adds = counts_until - counts_from
                total += adds
                starts_at, ends_at = utc_instant(counts_from), utc_instant(counts_until)
                day = starts_at.astimezone(schedule.zone).date()
                yield LedgerEntry(day, "counted", name, starts_at, ends_at, adds, total)
                at, counted_until = counts_until, day.toordinal()
        if ordinal > counted_until:
            day = date.fromordinal(ordinal)
            yield LedgerEntry(day, _why_not(schedule, ordinal), name, None, None, 0, total)
        if total >= allowance:
            return


def _why_not(schedule: Schedule, ordinal: int) -> LedgerReason:
    if schedule.intervals(ordinal):
        return "outside-hours"
    return "holiday" if ordinal in schedule.exceptions else "closed-weekday"
