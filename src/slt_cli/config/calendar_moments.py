"""Dates and times of an iCalendar file, and the time zones that it names."""

import datetime as dt
import re
from datetime import UTC, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from slt_cli.config.calendar_file import BadEventError, Property

_MOMENT = re.compile(r"(\d{8})(?:T(\d{4})(\d\d)?(Z?))?", re.ASCII | re.IGNORECASE)
_DURATION = re.compile(
    r"\+?P(?=[\dT])(?:(\d{1,5})W)?(?:(\d{1,6})D)?"
    r"(?:T(?=\d)(?:(\d{1,7})H)?(?:(\d{1,9})M)?(?:(\d{1,9})S)?)?",
    re.ASCII | re.IGNORECASE,
)
_ZONE = re.compile(r';TZID=(?:"([^"]*)"|([^;]*))', re.IGNORECASE)


class Moment(NamedTuple):
    """A date, or a date with a time: UTC, of the zone with a name, or of no zone."""

    date: dt.date
    time: dt.time | None
    utc: bool
    zone: str

    @property
    def wall(self) -> datetime:
        """Return date and time as a clock in its own zone shows them; a date is its midnight."""
        return datetime.combine(self.date, self.time or time())

    def wall_in(self, zone: ZoneInfo) -> datetime:
        """Return date and time in a zone if it is UTC, else its own.

        A day that begins late, as there is no midnight, begins at midnight.
        """
        if not self.utc:
            return self.wall
        instant = self.wall.replace(tzinfo=UTC)
        local = instant.astimezone(zone)
        midnight = datetime.combine(local.date(), time(), zone)
        if instant in (midnight.astimezone(UTC), midnight.replace(fold=1).astimezone(UTC)):
            return midnight.replace(tzinfo=None)
        return local.replace(tzinfo=None)

    def day_in(self, zone: ZoneInfo | None) -> dt.date:
        """Return its day, in a zone if it is UTC; without one, that of the nearest midnight."""
        if zone is not None:
            return self.wall_in(zone).date()
        return (self.wall + timedelta(hours=12)).date() if self.utc else self.date


def moment(of: Property, key: str, value: str | None = None) -> Moment:
    """Return the moment that a property has; `value` is one of several."""
    text = of.value if value is None else value.strip()
    zone = _ZONE.search(of.parameters)
    match = _MOMENT.fullmatch(text)
    try:
        found = None if match is None else _date_and_time(match)
    except ValueError:
        found = None
    if found is None or match is None:
        fix = "write a date such as 20261225, or a time such as 20261225T000000Z"
        raise BadEventError(of.line, key, f"{text[:40]!r} is not a date", fix)
    name = (zone[1] or zone[2] or "").strip() if zone else ""
    return Moment(*found, utc=bool(match[4]), zone=name)


def _date_and_time(match: re.Match[str]) -> tuple[dt.date, dt.time | None]:
    day = dt.date(int(match[1][:4]), int(match[1][4:6]), int(match[1][6:]))
    if match[2] is None:
        return day, None
    seconds = min(int(match[3] or 0), 59)  # a leap second has 60
    return day, time(int(match[2][:2]), int(match[2][2:]), seconds)


def moments(of: Property, key: str) -> list[Moment]:
    """Return the moments in a list."""
    return [moment(of, key, value) for value in of.value.split(",") if value.strip()]


def duration(of: Property) -> timedelta:
    """Return the duration that a property has."""
    match = _DURATION.fullmatch(of.value)
    if match is None:
        fix = "write a duration such as P1D"
        problem = f"{of.value[:40]!r} is not a duration"
        raise BadEventError(of.line, "DURATION", problem, fix)
    weeks, days, hours, minutes, seconds = (int(part or 0) for part in match.groups())
    return timedelta(days, seconds, weeks=weeks, hours=hours, minutes=minutes)


def zone_named(name: str) -> ZoneInfo | None:
    """Return the time zone with a name, as programs write it; None if it is not known.

    Outlook writes its own names, other programs put a path in front.
    """
    parts = name.strip().split("/")
    for start in range(len(parts)):
        if (zone := _zone("/".join(parts[start:]))) is not None:
            return zone
    try:
        from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON  # noqa: PLC0415 - an extra
    except ImportError:
        return None
    return _zone(WINDOWS_TO_OLSON.get(name.strip(), ""))


def _zone(name: str) -> ZoneInfo | None:
    try:
        return ZoneInfo(name) if name else None
    except (KeyError, ValueError, OSError):
        return None
