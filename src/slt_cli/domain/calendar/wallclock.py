"""The instants at which a wall clock in a zone shows a time."""

from datetime import UTC, datetime, timedelta, tzinfo
from typing import Literal

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
EPOCH_DAY = EPOCH.toordinal()
DAY = 86400
_WALL_EPOCH = EPOCH.replace(tzinfo=None)


def utc_seconds(instant: datetime) -> int:
    """Return the whole seconds from 1970 to an instant, rounded down.

    Raises TypeError for a naive datetime, which is not an instant.
    """
    passed = instant - EPOCH
    return passed.days * DAY + passed.seconds


def utc_instant(seconds: int) -> datetime:
    """Return the UTC instant `seconds` after the start of 1970, or before it if negative."""
    return datetime.fromtimestamp(seconds, UTC) if seconds >= 0 else EPOCH + timedelta(0, seconds)


def first_and_last(zone: tzinfo, day: int, second: int) -> tuple[int, int]:
    """Return the first and the last instant (UTC seconds) at which a zone's clock shows a time.

    `day` is the ordinal of a date. `second` counts from its midnight and may be on a later day.
    When clocks go back, a time is shown twice. When they go forward, a time is skipped, and both
    results are the instant of the change.
    """
    shown = (day - EPOCH_DAY) * DAY + second
    wall = (_WALL_EPOCH + timedelta(0, shown)).replace(tzinfo=zone)
    before, after = _offset(wall), _offset(wall.replace(fold=1))
    if before < after:
        change = _change(zone, shown - after, shown - before)
        return change, change
    return shown - before, shown - after


Seen = Literal["once", "twice", "never"]
"""How often a wall clock shows a time."""


def wall_time(naive: datetime, zone: tzinfo | None) -> tuple[datetime, Seen]:
    """Return the instant at which a zone's clock shows a time, and how often it does.

    A time that is shown twice means the first, or with a fold the second, and one that is skipped
    the instant of the change. None is the local time of the process.
    """
    first, last = shown_at(naive.replace(fold=0), zone), shown_at(naive.replace(fold=1), zone)
    if first > last:
        return utc_instant(_change(zone, utc_seconds(last), utc_seconds(first))), "never"
    if first == last:
        return first, "once"
    return last if naive.fold else first, "twice"


def shown_at(naive: datetime, zone: tzinfo | None) -> datetime:
    """Return the UTC instant of a time that a zone's clock shows, the second one with a fold."""
    if zone is None:  # astimezone() confuses the two offsets around a time that is skipped
        return utc_instant(int(naive.replace(microsecond=0).timestamp()))
    return naive.replace(tzinfo=zone).astimezone(UTC)


def _change(zone: tzinfo | None, low: int, high: int) -> int:
    """Return the first instant in (low, high] whose offset is no longer the one at `low`."""
    old = _offset(utc_instant(low).astimezone(zone))
    while high - low > 1:
        middle = (low + high) // 2
        if _offset(utc_instant(middle).astimezone(zone)) == old:
            low = middle
        else:
            high = middle
    return high


def _offset(local: datetime) -> int:
    delta = local.utcoffset()
    assert delta is not None, "a zone always has an offset"  # noqa: S101 - for the type checker
    return delta.days * DAY + delta.seconds
