"""Time counted minute by minute, by what wall clocks show."""

from datetime import datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from tests.notices.scenario import MINUTE, Week

HORIZON = timedelta(days=30)
Cuts = tuple[tuple[datetime, datetime | None], ...]


def is_within(hours: str, wall: datetime) -> bool:
    """Return whether a wall time is in `08:00-18:00`, or `22:00-07:00` over midnight."""
    start, end = hours.split("-")
    shown = f"{wall:%H:%M}"
    return start <= shown < end if start < end else shown >= start or shown < end


@cache
def is_open(week: Week, at: datetime) -> bool:
    """Return whether a region is open in the minute that begins now."""
    wall = at.astimezone(ZoneInfo(week.zone))
    start, end = week.hours.split("-")
    after_midnight = end < start and f"{wall:%H:%M}" < end
    started = wall.date() - timedelta(days=1) if after_midnight else wall.date()
    return f"{started:%a}" in week.days.split() and is_within(week.hours, wall)


@cache
def walk(week: Week | None, start: datetime, minutes: int, cuts: Cuts) -> datetime | None:
    """Return the earliest instant at which so many minutes have passed, outside the cuts.

    Without a week every minute counts. None is never: a cut that has no end yet, or a long one.
    """
    at, passed = start, 0
    while passed < minutes:
        if at > start + HORIZON:
            return None
        is_cut = any(first <= at and (last is None or at < last) for first, last in cuts)
        passed += not is_cut and (week is None or is_open(week, at))
        at += MINUTE
    return at
