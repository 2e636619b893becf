"""The user's local time, and whether TZ says anything about it that this machine understands."""

import re
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from slt_cli.errors import UsageError

# Rules in place of a name: EST5EDT, UTC0, <+0330>-3:30, CET-1CEST,M3.5.0,M10.5.0/3.
_ABBREVIATION = r"(?:[A-Za-z]{3,}|<[A-Za-z0-9+-]{3,}>)"
_POSIX = re.compile(rf"{_ABBREVIATION}[+-]?\d[\d:]*(?:{_ABBREVIATION}.*)?", re.ASCII)


def local_time(naive: datetime, tz: str) -> datetime:
    """Return a time of the user's as local time; `tz` is what TZ says, empty where it does not.

    Raises UsageError where no such zone is on this machine: the C library would take it for UTC.
    """
    if not knows_zone(naive, tz):
        raise UsageError(
            f"a time without an offset cannot be read: TZ is {tz!r}, no time zone of this machine",
            "set TZ to a zone such as Europe/London, or add the offset: 2026-11-20T17:30-08:00",
        )
    return naive.astimezone()


def knows_zone(naive: datetime, tz: str) -> bool:
    """Return whether this machine's own clock follows what TZ names, at a local time."""
    name = tz.removeprefix(":")
    if not name or naive.astimezone().utcoffset() or _POSIX.fullmatch(name):
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
