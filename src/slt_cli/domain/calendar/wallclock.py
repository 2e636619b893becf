"""From what a clock on the wall shows to the instants at which it shows it."""

from datetime import UTC, datetime, timedelta, tzinfo

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
EPOCH_DAY = EPOCH.toordinal()
DAY = 86400
_WALL_EPOCH = EPOCH.replace(tzinfo=None)


def utc_seconds(instant: datetime) -> int:
    """Return the whole seconds from 1970 to an instant, fractions cut off.

    Raises TypeError for a naive datetime: it names no instant.
    """
    passed = instant - EPOCH
    return passed.days * DAY + passed.seconds


def utc_instant(seconds: int) -> datetime:
    """Return the UTC instant that lies so many seconds after 1970, or before it if negative."""
    return datetime.fromtimestamp(seconds, UTC) if seconds >= 0 else EPOCH + timedelta(0, seconds)


def first_and_last(zone: tzinfo, day: int, second: int) -> tuple[int, int]:
    """Return the first and the last instant (UTC seconds) at which a zone's clock shows a time.

    `day` is a date's ordinal, `second` counts from its midnight and may lie beyond its end. When
    clocks go back a time is shown twice. When they go forward a time is skipped: then both are the
    instant of the change.
    """
    shown = (day - EPOCH_DAY) * DAY + second
    wall = (_WALL_EPOCH + timedelta(0, shown)).replace(tzinfo=zone)
    before, after = _offset(wall), _offset(wall.replace(fold=1))
    if before < after:
        change = _change(zone, shown - after, shown - before)
        return change, change
    return shown - before, shown - after


def _change(zone: tzinfo, low: int, high: int) -> int:
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
    assert delta is not None, "a zone always knows its offset"  # noqa: S101 - for the type alone
    return delta.days * DAY + delta.seconds
