"""From a wall time to its instants: plain, shown twice, skipped, and skipped with its whole day."""

import time
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slt_cli.domain.calendar.wallclock import (
    first_and_last,
    utc_instant,
    utc_seconds,
    wall_time,
)


@pytest.mark.parametrize(
    ("zone", "day", "wall", "first", "last"),
    [
        pytest.param(
            *("UTC", "2026-11-23", "09:00", "2026-11-23 09:00", "2026-11-23 09:00"),
            id="UTC",
        ),
        pytest.param(
            *("Asia/Kathmandu", "2026-11-23", "09:00", "2026-11-23 03:15", "2026-11-23 03:15"),
            id="plain, off the hour",
        ),
        pytest.param(
            *("Europe/London", "2026-10-25", "00:59", "2026-10-24 23:59", "2026-10-24 23:59"),
            id="just before the repeated hour",
        ),
        pytest.param(
            *("Europe/London", "2026-10-25", "01:00", "2026-10-25 00:00", "2026-10-25 01:00"),
            id="start of the repeated hour",
        ),
        pytest.param(
            *("Europe/London", "2026-10-25", "01:30", "2026-10-25 00:30", "2026-10-25 01:30"),
            id="in the repeated hour",
        ),
        pytest.param(
            *("Europe/London", "2026-10-25", "02:00", "2026-10-25 02:00", "2026-10-25 02:00"),
            id="just after the repeated hour",
        ),
        pytest.param(
            *("Europe/London", "2026-03-29", "00:59", "2026-03-29 00:59", "2026-03-29 00:59"),
            id="just before the lost hour",
        ),
        pytest.param(
            *("Europe/London", "2026-03-29", "01:00", "2026-03-29 01:00", "2026-03-29 01:00"),
            id="start of the lost hour",
        ),
        pytest.param(
            *("Europe/London", "2026-03-29", "01:59", "2026-03-29 01:00", "2026-03-29 01:00"),
            id="end of the lost hour",
        ),
        pytest.param(
            *("Europe/London", "2026-03-29", "02:00", "2026-03-29 01:00", "2026-03-29 01:00"),
            id="just after the lost hour",
        ),
        pytest.param(
            *("Europe/London", "2026-03-28", "25:30", "2026-03-29 01:00", "2026-03-29 01:00"),
            id="lost hour, counted from the day before",
        ),
        pytest.param(
            *("America/Sao_Paulo", "2018-11-03", "24:00", "2018-11-04 03:00", "2018-11-04 03:00"),
            id="lost midnight, end of the day before",
        ),
        pytest.param(
            *("America/Sao_Paulo", "2018-11-04", "00:00", "2018-11-04 03:00", "2018-11-04 03:00"),
            id="lost midnight, start of the day",
        ),
        pytest.param(
            *("Australia/Lord_Howe", "2026-04-05", "01:45", "2026-04-04 14:45", "2026-04-04 15:15"),
            id="repeated half hour",
        ),
        pytest.param(
            *("Australia/Lord_Howe", "2026-10-04", "02:15", "2026-10-03 15:30", "2026-10-03 15:30"),
            id="lost half hour",
        ),
        pytest.param(
            *("Pacific/Apia", "2011-12-30", "09:00", "2011-12-30 10:00", "2011-12-30 10:00"),
            id="lost day",
        ),
        pytest.param(
            *("Africa/Casablanca", "2026-02-15", "02:30", "2026-02-15 01:30", "2026-02-15 02:30"),
            id="repeated hour in February",
        ),
    ],
)
def test_first_and_last(zone: str, day: str, wall: str, first: str, last: str):
    hours, minutes = map(int, wall.split(":"))
    of_day = (hours * 60 + minutes) * 60
    found = first_and_last(ZoneInfo(zone), date.fromisoformat(day).toordinal(), of_day)
    assert [f"{utc_instant(second):%Y-%m-%d %H:%M}" for second in found] == [first, last]


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        pytest.param("1970-01-01T00:00:00+00:00", 0, id="the epoch"),
        pytest.param("1969-12-31T23:59:59+00:00", -1, id="before the epoch"),
        pytest.param("1969-12-31T23:59:59.500+00:00", -1, id="fractions are cut off downwards"),
        pytest.param("2026-11-23T00:00:00-08:00", 1795420800, id="an offset"),
        pytest.param("2026-11-23T08:00:00.999999+00:00", 1795420800, id="a fraction"),
    ],
)
def test_utc_seconds(text: str, seconds: int):
    assert utc_seconds(datetime.fromisoformat(text)) == seconds


def test_utc_instant_returns_what_utc_seconds_took():
    instant = datetime(2026, 11, 23, 8, 30, 15, tzinfo=UTC)
    assert utc_instant(utc_seconds(instant)) == instant
    assert utc_instant(-1) == datetime(1970, 1, 1, tzinfo=UTC) - timedelta(0, 1)
    assert utc_instant(0).tzinfo is UTC


def test_a_naive_datetime_is_refused():
    naive = datetime(2026, 11, 23)  # noqa: DTZ001 - what must not enter
    with pytest.raises(TypeError, match="naive"):
        utc_seconds(naive)


CHANGES = {
    "Europe/London": ("2026-03-29 01:30", "2026-10-25 01:30"),
    "America/Los_Angeles": ("2026-03-08 02:30", "2026-11-01 01:30"),
    "Australia/Lord_Howe": ("2026-10-04 02:15", "2026-04-05 01:45"),
}
NEVER_AND_TWICE = [
    (zone, wall, seen)
    for zone, walls in CHANGES.items()
    for wall, seen in zip(walls, ("never", "twice"), strict=True)
]


@given(st.sampled_from(NEVER_AND_TWICE), st.integers(-10_000, 10_000))
def test_a_wall_time_means_its_first_instant(change, seconds):
    zone, wall, _ = change
    naive = datetime.fromisoformat(wall) + timedelta(0, seconds)
    of_day = naive.hour * 3600 + naive.minute * 60 + naive.second
    first, last = first_and_last(ZoneInfo(zone), naive.toordinal(), of_day)
    instant, seen = wall_time(naive, ZoneInfo(zone))
    assert (instant, seen == "twice") == (utc_instant(first), last > first)


@pytest.mark.parametrize(("zone", "wall", "seen"), NEVER_AND_TWICE)
def test_the_local_time_of_the_process_is_read_as_that_of_its_zone(monkeypatch, zone, wall, seen):
    naive = datetime.fromisoformat(wall)
    with monkeypatch.context() as patch:
        patch.setenv("TZ", zone)
        time.tzset()
        assert wall_time(naive, None) == wall_time(naive, ZoneInfo(zone))
        assert wall_time(naive, None)[1] is seen
        day_before = naive - timedelta(1)
        assert wall_time(day_before, None) == (day_before.astimezone(UTC), "once")
    time.tzset()
