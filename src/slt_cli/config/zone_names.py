"""Suggest a time zone for a name that is not to be used, and name the machine's own."""

import re
import unicodedata
from contextlib import suppress
from difflib import get_close_matches
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from zoneinfo import TZPATH, ZoneInfo, available_timezones

from slt_cli.config.display import brief
from slt_cli.domain.calendar.instant import Zone

_OFFSET = re.compile(r"(?:UTC|GMT)?\s*([+-])(\d{1,2})(?::?(\d\d))?", re.IGNORECASE | re.ASCII)
_MEANT = {
    "PST": "America/Los_Angeles",
    "PDT": "America/Los_Angeles",
    "PT": "America/Los_Angeles",
    "PACIFIC": "America/Los_Angeles",
    "MDT": "America/Denver",
    "MT": "America/Denver",
    "MOUNTAIN": "America/Denver",
    "CDT": "America/Chicago",
    "CST": "America/Chicago",
    "CT": "America/Chicago",
    "CENTRAL": "America/Chicago",
    "EDT": "America/New_York",
    "ET": "America/New_York",
    "EASTERN": "America/New_York",
    "AKST": "America/Anchorage",
    "AST": "America/Halifax",
    "NST": "America/St_Johns",
    "BRT": "America/Sao_Paulo",
    "ART": "America/Argentina/Buenos_Aires",
    "BST": "Europe/London",
    "CEST": "Europe/Berlin",
    "EEST": "Europe/Athens",
    "WEST": "Europe/Lisbon",
    "MSK": "Europe/Moscow",
    "SAST": "Africa/Johannesburg",
    "GST": "Asia/Dubai",
    "PKT": "Asia/Karachi",
    "IST": "Asia/Kolkata",
    "ICT": "Asia/Bangkok",
    "WIB": "Asia/Jakarta",
    "SGT": "Asia/Singapore",
    "HKT": "Asia/Hong_Kong",
    "JST": "Asia/Tokyo",
    "KST": "Asia/Seoul",
    "AWST": "Australia/Perth",
    "ACST": "Australia/Adelaide",
    "AEST": "Australia/Sydney",
    "AEDT": "Australia/Sydney",
    "NZST": "Pacific/Auckland",
    "NZDT": "Pacific/Auckland",
    "EST": "America/New_York",
    "MST": "America/Denver",
    "HST": "Pacific/Honolulu",
    "UTC": "Etc/UTC",
}
_PARTS_OF_AN_HOUR = {
    "+0330": "Asia/Tehran",
    "+0430": "Asia/Kabul",
    "+0530": "Asia/Kolkata",
    "+0545": "Asia/Kathmandu",
    "+0630": "Asia/Yangon",
    "+0930": "Australia/Darwin",
}
_FIXED = {
    "EST": ("America/New_York", "Etc/GMT+5"),
    "MST": ("America/Denver", "America/Phoenix"),
    **dict.fromkeys(("GMT", "GMT0", "GMT+0", "GMT-0", "Greenwich"), ("Europe/London", "Etc/GMT")),
}
"""Names that are zones without summer time: the zone that is meant by most, and the fixed one.

HST is not among them: Hawaii has no summer time.
"""

_OTHER_CLOCKS = ("right/", "posix/")
_OF_THE_MACHINE = ("localtime", "posixrules", "Factory")
_LIKENESS = 0.8
_ETC = Path("/etc")


class NoZoneDataError(ValueError):
    """The data of a time zone is missing; its name may be right."""

    fix = "install it where slt runs: pip install tzdata; or correct the name"


def usable_zone(given: str, zone: ZoneInfo | None) -> ZoneInfo:
    """Return the zone that this machine has for a name.

    Raises ValueError if it has none, and for a name that means another zone on another machine.
    """
    if given.startswith("right/"):
        raise ValueError(f"{brief(given)} counts leap seconds, which no other clock does")
    if given.startswith("posix/"):
        raise ValueError(f"{brief(given)} is not a name that every machine knows")
    if given in _OF_THE_MACHINE:
        raise ValueError(f"{brief(given)} is another zone on another machine")
    if zone is not None:
        return zone
    hint = _hint(given)
    if not hint and find_spec("tzdata") is None:  # with that package every zone would be there
        raise NoZoneDataError(f"this machine has no data for the time zone {brief(given)}")
    raise ValueError(f"unknown time zone {brief(given)}{hint}")


def fixed_zone(name: str) -> tuple[str, str] | None:
    """Return the zone that an abbreviation without summer time is for, and its fixed name.

    None for a zone that is no such abbreviation.
    """
    return _FIXED.get(name)


def zones_meant(given: str) -> list[str]:
    """Return the zone that was probably meant, in a list; an empty one if none is like it."""
    for prefix in _OTHER_CLOCKS:
        given = given.strip().removeprefix(prefix)
    if offset := _OFFSET.fullmatch(given):
        return _of_offset(offset[1], int(offset[2]), offset[3] or "00")
    names = known_zones()
    wanted = re.sub(r"_(standard|summer|daylight)?_?time$", "", _folded(given))
    if meant := _MEANT.get(wanted.upper()):
        return [meant]
    cities = {folded.rpartition("/")[2]: name for folded, name in names.items() if "/" in folded}
    area, _, city = wanted.rpartition("/")
    if wanted in names and area:
        return [names[wanted]]
    for known, name in ((cities, city), (names, wanted)):
        if name in known:
            return [known[name]]
    for known, name in ((names, wanted), (cities, city)) if area else ((cities, city),):
        if nearest := get_close_matches(name, known, n=1, cutoff=_LIKENESS):
            return [known[nearest[0]]]
    return []


@lru_cache(1)
def known_zones() -> dict[str, str]:
    """Return the zones that may be meant, by their folded names: one search of the disk."""
    names = {_folded(name): name for name in sorted(available_timezones(), reverse=True)}
    for prefix in (*_OTHER_CLOCKS, "etc/"):
        names = {folded: name for folded, name in names.items() if not folded.startswith(prefix)}
    return names


def _of_offset(sign: str, hours: int, minutes: str) -> list[str]:
    if minutes != "00":
        zone = _PARTS_OF_AN_HOUR.get(f"{sign}{hours:02}{minutes}")
        return [zone] if zone else []
    opposite = "-" if sign == "+" else "+"
    return [f"Etc/GMT{opposite}{hours}"] if hours <= 12 else []


def _hint(given: str) -> str:
    """Return `: did you mean ...?` with the zone that was probably meant, else an empty string."""
    meant = zones_meant(given)
    if not meant:
        return ""
    if meant[0].startswith("Etc/GMT"):
        return f": {given.strip()} all year round is written {meant[0]!r}"
    return f": did you mean {meant[0]!r}?"


def _folded(name: str) -> str:
    """Return a name without accents, in small letters, with `_` for blanks."""
    plain = unicodedata.normalize("NFKD", name.strip())
    letters = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return re.sub(r"[\s_]+", "_", letters.casefold())


def zone_name(zone: Zone, tz: str | None) -> str | None:
    """Return the IANA name of a zone, of local time as `machine_zone` does; None without a name."""
    return str(zone.info) if zone.info is not None else machine_zone(tz) or None


def machine_zone(tz: str | None, etc: Path = _ETC) -> str:
    """Return the IANA name of the zone of local time, or an empty string if it is not known.

    `tz` is TZ, None if not set; then it is the zone of the system, which `etc` names.
    """
    name = _of_system(etc) if tz is None else tz.removeprefix(":") or "UTC"
    if name.startswith("/"):
        name = _of_file(Path(name))
    with suppress(OSError, ValueError, LookupError):
        return usable_zone(name, ZoneInfo(name)).key
    return ""


def _of_system(etc: Path) -> str:
    """Return the zone whose rules are in /etc/localtime; without them the C library has UTC.

    Rules that are copied there have the name in /etc/timezone, if they are those of that zone.
    """
    file = etc / "localtime"
    try:
        rules = file.read_bytes()
    except OSError:
        return "UTC"
    if name := _of_file(file):
        return name
    with suppress(OSError, ValueError):
        name = (etc / "timezone").read_text(encoding="utf-8").strip()
        if any(_are_in(Path(directory, name), rules) for directory in TZPATH):
            return name
    return ""


def _of_file(file: Path) -> str:
    return file.resolve().as_posix().partition("zoneinfo/")[2].removeprefix("posix/")


def _are_in(file: Path, rules: bytes) -> bool:
    return file.is_file() and file.read_bytes() == rules
