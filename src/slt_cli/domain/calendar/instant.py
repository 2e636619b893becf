"""Instants in whole UTC seconds: parsed from what people write, shown with weekday and zone."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import lru_cache

from slt_cli.domain.calendar.duration import parse_duration

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

_TIME_OF_DAY = re.compile(r"(\d{1,2}):(\d{2})", re.ASCII)
_SHIFT = re.compile(r"([+-])(\w+)", re.ASCII)
_DAYS_BY_NAME = 6
_EARLIEST, _LATEST = 1900, 9900
_DAYS_CACHED, _TIMES_CACHED = 4096, 86400  # a list has many instants, on few days


class Zone:
    """A time zone: its rules, and a label to show if the rules have no abbreviation for it.

    The zone database has only `+08` for Singapore, so `label` ("SGT") is shown instead. A zone
    without rules is the local time of the user.
    """

    __slots__ = ("info", "label")

    def __init__(self, info: tzinfo | None = None, label: str = "") -> None:
        self.info = info
        self.label = label

    def abbreviation(self, instant: datetime) -> str:
        """Return the abbreviation that is in use at an instant, such as PST or PDT."""
        return self.abbreviation_of(instant.astimezone(self.info))

    def abbreviation_of(self, local: datetime) -> str:
        """Return the abbreviation that is in use at a time in this zone."""
        name = local.tzname() or ""
        return self.label if self.label and not name.isalpha() else name


def parse_instant(text: str, now: datetime, localize: Callable[[datetime], datetime]) -> datetime:
    """Return the UTC instant that a text means at `now`, which is in the user's zone.

    The text is ISO 8601 with or without an offset, `HH:MM` (today), or a shift such as `-90m` or
    `+2h`. `localize` turns a naive time of the user into an aware one. Raises ValueError for any
    other text.
    """
    text = text.strip()
    if shift := _SHIFT.fullmatch(text):
        seconds = parse_duration(shift[2])
        shifted = now.astimezone(UTC) + timedelta(0, seconds if shift[1] == "+" else -seconds)
        return shifted.replace(microsecond=0)
    try:
        if clock := _TIME_OF_DAY.fullmatch(text):
            parsed = datetime.combine(now.date(), time(int(clock[1]), int(clock[2])))
        else:
            parsed = datetime.fromisoformat(text)
    except ValueError:
        raise ValueError(
            f"{text!r} is not a time such as 2026-11-20T17:30, 2026-11-20T17:30:00-08:00, "
            "17:30, -90m or +2h"
        ) from None
    return _utc(parsed, text, localize)


def parse_iso(text: str, localize: Callable[[datetime], datetime]) -> datetime:
    """Return the UTC instant of a text in ISO 8601, with or without an offset.

    `localize` turns a naive time of the user into an aware one. Raises ValueError for any other
    text.
    """
    try:
        parsed = datetime.fromisoformat(text)
    except ValueError:
        raise ValueError(
            f"{text!r} is not a time such as 2026-11-20T17:30 or 2026-11-20T17:30:00-08:00"
        ) from None
    if parsed.tzinfo is UTC and not parsed.microsecond and _EARLIEST <= parsed.year <= _LATEST:
        return parsed
    return _utc(parsed, text, localize)


def _utc(parsed: datetime, text: str, localize: Callable[[datetime], datetime]) -> datetime:
    if not _EARLIEST <= parsed.year <= _LATEST:
        raise ValueError(f"{text!r} is outside the years {_EARLIEST} to {_LATEST}")
    aware = parsed if parsed.tzinfo else localize(parsed)
    return aware.astimezone(UTC).replace(microsecond=0)


def require_aware(instant: datetime) -> None:
    """Raise TypeError for a naive datetime, which is not an instant."""
    if instant.utcoffset() is None:
        raise TypeError(f"{instant!r} has no zone, so it is not an instant")


def format_instant(instant: datetime, zone: Zone, year: int, *, seconds: bool = False) -> str:
    """Return an instant as `Mon 23 Nov 05:00 PST`, with its year unless that is `year`."""
    require_aware(instant)
    local = instant.astimezone(zone.info)
    return f"{format_day(local, year)} {_clock(local, zone, seconds=seconds)}"


def format_short(instant: datetime, zone: Zone, now: datetime) -> str:
    """Return an instant as `today 18:05`, `Thu 10:20`, `2 Dec 20:45` or `4 Jan 2027`.

    The weekday stands for a day at most six days away. It has no zone: what is around it names it.
    """
    local, day = _short_day(instant, zone, now)
    is_far = day.endswith(str(local.year))
    return day if is_far else f"{day} {local.hour:02}:{local.minute:02}"


def format_since(instant: datetime, zone: Zone, now: datetime) -> str:
    """Return since when in few words: `09:40` for today, else `Tue`, `2 Dec` or `4 Jan 2025`."""
    local, day = _short_day(instant, zone, now)
    return f"{local.hour:02}:{local.minute:02}" if day == "today" else day


def _short_day(instant: datetime, zone: Zone, now: datetime) -> tuple[datetime, str]:
    """Return the local time of an instant, and its day in as few words as are clear at `now`."""
    require_aware(instant)
    local = instant.astimezone(zone.info)
    today = now.astimezone(zone.info).date()
    away = (local.date() - today).days
    if away == 0:
        return local, "today"
    if abs(away) <= _DAYS_BY_NAME:
        return local, DAYS[local.weekday()]
    day = f"{local.day} {MONTHS[local.month - 1]}"
    return local, day if local.year == today.year else f"{day} {local.year}"


def format_day(day: date, year: int) -> str:
    """Return a date as `Mon 23 Nov`, with its year unless that is `year`."""
    text = f"{DAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]}"
    return text if day.year == year else f"{text} {day.year}"


def format_clock(instant: datetime, zone: Zone) -> str:
    """Return the time of day as `18:00 SGT`, rounded down to the minute."""
    require_aware(instant)
    return _clock(instant.astimezone(zone.info), zone)


def _clock(local: datetime, zone: Zone, *, seconds: bool = False) -> str:
    second = f":{local.second:02}" if seconds else ""
    return f"{local.hour:02}:{local.minute:02}{second} {zone.abbreviation_of(local)}"


def format_utc(instant: datetime) -> str:
    """Return an instant as ISO 8601 in UTC with `Z` and whole seconds, which sorts as text."""
    if instant.tzinfo is not UTC:
        require_aware(instant)
        instant = instant.astimezone(UTC)
    return _day_text(instant.toordinal()) + _clock_text(
        instant.hour, instant.minute, instant.second
    )


@lru_cache(_DAYS_CACHED)
def _day_text(ordinal: int) -> str:
    return date.fromordinal(ordinal).isoformat()


@lru_cache(_TIMES_CACHED)
def _clock_text(hour: int, minute: int, second: int) -> str:
    return f"T{hour:02}:{minute:02}:{second:02}Z"


def parse_utc(text: str) -> datetime:
    """Return the instant that `format_utc` wrote; raises ValueError for any other text."""
    instant = datetime.fromisoformat(text)
    if instant.tzinfo is None:
        raise ValueError(f"{text!r} has no zone")
    return instant
