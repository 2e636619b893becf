"""The user's local time, and whether this machine understands the time zone in TZ."""

import re
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from slt_cli.domain.calendar.instant import Zone
from slt_cli.domain.calendar.wallclock import Seen, wall_time
from slt_cli.errors import UsageError

# Rules in place of a name: EST5EDT, UTC0, <+0330>-3:30, CET-1CEST,M3.5.0,M10.5.0/3.
_ABBREVIATION = r"(?:[A-Za-z]{3,}|<[A-Za-z0-9+-]{3,}>)"
_POSIX = rf"{_ABBREVIATION}[+-]?\d[\d:]*(?:{_ABBREVIATION}.*)?"
_FIX = "set TZ to a zone such as Europe/London"


def local_time(naive: datetime, tz: str) -> tuple[datetime, Seen]:
    """Return the instant of a time of the user without an offset, and how often it is seen.

    Of a time that is seen twice it is the first, or with a fold the second. `tz` is TZ, empty if
    not set. Raises UsageError if this machine does not know the zone: the C library would use UTC
    instead.
    """
    if not knows_zone(naive, tz):
        raise _unknown(tz)
    return wall_time(naive, None)


def local_zone(now: datetime, tz: str) -> Zone:
    """Return the user's zone; raises UsageError if this machine does not know it."""
    if not knows_zone(now.replace(tzinfo=None), tz):
        raise _unknown(tz)
    return Zone()


def require_local_time(now: datetime, tz: str) -> None:
    """Raise UsageError if times cannot be shown as local ones: the zone in TZ is unknown."""
    if not knows_zone(now.replace(tzinfo=None), tz):
        raise UsageError(
            f"local times cannot be shown: TZ is {tz!r}, an unknown time zone",
            f"{_FIX}, or use --times region",
        )


def note_on_unknown_zone(tz: str) -> tuple[str, str]:
    """Return the note for a reader who sees UTC because TZ is not a time zone, and its fix."""
    return f"TZ is {tz!r}, an unknown time zone: times are UTC", _FIX


def reader_zone(now: datetime, tz: str) -> Zone:
    """Return the user's zone, or UTC if this machine does not know it."""
    try:
        return local_zone(now, tz)
    except UsageError:
        return Zone(UTC)


def _unknown(tz: str) -> UsageError:
    return UsageError(
        f"a time without an offset cannot be read: TZ is {tz!r}, an unknown time zone",
        f"{_FIX}, or add the offset: 2026-11-20T17:30-08:00",
    )


def knows_zone(naive: datetime, tz: str) -> bool:
    """Return whether this machine's clock follows the zone that TZ names, at a local time."""
    name = tz.removeprefix(":")
    try:
        offset = naive.astimezone().utcoffset()
    except ValueError:  # rules with an offset of a day or more, such as UTC+24
        return False
    if not name or offset or re.fullmatch(_POSIX, name, re.ASCII):
        return True
    try:
        if name.startswith("/"):
            with Path(name).open("rb") as file:
                zone = ZoneInfo.from_file(file)
        else:
            zone = ZoneInfo(name)
    except (OSError, ValueError, KeyError):
        return False
    return not naive.replace(tzinfo=zone).utcoffset()
