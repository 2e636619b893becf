"""The weeks and months that a report is divided into, by the dates of one zone."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from typing import Literal, NamedTuple

from slt_cli.domain.calendar.instant import Zone
from slt_cli.domain.calendar.wallclock import wall_time

Unit = Literal["week", "month"]
UNITS: tuple[Unit, ...] = ("week", "month")

_WEEK = timedelta(7)
_MORE_THAN_A_MONTH = timedelta(31)


class Part(NamedTuple):
    """A part of a period: from an instant on, with the week and month that it is in.

    A week is the date of its Monday, such as 2026-10-05, a month is 2026-10; the one that a report
    is not divided by is empty.
    """

    start: datetime
    week: str = ""
    month: str = ""

    def name(self, unit: Unit) -> str:
        """Return its week or month."""
        return self.week if unit == "week" else self.month


def parts_of(start: datetime, end: datetime, units: Iterable[Unit], zone: Zone) -> list[Part]:
    """Return the parts of a time in which no week or month of a zone begins, in their order.

    The first one starts at `start`, and there is one even of an empty time.
    """
    divided = tuple(units)
    begins = {start, *(each for unit in divided for each in _begins(unit, start, end, zone))}
    return [_part(each, divided, zone) for each in sorted(begins)]


def part_at(parts: Sequence[Part], instant: datetime) -> int:
    """Return the index of the part with an instant; what is before the first is in the first."""
    return max(bisect_right(parts, instant, key=lambda part: part.start) - 1, 0)


def _begins(unit: Unit, start: datetime, end: datetime, zone: Zone) -> Iterator[datetime]:
    """Yield the instants at which a week or month begins after a start and before an end."""
    day = _first_day(unit, start.astimezone(zone.info).date())
    while True:
        day = _first_day(unit, day + (_WEEK if unit == "week" else _MORE_THAN_A_MONTH))
        instant, _ = wall_time(datetime.combine(day, time()), zone.info)
        if instant >= end:
            return
        if instant > start:
            yield instant


def _first_day(unit: Unit, day: date) -> date:
    """Return the first day of the week or month with a day."""
    return day - timedelta(day.weekday()) if unit == "week" else day.replace(day=1)


def _part(start: datetime, units: Iterable[Unit], zone: Zone) -> Part:
    day = start.astimezone(zone.info).date()
    week, month = (_first_day(unit, day) if unit in units else None for unit in UNITS)
    return Part(start, week.isoformat() if week else "", f"{month:%Y-%m}" if month else "")
