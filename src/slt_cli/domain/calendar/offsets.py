"""The offset after a time: one grammar and one bound for what is typed and what is imported."""

import re
from datetime import UTC, timedelta, timezone, tzinfo

from slt_cli.domain.calendar import UnreadableTimeError

MINUS = "\N{MINUS SIGN}"
"""What ISO 8601 prefers to a hyphen before an offset."""

_OFFSET = r"(?:utc|gmt)?([+-])(\d{1,2})(?::?(\d\d))?"
_SIXTY = 60
_WESTERNMOST, _EASTERNMOST = timedelta(hours=-12), timedelta(hours=14)


def offset_of(text: str) -> tzinfo | None:
    """Return the zone of an offset such as `+02:00`, `-0800`, `+08`, `Z` or `UTC`; else None."""
    folded = text.casefold()
    if folded in ("z", "utc"):
        return UTC
    found = re.fullmatch(_OFFSET, folded, re.ASCII)
    if found is None:
        return None
    hours, minutes = int(found[2]), int(found[3] or 0)
    ahead = timedelta(hours=hours, minutes=minutes) * (-1 if found[1] == "-" else 1)
    if minutes >= _SIXTY or not _WESTERNMOST <= ahead <= _EASTERNMOST:
        given = found[0].removeprefix("utc").removeprefix("gmt")
        raise UnreadableTimeError(f"an offset goes from -12:00 to +14:00, not to {given}")
    return timezone(ahead)
