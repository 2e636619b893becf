"""The support clock answers as the oracle does, for every kind of week around changes of the zone.

Set SLT_TEST_SEED to ask other questions; a failure prints the seed it ran with.
"""

import os
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from random import Random
from typing import NamedTuple
from zoneinfo import ZoneInfo

import pytest

from slt_cli.domain.calendar.hours import Interval
from slt_cli.domain.calendar.schedule import ExceptionalDay, Schedule
from tests.domain.calendar.clock_oracle import Hours, Oracle, Wall, changes_of_year, wall_around

pytestmark = pytest.mark.exhaustive

SEED = os.environ.get("SLT_TEST_SEED", "20261123")
CASES = 22_000
DAY = 86400
WINDOW_DAYS = 10
"""On either side of what the window is about; questions stay clear of its first and last four."""

YEARS = {
    "America/Los_Angeles": range(2000, 2038),
    "Europe/London": range(2000, 2038),
    "Asia/Singapore": range(2000, 2038),
    "Australia/Lord_Howe": range(2000, 2038),
    "Europe/Dublin": range(2000, 2038),
    "Africa/Casablanca": range(2008, 2038),
    "Africa/Cairo": [2008, 2009, 2010, 2014, 2023, 2024, 2025, 2026, 2030],
    "America/Santiago": range(2000, 2038),
    "America/Sao_Paulo": range(2000, 2019),
    "Pacific/Apia": [2011],
    "Asia/Kathmandu": range(2000, 2038),
    "America/New_York": range(2000, 2038),
    "America/St_Johns": range(2000, 2038),
    "America/Havana": range(2013, 2038),
    "America/Asuncion": range(2000, 2024),
    "America/Caracas": [2007, 2016],
    "America/Nuuk": range(2000, 2038),
    "Antarctica/Casey": range(2009, 2024),
    "Antarctica/Troll": range(2006, 2038),
    "Asia/Beirut": range(2000, 2038),
    "Asia/Gaza": range(2000, 2038),
    "Asia/Pyongyang": [2015, 2018],
    "Asia/Tehran": range(2008, 2022),
    "Pacific/Chatham": range(2000, 2038),
    "Pacific/Fakaofo": [2011],
    "Etc/GMT+8": range(2000, 2038),
}
ZONES: dict[str, tzinfo] = {name: ZoneInfo(name) for name in YEARS}
ZONES["+05:30"] = timezone(timedelta(hours=5, minutes=30))
CASES_PER_ZONE = -(-CASES // len(ZONES))


class Case(NamedTuple):
    """Two instants to ask about, in seconds of the window, and allowances from and until them."""

    start: int
    end: int
    allowance: int
    allowance_before: int


def random_wall(rng: Random, zone: str) -> Wall:
    """A window around a change of the zone's offset, or anywhere in a year without one."""
    year = rng.choice(YEARS.get(zone, range(2000, 2038)))
    anywhere = datetime(year, 1, 1, tzinfo=UTC) + timedelta(days=rng.randrange(365))
    changes = changes_of_year(ZONES[zone], year)
    return wall_around(ZONES[zone], rng.choice(changes or [anywhere]), WINDOW_DAYS)


def jumped_minutes(wall: Wall) -> list[int]:
    """The minutes of the day that the window's changes skip or repeat, and those around them."""
    minutes = set()
    for change in wall.changes:
        jump = sorted((wall.shown[change - 1], wall.shown[change]))
        first, last = (60 * shown.hour + shown.minute for shown in jump)
        minutes |= {minute % 1440 for minute in range(first - 9, max(first, last) + 9)}
    return sorted(minutes)


def random_day(rng: Random, jumped: list[int]) -> Hours:
    """Hours of a day: closed, whole, split, touching, overnight, of one minute, or in the night."""
    kind = rng.choice(["split", "night"] * 2 + ["closed", "whole", "minute", "office", "touching"])
    if kind == "closed":
        return ()
    if kind == "whole":
        return ((0, DAY),)
    if kind == "minute":
        opens = 60 * rng.choice([0, 60, 90, 119, 120, 150, 1439, *jumped])
        return ((opens, opens + 60),)
    steps = range(0, 1441, rng.choice([1, 15, 30, 60]))
    pool = rng.choice([steps, range(0, 301, 15), jumped or steps])
    cuts = [60 * cut for cut in sorted(rng.sample(pool, 4))]
    if kind == "office":
        return ((cuts[0], cuts[3]),)
    if kind == "touching":
        return ((cuts[0], cuts[1]), (cuts[1], cuts[2]))
    if kind == "split":
        return ((cuts[0], cuts[1]), (cuts[2], cuts[3]))
    return ((cuts[1], cuts[2]), (cuts[3] % DAY or cuts[2], DAY + rng.choice([0, *cuts[:2]])))


def random_week(rng: Random, jumped: list[int]) -> tuple[Hours, ...]:
    """Seven days, not all closed: all alike, alike from Monday to Friday, or each its own."""
    alike = rng.choice([7, 5, 0])
    day = random_day(rng, jumped) or ((9 * 3600, 17 * 3600),)
    week = [day if weekday < alike else random_day(rng, jumped) for weekday in range(7)]
    if alike == 5 and rng.random() < 0.5:
        week[5:] = [(), ()]
    return tuple(week) if any(week) else (day,) * 7


def random_exceptions(rng: Random, wall: Wall, jumped: list[int]) -> dict[date, Hours]:
    """Up to four dates with hours of their own, often those on which the wall clock jumps."""
    dates = list(wall.dates)
    for change in wall.changes:
        dates += [wall.shown[change - 1].date(), wall.shown[change].date()] * 5
        dates += [wall.shown[change - 1].date() + timedelta(days=1)] * 5
    return {rng.choice(dates): random_day(rng, jumped) for _ in range(rng.choice([0, 0, 1, 2, 4]))}


def random_cases(rng: Random, wall: Wall, oracle: Oracle, count: int) -> Iterator[Case]:
    """Questions whose answers lie in the window, most near an opening, a closing or a change."""
    low, high = 4 * DAY, len(wall.shown) * 60 - 4 * DAY
    changes = [60 * change for change in wall.changes]
    edges = [second for span in oracle.spans(low, high) for second in span]

    def instant(near: int | None = None) -> int:
        base = rng.choice([*[rng.choice(pool) for pool in (edges, changes) if pool], near or low])
        spread = rng.choice([0, 1, 60, 3600, 3 * 3600, DAY])
        return min(max(base + rng.randint(-spread, spread), low), high)

    for _ in range(count):
        start = rng.choice([instant(), instant(), rng.randint(low, high)])
        nearby = min(max(start + rng.randint(-2 * DAY, 2 * DAY), low), high)
        start, end = sorted((start, rng.choice([nearby, nearby, instant(nearby)])))
        total = oracle.elapsed(start, end)
        allowances = [0, total, total, max(total - 1, 0), total // 3600 * 3600, total // 2]
        yield Case(start, end, rng.choice(allowances), rng.choice(allowances))


def program_schedule(zone: tzinfo, week: tuple[Hours, ...], dated: dict[date, Hours]) -> Schedule:
    def intervals(hours: Hours) -> tuple[Interval, ...]:
        return tuple(Interval(*pair) for pair in hours)

    exceptions = {day: ExceptionalDay("Named", intervals(hours)) for day, hours in dated.items()}
    return Schedule(zone, tuple(map(intervals, week)), exceptions)


def compare(wall: Wall, oracle: Oracle, schedule: Schedule, case: Case, written_in: tzinfo) -> None:
    """Ask both the same six questions about one case."""

    def at(second: int) -> datetime:
        return wall.first + timedelta(seconds=second)

    start, end = at(case.start).astimezone(written_in), at(case.end).astimezone(written_in)
    due = schedule.due(start, case.allowance)
    assert due.tzinfo is UTC
    assert due == at(oracle.due(case.start, case.allowance)), "due"
    before = schedule.before(end, case.allowance_before)
    assert before == at(oracle.before(case.end, case.allowance_before)), "before"
    assert schedule.elapsed(start, end) == oracle.elapsed(case.start, case.end), "elapsed"
    assert schedule.is_open(start) == oracle.is_open(case.start), "is_open"
    expected = [(at(opens), at(closes)) for opens, closes in oracle.spans(case.start, case.end)]
    assert list(schedule.spans(start, end)) == expected, "spans"
    known_until = (len(wall.shown) - 4 * DAY // 60) * 60
    change, found = oracle.next_change(case.start), schedule.next_change(start)
    if change is None or change > known_until:
        assert found is None or found > at(known_until), "next_change"
    else:
        assert found == at(change), "next_change"


@pytest.mark.parametrize("zone", ZONES)
def test_the_clock_agrees_with_the_oracle(zone: str):
    rng = Random(f"{SEED} {zone}")
    compared = 0
    while compared < CASES_PER_ZONE:
        wall = random_wall(rng, zone)
        jumped = jumped_minutes(wall)
        for _ in range(17):
            week, exceptions = random_week(rng, jumped), random_exceptions(rng, wall, jumped)
            oracle = Oracle(wall, week, exceptions)
            schedule = program_schedule(ZONES[zone], week, exceptions)
            for case in random_cases(rng, wall, oracle, 12):
                written_in = rng.choice([UTC, ZONES[zone], ZONES["Asia/Kathmandu"]])
                try:
                    compare(wall, oracle, schedule, case, written_in)
                except Exception as error:
                    start = wall.first + timedelta(seconds=case.start)
                    error.add_note(
                        f"SLT_TEST_SEED={SEED} {zone} {start=!s} span={case.end - case.start} "
                        f"{case.allowance=} {case.allowance_before=} {week=} {exceptions=}"
                    )
                    raise
                compared += 1
    print(f"{zone}: {compared} cases")  # noqa: T201 - shown by -rP
    assert compared >= 20_000 / len(ZONES)


def test_the_windows_hold_changes_of_every_kind():
    """Were they empty, the comparison above would say nothing about daylight saving."""
    seen: Counter[str] = Counter()
    for zone in ZONES:
        wall = random_wall(Random(f"{SEED} {zone}"), zone)
        for change in wall.changes:
            jump = wall.shown[change] - wall.shown[change - 1] - timedelta(minutes=1)
            seen["forward" if jump > timedelta() else "back"] += 1
            seen["half an hour"] += abs(jump) == timedelta(minutes=30)
            seen["a whole day"] += abs(jump) == timedelta(days=1)
    assert min(seen[kind] for kind in ("forward", "back", "half an hour", "a whole day")) >= 1, seen


@pytest.mark.parametrize(
    ("wall_time", "first", "last"),
    [
        pytest.param("2026-10-25 00:59", "23:59", "23:59", id="before the repeated hour"),
        pytest.param("2026-10-25 01:00", "00:00", "01:00", id="first minute of the repeated hour"),
        pytest.param("2026-10-25 01:59", "00:59", "01:59", id="last minute of the repeated hour"),
        pytest.param("2026-10-25 02:00", "02:00", "02:00", id="after the repeated hour"),
        pytest.param("2026-03-29 00:59", "00:59", "00:59", id="before the lost hour"),
        pytest.param("2026-03-29 01:00", "01:00", "01:00", id="first minute of the lost hour"),
        pytest.param("2026-03-29 01:59", "01:00", "01:00", id="last minute of the lost hour"),
        pytest.param("2026-03-29 02:00", "01:00", "01:00", id="after the lost hour"),
    ],
)
def test_the_oracle_knows_london_by_hand(wall_time: str, first: str, last: str):
    when = datetime.fromisoformat(wall_time)
    wall = wall_around(ZoneInfo("Europe/London"), when.replace(tzinfo=UTC), 2)
    minutes = wall.first_minute(when), wall.last_minute(when)
    shown = [(wall.first + timedelta(minutes=minute)).strftime("%H:%M") for minute in minutes]
    assert shown == [first, last]


def test_the_oracle_counts_seconds_by_hand():
    wall = wall_around(UTC, datetime(2026, 11, 23, tzinfo=UTC), 6)
    oracle = Oracle(wall, [((9 * 3600, 9 * 3600 + 120),)] * 7, {})
    nine = 6 * DAY + 9 * 3600
    assert [oracle.is_open(nine + second) for second in (-1, 0, 119, 120)] == [
        False,
        True,
        True,
        False,
    ]
    assert oracle.elapsed(nine - 30, nine + 90) == 90
    assert oracle.due(nine + 60, 60) == nine + 120
    assert oracle.due(nine + 60, 61) == nine + DAY + 1
    assert oracle.before(nine + 60, 60) == nine
    assert oracle.before(nine + 60, 61) == nine - DAY + 119
    assert oracle.spans(nine - 5, nine + 500) == [(nine, nine + 120)]
    assert [oracle.next_change(nine + second) for second in (-1, 0)] == [nine, nine + 120]
