"""Business days: a length such as `2bd` or `1bd-end`, and the instant at which it has passed.

A business day is a local date on which an interval of opening hours starts; its closings are the
ends of its intervals, on the next date too. An interval that a clock change leaves empty is none.
"""

from datetime import datetime
from typing import NamedTuple

from slt_cli.domain.calendar.schedule import Schedule
from slt_cli.domain.calendar.timetable import HORIZON, LAST_DAY, require_within_horizon
from slt_cli.domain.calendar.wallclock import (
    DAY,
    EPOCH_DAY,
    first_and_last,
    utc_instant,
    utc_seconds,
)
from slt_cli.errors import ScheduleError

_UNITS = ("business days", "business day", "bd")
_END = "-end"
_LONGEST, _MOST_DIGITS = 2500, 9


class BusinessDays(NamedTuple):
    """A length in business days; `at_end` means up to the last closing of the last of them."""

    days: int
    at_end: bool = False

    def __str__(self) -> str:
        """Return the length as it is written in the configuration, such as `2bd`."""
        return f"{self.days}bd{_END if self.at_end else ''}"


def parse_business_days(text: str) -> BusinessDays | None:
    """Return the length in a text such as `2bd` or `1bd-end`; None for any other text.

    Raises ValueError for no business day at all, and for more than ten years of them.
    """
    given = text.strip().lower()
    figure = given.removesuffix(_END)
    unit = next(filter(figure.endswith, _UNITS), None)
    digits = "" if unit is None else figure.removesuffix(unit).strip()
    if not (digits.isascii() and digits.isdigit() and len(digits) <= _MOST_DIGITS):
        return None
    length = BusinessDays(int(digits), figure != given)
    if length.days < 1:
        raise ValueError(f"{text!r} must be at least one business day")
    if length.days > _LONGEST:
        raise ValueError(f"{text!r} is more than {_LONGEST} business days")
    return length


def due_after_business_days(schedule: Schedule, start: datetime, length: BusinessDays) -> datetime:
    """Return the instant at which a length in business days from `start` has passed.

    The clock starts at `start`, or at the next opening if support is closed then. The length ends
    at the local time of that start on the last of the business days after the one of the start: if
    support is closed at that time, at the day's last closing before it, or at the day's first
    opening if there is none. Hours that began the day before keep their day after midnight, and so
    does the time in the hours of the later day. With `at_end` it ends at the last closing of that
    day. Raises ScheduleError if support stays closed for longer than the horizon.
    """
    at, spans = _aimed_at(schedule, start, length)
    if length.at_end:
        return utc_instant(max(closes for _, closes in spans))
    if schedule.is_open(utc_instant(at)):
        return utc_instant(at)
    closings = [closes for _, closes in spans if closes <= at]
    return utc_instant(max(closings) if closings else spans[0][0])


def closed_instead(schedule: Schedule, start: datetime, length: BusinessDays) -> datetime | None:
    """Return the instant at which a length would have ended if support were not closed then."""
    at = utc_instant(_aimed_at(schedule, start, length)[0])
    in_hours = length.at_end or at == due_after_business_days(schedule, start, length)
    return None if in_hours else at


def _aimed_at(
    schedule: Schedule, start: datetime, length: BusinessDays
) -> tuple[int, list[tuple[int, int]]]:
    """Return the local time of the start on the last day of a length, and the spans of that day."""
    begins = start if schedule.is_open(start) else schedule.next_change(start) or start
    local = begins.astimezone(schedule.zone)
    started = _business_day_of(schedule, local.toordinal(), utc_seconds(begins))
    day, spans = _business_day_after(schedule, started, length.days)
    nights = local.toordinal() - started
    second = nights * DAY + local.hour * 3600 + local.minute * 60 + local.second
    at, _ = first_and_last(schedule.zone, day, second)
    return at, spans


def _business_day_of(schedule: Schedule, day: int, second: int) -> int:
    """Return the local day on which the hours started that are open at an instant on `day`."""
    before = day - 1
    in_night = any(opens <= second < closes for opens, closes in schedule.day_spans(before))
    is_own = any(opens <= second < closes for opens, closes in schedule.day_spans(day))
    return before if in_night and not is_own else day


def _business_day_after(
    schedule: Schedule, day: int, number: int
) -> tuple[int, list[tuple[int, int]]]:
    """Return a later business day, counted from 1, and its spans in UTC seconds."""
    latest = day
    while number:
        day += 1
        if day > LAST_DAY:
            raise ScheduleError(
                "the answer is outside the years of the calendar",
                "check the time and the length of the target",
            )
        if schedule.intervals(day) and (spans := schedule.day_spans(day)):
            latest, number = day, number - 1
        elif (day - latest) * DAY > HORIZON:
            require_within_horizon(
                (latest - EPOCH_DAY) * DAY, (day - EPOCH_DAY) * DAY, schedule.support
            )
    return day, spans
