"""The first file is valid as it is written, and with its comments uncommented."""

import re
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from slt_cli.config.starter import nearest_region, starter
from slt_cli.domain.plan import Target


@pytest.mark.parametrize(
    ("zone", "region"),
    [
        pytest.param("America/Los_Angeles", "usa", id="the same zone"),
        pytest.param("America/New_York", "usa", id="across America"),
        pytest.param("America/Sao_Paulo", "usa", id="nearer to London by the clock, in America"),
        pytest.param("Europe/Athens", "europe", id="Europe"),
        pytest.param("Asia/Kolkata", "apac", id="Asia"),
        pytest.param("Africa/Johannesburg", "europe", id="no region of its own: the nearest time"),
        pytest.param("Australia/Sydney", "apac", id="two hours from Singapore"),
        pytest.param("Pacific/Honolulu", "usa", id="across the date line the short way"),
        pytest.param("Etc/UTC", "europe", id="a server"),
    ],
)
def test_the_region_that_is_suggested(policy, zone: str, region: str) -> None:
    local = datetime(2026, 11, 23, 12, tzinfo=ZoneInfo(zone))

    assert nearest_region(policy.regions, zone, local).key == region


@pytest.mark.parametrize("region", ["usa", "europe", "apac"])
def test_the_first_file_holds_as_it_is_and_uncommented(load, policy, region: str) -> None:
    text = starter(policy.regions[region], policy.regions, "Etc/UTC", 2026)

    assert load(text).default_region == region
    full = load(re.sub(r"^#(?=[a-z\[])", "", text, flags=re.MULTILINE))
    assert full.regions[region].hours == "Mon-Thu 08:00-12:00 and 13:00-17:30, Fri 08:00-14:00"
    assert full.plans["partner"].targets["S1"] == {"response": Target(1800, "24x7")}
    assert [link.key for link in full.links] == ["support", "partnerxchange", "account_manager"]
    (holiday,) = full.regions[region].schedule.exceptions.values()
    assert holiday.name == "Christmas Eve"
