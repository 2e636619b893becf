"""Suggest a time zone for an unknown name, and find the machine's own."""

import os
import re
from importlib.util import find_spec
from pathlib import Path
from zoneinfo import available_timezones

from slt_cli.config.display import brief
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
    """The data of a time zone is missing; its name may be right."""

    fix = "install it where slt runs: pip install tzdata; or correct the name"


def no_such_zone(given: str) -> ValueError:
    """Return the error for a name that is not a time zone on this machine."""
    hint = _hint(given)
    if not hint and find_spec("tzdata") is None:  # with that package every zone would be there
        return NoZoneDataError(f"this machine has no data for the time zone {brief(given)}")
    return ValueError(f"unknown time zone {brief(given)}{hint}")


def _hint(given: str) -> str:
    """Return `: did you mean ...?` with the zone that was probably meant, else an empty string."""
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
    """Return the IANA name of this machine's time zone, or an empty string if it is not known."""
    if (given := os.environ.get("TZ", "").removeprefix(":")) in available_timezones():
        return given
    target = Path("/etc/localtime").resolve().as_posix()
    name = target.partition("zoneinfo/")[2]
    return name if not given and name in available_timezones() else ""


def _city(name: str) -> str:
    return name.rpartition("/")[2].casefold()
