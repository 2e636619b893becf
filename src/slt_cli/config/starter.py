"""Build a first configuration file: one setting, and every kind of change as a comment."""

from collections.abc import Mapping
from datetime import datetime

from slt_cli.domain.region import Region

_TEXT = """\
# Your own configuration of slt. It is laid over the defaults that ship with slt, table by table;
# lists, and a region's hours, are replaced whole. Remove the `#` from a line to use it.
# `slt config check` reports what is wrong with this file, `slt config show --origin` shows all
# values in force. Every key is explained in docs/configuration.md.

[defaults]
# Suggested from this machine's time zone, {zone}. Others: {others}.
region = "{region}"
#partner_type = "certified"
#warn = "25%"                  # a clock is soon due when this much of its target is left; or "30m"
#case_prefix = "CASE"
#output = "plain"              # the format of every answer; as --output
#times = "local"               # or "region", "utc": whose time is shown; as --times

# Other hours and another hotline for a region. Days that are not named are closed.

#[regions.{region}]
#hotline = "+44 20 7946 0000"

#[regions.{region}.hours]
#mon-thu = ["08:00-12:00", "13:00-17:30"]
#fri = "08:00-14:00"

# A holiday: closed all day, or open at other hours. `slt config holidays {region} --country ...`
# adds the public holidays of a country to this file.

#[[regions.{region}.exceptions]]
#date = {year}-12-24
#name = "Christmas Eve"
#hours = "08:00-12:00"

# Another target for a priority, here counted around the clock.

#[plans.partner.targets.S1]
#response = "30m"
#clock = "24x7"

# `false` leaves out an entry of the defaults. `case` is the page of a case in the provider's
# portal, which `slt show CASE --open` opens.

#[links]
#academy = false
#case = "https://portal.example.com/cases/{{ref}}"
"""


def starter(region: Region, others: Mapping[str, Region], zone: str, year: int) -> str:
    """Return the text of a first file for a user in a region."""
    names = ", ".join(key for key in others if key != region.key)
    return _TEXT.format(region=region.key, others=names or "none", zone=zone, year=year)


def nearest_region(regions: Mapping[str, Region], zone: str, local: datetime) -> Region:
    """Return the region to suggest for a machine's time zone (its IANA name, or empty).

    It is the one in the same zone, else the one in the same part of the world whose local time
    differs least. `local` is the present instant in the machine's own time.
    """

    def distance(region: Region) -> tuple[bool, bool, float]:
        area, other = zone.partition("/")[0], region.timezone.partition("/")[0]
        apart = _offset(local) - _offset(local.astimezone(region.zone.info))
        hours = abs((apart + 12) % 24 - 12)
        return region.timezone != zone, area != other, hours

    return min(regions.values(), key=distance)


def _offset(local: datetime) -> float:
    offset = local.utcoffset()
    assert offset is not None, "an aware datetime has an offset"  # noqa: S101 - for the type alone
    return offset.total_seconds() / 3600
