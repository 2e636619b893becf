"""Which time zone was meant: suggestions for a name that is none, and the machine's own zone."""

import os
import re
from importlib.util import find_spec
from pathlib import Path
from zoneinfo import available_timezones

from slt_cli.errors import did_you_mean

_OFFSET = re.compile(r"(?:UTC|GMT)?\s*([+-])(\d{1,2})(?::?00)?", re.IGNORECASE | re.ASCII)
_MEANT = {
    "PST": "America/Los_Angeles",
    "PDT": "America/Los_Angeles",
    "EDT": "America/New_York",
    "BST": "Europe/London",
    "CEST": "Europe/Berlin",
    "SGT": "Asia/Singapore",
    "JST": "Asia/Tokyo",
    "AEST": "Australia/Sydney",
}
_LIKENESS = 0.8


class NoZoneDataError(ValueError):
    """Say that a zone's data lacks, where its name may well be right."""

    fix = "install it where slt runs: pip install tzdata; or correct the name"


def has_tzdata() -> bool:
    """Return whether the package tzdata is there, which has every zone."""
    return find_spec("tzdata") is not None


def nearest_zone(given: str) -> str:
    """Return `: did you mean ...?` for the zone that was surely meant, else an empty string."""
    if (offset := _OFFSET.fullmatch(given.strip())) and int(offset[2]) <= 12:
        opposite = "-" if offset[1] == "+" else "+"
        name = f"Etc/GMT{opposite}{int(offset[2])}"
        return f": {given.strip()} all year round is written {name!r}"
    names = sorted(available_timezones())
    wanted = given.strip().casefold().replace(" ", "_")
    meant = _MEANT.get(given.strip().upper()) or next(
        (name for name in names if wanted in (name.casefold(), _city(name))), None
    )
    hint = f"did you mean {meant!r}?" if meant else did_you_mean(given, names, _LIKENESS).strip()
    return f": {hint}" if hint else ""


def machine_zone() -> str:
    """Return the IANA name of this machine's time zone; empty where it cannot be told."""
    if (given := os.environ.get("TZ", "").removeprefix(":")) in available_timezones():
        return given
    target = Path("/etc/localtime").resolve().as_posix()
    name = target.partition("zoneinfo/")[2]
    return name if not given and name in available_timezones() else ""


def _city(name: str) -> str:
    return name.rpartition("/")[2].casefold()
