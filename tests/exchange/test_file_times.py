"""Naive times of a file are those of a zone, of each case's region, or of the user."""

import time
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from slt_cli.errors import UsageError
from slt_cli.exchange.file_times import OF_REGION, FileTimes
from slt_cli.wall_times import WallTimes

MADRID = ZoneInfo("Europe/Madrid")
NOON, GAP, TWICE = (
    datetime.fromisoformat(text)
    for text in ("2026-11-20T12:00", "2026-03-29T02:30", "2026-10-25T02:30")
)


def utc(instant: datetime) -> str:
    return f"{instant:%Y-%m-%d %H:%M}"


@pytest.fixture
def user(monkeypatch) -> WallTimes:
    """Return the wall clock of a user in Tokyo, where this process then is."""
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    time.tzset()
    return WallTimes(tz="Asia/Tokyo")


def test_without_a_zone_times_are_the_users_own(user):
    times = FileTimes(user, None)
    assert not times.as_local
    assert utc(times.localize(None)(NOON)) == "2026-11-20 03:00"
    assert times.as_local
    assert times.note_on(NOON) is None


def test_a_zone_that_nobody_knows_is_asked_for_with_the_first_time(user, policy):
    times = FileTimes(user, None, lambda naive: UsageError(f"whose {naive:%H:%M}?", "say"))
    with pytest.raises(UsageError, match=r"whose 12:00\?"):
        times.localize(policy.region("usa"))(NOON)
    assert not times.as_local


@pytest.mark.parametrize("zone", [MADRID, "Europe/Madrid"])
@pytest.mark.parametrize("region", ["usa", None])
def test_the_zone_of_a_file_counts_in_every_region(user, policy, zone, region):
    times = FileTimes(user, zone)
    localize = times.localize(region and policy.region(region))
    assert utc(localize(NOON)) == "2026-11-20 11:00"
    assert not times.as_local


@pytest.mark.parametrize(
    ("region", "instant"),
    [
        pytest.param("usa", "2026-11-20 20:00", id="USA"),
        pytest.param("europe", "2026-11-20 12:00", id="Europe"),
        pytest.param("apac", "2026-11-20 04:00", id="Asia"),
    ],
)
def test_the_zone_may_be_that_of_each_region(user, policy, region, instant):
    times = FileTimes(user, OF_REGION)
    for others in ("europe", "usa", "apac", region):
        localize = times.localize(policy.region(others))
    assert utc(localize(NOON)) == instant
    assert not times.as_local


def test_the_region_of_a_row_may_be_unknown(user):
    assert utc(FileTimes(user, OF_REGION).localize(None)(NOON)) == "2026-11-20 03:00"


def test_a_time_in_a_gap_is_read_as_the_change_and_noted(user):
    times = FileTimes(user, MADRID)
    assert utc(times.localize(None)(GAP)) == "2026-03-29 01:00"
    assert times.note_on(GAP) == (
        (
            "there is no 2026-03-29 02:30 in Europe/Madrid, the clocks go forward: it is read as "
            "Sun 29 Mar 2026 03:00 CEST"
        ),
        "check the time, or give it with its offset",
    )


@pytest.mark.parametrize(
    ("fold", "instant", "note", "fix"),
    [
        pytest.param(
            0,
            "2026-10-25 00:30",
            "it is read as the first, Sun 25 Oct 2026 02:30 CEST",
            "write the second as 2026-10-25 02:30+01:00",
            id="the first",
        ),
        pytest.param(
            1,
            "2026-10-25 01:30",
            "it is read as the second, Sun 25 Oct 2026 02:30 CET, which keeps its row in order",
            "write the first as 2026-10-25 02:30+02:00",
            id="the second",
        ),
    ],
)
def test_a_time_that_is_seen_twice_is_noted_with_how_to_write_the_other(
    user, fold, instant, note, fix
):
    times = FileTimes(user, MADRID)
    naive = TWICE.replace(fold=fold)
    assert utc(times.localize(None)(naive)) == instant
    assert times.note_on(naive) == (
        f"in Europe/Madrid it is 2026-10-25 02:30 twice, the clocks go back: {note}",
        fix,
    )


def test_a_note_names_the_zone_of_the_region_of_the_row_that_was_read_last(user, policy):
    times = FileTimes(user, OF_REGION)
    times.localize(policy.region("usa"))(TWICE)
    assert times.note_on(TWICE) is None
    read = datetime.fromisoformat("2026-11-01T01:30")  # twice in Los Angeles
    times.localize(policy.region("usa"))(read)
    said, fix = times.note_on(read)
    assert said.startswith("in America/Los_Angeles it is 2026-11-01 01:30 twice")
    assert fix == "write the second as 2026-11-01 01:30-08:00"


def test_a_note_shows_the_label_of_a_region_whose_zone_has_no_abbreviation(user, policy):
    """In 1982 Singapore put its clocks forward by half an hour, for good."""
    times = FileTimes(user, OF_REGION)
    skipped = datetime.fromisoformat("1981-12-31T23:40")
    assert utc(times.localize(policy.region("apac"))(skipped)) == "1981-12-31 16:00"
    said, _ = times.note_on(skipped)
    assert said == (
        "there is no 1981-12-31 23:40 in Asia/Singapore, the clocks go forward: it is read as "
        "Fri 1 Jan 1982 00:00 SGT"
    )


@pytest.mark.parametrize(
    ("zone", "name"),
    [
        (None, "your local time"),
        (MADRID, "Europe/Madrid"),
        (OF_REGION, "the time of each case's region"),
    ],
)
def test_the_zone_has_a_name_for_its_reader(user, zone, name):
    assert FileTimes(user, zone).zone_name == name
