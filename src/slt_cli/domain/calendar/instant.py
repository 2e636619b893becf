"""Instants in whole UTC seconds: parsed from what people write, shown with weekday and zone."""

import re
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, tzinfo
from functools import lru_cache

from slt_cli.domain.calendar.offsets import MINUS, offset_of

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

_MEAN_UTC = frozenset({"UTC", "GMT", "UT", "Z"})
_DAYS_BY_NAME = 3  # either way: of seven days, each has its own name
EARLIEST, LATEST = 1900, 9900
"""The years that a time may be in."""

_SEPARATORS = frozenset({"T", " ", "t", ""})
_LOOSE = r"(\d{4}-\d\d-\d\d[T ])(\d:\d\d[\d:.]*|\d\d[\d:.]*)(?: ?([A-Z]*(?:[+-][\d:]+)?))"
_COMPACT = r"\d{8}([Tt ].+)?|\d{4}-?W\d\d(-?\d)?([Tt ].+)?"
_DAYS_CACHED, _TIMES_CACHED = 4096, 86400  # a list has many instants, on few days


class Zone:
    """A time zone: its rules, and a label to show if the rules have no abbreviation for it.

    The zone database has only `+08` for Singapore, so `label` ("SGT") is shown instead, but for a
    time that is seen twice, which only the offset tells apart. Where UTC or GMT is the name of a
    time with an offset, as with TZ=UTC+3, the offset is shown, too. A zone without rules is the
    local time of the user.
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
        if self.label and not name.isalpha():
            is_once = local.replace(fold=1 - local.fold).utcoffset() == local.utcoffset()
            name = self.label if is_once else offset_text(local)
        return offset_text(local) if name.upper() in _MEAN_UTC and local.utcoffset() else name


def offset_text(local: datetime) -> str:
    """Return the offset of a time as `-08:00`, with its seconds if it has any."""
    return local.isoformat(timespec="seconds")[19:]


def parse_iso(text: str, localize: Callable[[datetime], datetime]) -> datetime:
    """Return the UTC instant of a text in ISO 8601, with or without an offset.

    `localize` turns a naive time of the user into an aware one. Raises ValueError for any other
    text.
    """
    try:
        parsed = datetime.fromisoformat(text)
    except ValueError:
        parsed = _loosely(text)
    if not parsed.hour and re.search("[Tt ]24", text):  # newer versions of Python take it
        raise _not_iso(text)
    # Python takes any character before the time of day: 2026-11-20-08:00 would be eight o'clock.
    if text[10:11] not in _SEPARATORS and not is_compact_iso(text):
        raise _not_iso(text)
    if parsed.tzinfo is UTC and not parsed.microsecond and EARLIEST <= parsed.year <= LATEST:
        return parsed
    return _utc(parsed, text, localize)


def _loosely(text: str) -> datetime:
    """Return the time in a text with an hour of one digit, or an offset that Python refuses."""
    found = re.fullmatch(_LOOSE, text.replace(MINUS, "-"), re.ASCII | re.IGNORECASE)
    if found is None:
        raise _not_iso(text)
    day, clock, zone = found.groups()
    offset = offset_of(zone) if zone else None
    if zone and offset is None:
        raise _not_iso(text)
    try:
        naive = datetime.fromisoformat(day + "0" * (clock[1] == ":") + clock)
    except ValueError:
        raise _not_iso(text) from None
    return naive.replace(tzinfo=offset)


def is_compact_iso(text: str) -> bool:
    """Return whether a text has the shape of ISO 8601 without hyphens, or with a week."""
    return re.fullmatch(_COMPACT, text, re.ASCII) is not None


def _not_iso(text: str) -> ValueError:
    return ValueError(
        f"{text!r} is not a time such as 2026-11-20T17:30 or 2026-11-20T17:30:00-08:00"
    )


def _utc(parsed: datetime, text: str, localize: Callable[[datetime], datetime]) -> datetime:
    if not EARLIEST <= parsed.year <= LATEST:
        raise ValueError(f"{text!r} is outside the years {EARLIEST} to {LATEST}")
    if parsed.tzinfo and offset_of(offset_text(parsed)) is None:
        raise _not_iso(text)
    aware = parsed if parsed.tzinfo else localize(parsed)
    if aware.tzinfo is UTC and not aware.microsecond:
        return aware
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


def sentence(parts: Iterable[str | datetime], zone: Zone, year: int) -> str:
    """Return the parts of a sentence as one text, with its instants as `format_instant` shows them.

    Where two that differ would look the same, they have their seconds.
    """
    given = list(parts)
    instants = {part for part in given if isinstance(part, datetime)}
    shown = {format_instant(instant, zone, year) for instant in instants}
    seconds = len(shown) < len(instants)
    return "".join(
        part if isinstance(part, str) else format_instant(part, zone, year, seconds=seconds)
        for part in given
    )


def format_short(instant: datetime, zone: Zone, now: datetime) -> str:
    """Return an instant as `today 18:05`, `Thu 10:20`, `2 Dec 20:45` or `4 Jan 2027`.

    The weekday stands for a day at most three days away, so that it means one day. The zone is left
    to what is around it.
    """
    local, day = _short_day(instant, zone, now)
    is_far = day.endswith(str(local.year))
    return day if is_far else f"{day} {local.hour:02}:{local.minute:02}"


def format_told(instant: datetime, zone: Zone, now: datetime) -> str:
    """Return an instant as `format_short` does, in another year with its hour as well."""
    local, day = _short_day(instant, zone, now)
    return f"{day} {local.hour:02}:{local.minute:02}"


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


def format_clock(instant: datetime, zone: Zone, *, seconds: bool = False) -> str:
    """Return the time of day as `18:00 SGT`, rounded down to the minute or the second."""
    require_aware(instant)
    return _clock(instant.astimezone(zone.info), zone, seconds=seconds)


def _clock(local: datetime, zone: Zone, *, seconds: bool = False) -> str:
    clock = f"{local.hour:02}:{local.minute:02}" + (f":{local.second:02}" if seconds else "")
    return f"{clock} {zone.abbreviation_of(local)}"


def format_utc(instant: datetime) -> str:
    """Return an instant as ISO 8601 in UTC with `Z` and whole seconds, which sorts as text."""
    if instant.tzinfo is not UTC:
        require_aware(instant)
        instant = instant.astimezone(UTC)
    return _day_text(instant.toordinal()) + _clock_text(
        instant.hour, instant.minute, instant.second
    )


def utc_or_none(instant: datetime | None) -> str | None:
    """Return an instant as the JSON contract has it; None stays None."""
    return None if instant is None else format_utc(instant)


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
