"""Time zones: where their rules come from, which version they are, and whether TZ is valid."""

import os
from collections.abc import Mapping
from datetime import datetime
from importlib import metadata
from pathlib import Path
from zoneinfo import TZPATH

from slt_cli.config.local_time import knows_zone
from slt_cli.domain.calendar.instant import Zone, format_clock
from slt_cli.domain.region import Region
from slt_cli.finding import Finding

_OLD_YEARS = 3


def zone_findings(regions: Mapping[str, Region], tz: str, now: datetime) -> list[Finding]:
    """Return what is found about the zones of the regions, and about TZ."""
    sources = {region.timezone: source_of(region.timezone) for region in regions.values()}
    return [
        *(_data_finding(source, sources, now) for source in dict.fromkeys(sources.values())),
        tz_finding(tz, now),
    ]


def _data_finding(source: str, sources: Mapping[str, str], now: datetime) -> Finding:
    version = version_of(source)
    zones = ", ".join(zone for zone, of in sources.items() if of == source)
    found = f"{version or 'unknown version'} from {source}: {zones}"
    if version[:4].isdigit() and int(version[:4]) <= now.year - _OLD_YEARS:
        return Finding("zone data", "warning", found, "upgrade it: clock changes may differ by now")
    return Finding("zone data", "ok", found)


def zone_data_version(regions: Mapping[str, Region]) -> str:
    """Return the version of the zones of the regions, written in one way; empty if it is unknown.

    The package tzdata calls `2025.2` what a system calls `2025b`.
    """
    sources = dict.fromkeys(source_of(region.timezone) for region in regions.values())
    return ", ".join(sorted({_as_released(version_of(source)) for source in sources} - {""}))


def _as_released(version: str) -> str:
    year, _, number = version.partition(".")
    return f"{year}{chr(ord('a') + int(number) - 1)}" if number.isdecimal() else version


def source_of(zone: str) -> str:
    """Return where the rules of a zone are read from: a directory, or the package tzdata."""
    directories = (path for path in TZPATH if os.path.isfile(os.path.join(path, zone)))  # noqa: PTH113, PTH118
    return next(directories, "the package tzdata")


def version_of(source: str) -> str:
    """Return the version of the rules in a directory or the package; empty if it is unknown."""
    if not os.path.isabs(source):  # noqa: PTH117
        try:
            return metadata.version("tzdata")
        except metadata.PackageNotFoundError:
            return ""
    for name in ("+VERSION", "tzdata.zi", "version"):
        try:
            with (Path(source) / name).open(encoding="utf-8", errors="replace") as file:
                words = file.readline(80).split()
        except OSError:
            continue
        if words:
            return words[-1]
    return ""


def tz_finding(tz: str, now: datetime) -> Finding:
    """Return whether this machine knows the zone that TZ names."""
    seasons = [datetime(now.year, month, 15, 12) for month in (1, 7)]  # noqa: DTZ001 - local times
    if all(knows_zone(season, tz) for season in seasons):
        zone = f"TZ is {tz}" if tz else "TZ is not set, so the machine's zone counts"
        found = f"{zone}; it is {format_clock(now, Zone())}"
        if Zone().abbreviation(now) not in (f"{now.astimezone():%Z}", ""):
            fix = "set TZ to a zone such as Europe/London; three hours ahead of UTC is Etc/GMT-3"
            return Finding("local time", "warning", f"{found}, which is not UTC", fix)
        return Finding("local time", "ok", found)
    return Finding(
        "local time",
        "problem",
        f"TZ is {tz!r}, which this machine does not know: its local time is UTC instead",
        "set TZ to a zone such as Europe/London, or install the system's time zones",
    )
