"""Days on which clocks are put forward or back: targets, quiet hours, and what is late."""

from datetime import datetime, timedelta

import pytest

from tests.notices.desk import Desk, notices

pytestmark = pytest.mark.exhaustive

RULES = """
[plans.partner.targets]
S1 = { response = "8h", clock = "24x7" }
"""


@pytest.mark.parametrize(
    ("region", "opened", "told"),
    [
        pytest.param(
            "europe",
            "2026-10-24T22:00Z",
            ["2026-10-25T04:00Z 75%", "2026-10-25T06:00Z due", "2026-10-25T07:00Z 1h late"],
            id="Europe's clocks go back",
        ),
        pytest.param(
            "europe",
            "2027-03-27T22:00Z",
            ["2027-03-28T04:00Z 75%", "2027-03-28T06:00Z due", "2027-03-28T07:00Z 1h late"],
            id="Europe's clocks go forward",
        ),
        pytest.param(
            "usa",
            "2026-11-01T06:00Z",
            ["2026-11-01T12:00Z 75%", "2026-11-01T14:00Z due", "2026-11-01T15:00Z 1h late"],
            id="America's clocks go back",
        ),
        pytest.param(
            "usa",
            "2027-03-14T07:00Z",
            ["2027-03-14T13:00Z 75%", "2027-03-14T15:00Z due", "2027-03-14T16:00Z 1h late"],
            id="America's clocks go forward",
        ),
    ],
)
def test_a_night_in_which_clocks_change(slt, desk: Desk, configure, region, opened, told):
    configure(RULES, desk.channel("desk"), notices("75%", "due", "1h late"))
    slt("open", "-p", "S1", "-r", region, "x", now=opened)
    assert _told_each_ten_minutes(slt, desk, opened, hours=10) == told


@pytest.mark.parametrize(
    ("zone", "opened", "told"),
    [
        pytest.param("Europe/Berlin", "2026-10-24T22:00Z", "2026-10-25T06:00Z", id="Europe, back"),
        pytest.param("Europe/Berlin", "2027-03-27T22:00Z", "2027-03-28T05:00Z", id="Europe, on"),
        pytest.param(
            "America/New_York", "2026-11-01T03:00Z", "2026-11-01T12:00Z", id="America, back"
        ),
        pytest.param(
            "America/New_York", "2027-03-14T04:00Z", "2027-03-14T11:00Z", id="America, on"
        ),
    ],
)
def test_quiet_hours_end_by_the_clock_on_the_wall(slt, desk, configure, zone, opened, told):
    quiet = ('quiet = "22:00-07:00"', f'timezone = "{zone}"')
    configure(desk.channel("desk", *quiet), notices("opened"))
    start = datetime.fromisoformat(opened) - timedelta(minutes=1)
    slt("store", "init", now=start.isoformat())
    slt("notify", now=start.isoformat())
    slt("open", "-p", "S3", "-r", "usa", "x", now=opened)
    assert _told_each_ten_minutes(slt, desk, opened, hours=12) == [f"{told} opened"]


@pytest.mark.parametrize(
    ("opened", "hours", "told"),
    [
        pytest.param("2026-10-25T00:10Z", 4, "2026-10-25T01:30Z", id="back: until the second 2:30"),
        pytest.param("2027-03-28T00:10Z", 4, "2027-03-28T01:00Z", id="on: until 3:00, not 2:30"),
    ],
)
def test_quiet_hours_end_in_the_hour_that_changes(slt, desk, configure, opened, hours, told):
    quiet = ('quiet = "22:00-02:30"', 'timezone = "Europe/Berlin"')
    configure(desk.channel("desk", *quiet), notices("opened"))
    slt("store", "init", now=opened)
    slt("notify", now=opened)
    slt("open", "-p", "S3", "-r", "usa", "x", now=opened)
    assert _told_each_ten_minutes(slt, desk, opened, hours=hours) == [f"{told} opened"]


def _told_each_ten_minutes(slt, desk: Desk, start: str, *, hours: int) -> list[str]:
    """Run `slt notify` each ten minutes, and return when it told what."""
    found: list[str] = []
    for minutes in range(0, hours * 60, 10):
        now = datetime.fromisoformat(start) + timedelta(minutes=minutes)
        before = len(desk.messages)
        assert slt("notify", now=now.isoformat()) == (0, "", "")
        for message in desk.messages[before:]:
            found += [f"{now:%Y-%m-%dT%H:%M}Z {item['moment']}" for item in message["items"]]
    return found
