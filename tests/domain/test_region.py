"""Regions: the hours, zones and hotlines that the provider publishes."""

import pytest


@pytest.mark.parametrize(
    ("key", "hours", "timezone", "hotline"),
    [
        ("usa", "Mon-Fri 05:00-18:00", "America/Los_Angeles", "+1 408 956 6066"),
        ("europe", "Mon-Fri 08:00-18:00", "Europe/London", "+44 203 953 5407"),
        ("apac", "Mon-Fri 09:00-18:00", "Asia/Singapore", "+61 180 064 8574"),
    ],
)
def test_is_as_published(policy, key, hours, timezone, hotline):
    region = policy.regions[key]
    assert (region.hours, region.timezone, region.hotline) == (hours, timezone, hotline)
    assert str(region.schedule.zone) == str(region.zone.info) == timezone
