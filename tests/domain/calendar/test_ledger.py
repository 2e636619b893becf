"""A due time explains itself: what counted, what did not, and why."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slt_cli.domain.calendar.active import moved
from slt_cli.domain.calendar.hours import parse_intervals
from slt_cli.domain.calendar.ledger import Cut, LedgerEntry, explain
from slt_cli.domain.calendar.schedule import ExceptionalDay, Schedule
from slt_cli.errors import ScheduleError

LOS_ANGELES = ZoneInfo("America/Los_Angeles")
OFFICE = (parse_intervals(["05:00-18:00"]),) * 5 + ((), ())
NIGHTS = (parse_intervals(["22:00-06:00"]),) * 4 + (parse_intervals(["12:00-14:00"]), (), ())
HOLIDAYS = {
    date(2026, 11, 26): ExceptionalDay("Thanksgiving Day"),
    date(2026, 11, 27): ExceptionalDay("Short Friday", parse_intervals(["05:00-07:00"])),
}
HOUR = 3600
NEW_YEAR = datetime(2026, 1, 1, tzinfo=UTC)


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=LOS_ANGELES)


def lines(
    schedule: Schedule, start: datetime, allowance: int, cuts: Sequence[Cut] = ()
) -> list[str]:
    """Return the ledger as one readable line an entry."""
    return [readable(entry) for entry in explain(schedule, start, allowance, cuts)]


def readable(entry: LedgerEntry) -> str:
    day = f"{entry.day:%a} {entry.day.day}"
    if entry.starts_at is None or entry.ends_at is None:
        return f"{day} {' '.join(filter(None, (entry.reason, entry.name)))}, total {entry.total}"
    span = "-".join(
        f"{at.astimezone(LOS_ANGELES):%H:%M}" for at in (entry.starts_at, entry.ends_at)
    )
    named = f" {entry.name}" if entry.name else ""
    named += "" if entry.reason == "counted" else f" {entry.reason}"
    return f"{day} {span}{named} adds {entry.adds}, total {entry.total}"


@pytest.mark.parametrize(
    ("schedule", "start", "allowance", "expected"),
    [
        pytest.param(
            Schedule(LOS_ANGELES, OFFICE),
            local("2026-11-20T17:30"),
            HOUR,
            [
                "Fri 20 17:30-18:00 adds 1800, total 1800",
                "Sat 21 closed-weekday, total 1800",
                "Sun 22 closed-weekday, total 1800",
                "Mon 23 05:00-05:30 adds 1800, total 3600",
            ],
            id="over a weekend",
        ),
        pytest.param(
            Schedule(LOS_ANGELES, OFFICE, HOLIDAYS),
            local("2026-11-25T18:30"),
            4 * HOUR,
            [
                "Wed 25 outside-hours, total 0",
                "Thu 26 holiday Thanksgiving Day, total 0",
                "Fri 27 05:00-07:00 Short Friday adds 7200, total 7200",
                "Sat 28 closed-weekday, total 7200",
                "Sun 29 closed-weekday, total 7200",
                "Mon 30 05:00-07:00 adds 7200, total 14400",
            ],
            id="opened after closing, over a holiday and a short day",
        ),
        pytest.param(
            Schedule(LOS_ANGELES, OFFICE),
            local("2026-11-20T17:00"),
            HOUR,
            ["Fri 20 17:00-18:00 adds 3600, total 3600"],
            id="ends exactly at closing: nothing of the next day",
        ),
        pytest.param(
            Schedule(LOS_ANGELES, NIGHTS),
            local("2026-11-17T05:00"),
            2 * HOUR,
            [
                "Tue 17 05:00-06:00 adds 3600, total 3600",
                "Tue 17 22:00-23:00 adds 3600, total 7200",
            ],
            id="a night that began the day before counts on the day it is asked for",
        ),
        pytest.param(
            Schedule(LOS_ANGELES, OFFICE).around_the_clock(),
            local("2026-03-07T23:00"),
            4 * HOUR,
            [
                "Sat 7 23:00-00:00 adds 3600, total 3600",
                "Sun 8 00:00-04:00 adds 10800, total 14400",
            ],
            id="24x7 over the lost hour",
        ),
        pytest.param(
            Schedule(LOS_ANGELES, (parse_intervals(["00:00-24:00"]),) * 7),
            local("2026-11-20T23:00"),
            HOUR,
            ["Fri 20 23:00-00:00 adds 3600, total 3600"],
            id="ends at midnight: the next day is not listed",
        ),
    ],
)
def test_ledger(schedule: Schedule, start: datetime, allowance: int, expected: list[str]):
    assert lines(schedule, start, allowance) == expected


def every_day(zone: str, hours: str) -> Schedule:
    return Schedule(ZoneInfo(zone), (parse_intervals([hours]),) * 7)


ODD_CHANGES = {
    "hours that go on after clocks went back over midnight": (
        every_day("America/St_Johns", "00:00-06:00"),
        "2010-11-07T02:30:30Z",
        HOUR // 2,
        [("2010-11-07", "counted", HOUR // 2)],
    ),
    "hours that clocks skip at midnight": (
        every_day("America/Santiago", "00:00-00:30"),
        "2022-09-10T20:00:00Z",
        HOUR // 2,
        [
            ("2022-09-10", "outside-hours", 0),
            ("2022-09-11", "clock-change", 0),
            ("2022-09-12", "counted", HOUR // 2),
        ],
    ),
    "a day that no clock shows": (
        every_day("Pacific/Apia", "08:00-18:00"),
        "2011-12-29T18:00:00Z",
        20 * HOUR,
        [
            ("2011-12-29", "counted", 10 * HOUR),
            ("2011-12-30", "clock-change", 0),
            ("2011-12-31", "counted", 10 * HOUR),
        ],
    ),
    "a night that lasts through the hours of the next day": (
        Schedule(
            ZoneInfo("Europe/London"),
            (
                parse_intervals(["20:00-12:00"]),
                parse_intervals(["08:00-10:00"]),
                (),
                (),
                (),
                (),
                (),
            ),
        ),
        "2026-11-23T21:00:00Z",
        16 * HOUR,
        [
            ("2026-11-23", "counted", 15 * HOUR),
            ("2026-11-25", "closed-weekday", 0),
            ("2026-11-26", "closed-weekday", 0),
            ("2026-11-27", "closed-weekday", 0),
            ("2026-11-28", "closed-weekday", 0),
            ("2026-11-29", "closed-weekday", 0),
            ("2026-11-30", "counted", HOUR),
        ],
    ),
    "a night that lasts into a closed day": (
        Schedule(
            ZoneInfo("Europe/London"), (parse_intervals(["20:00-04:00"]), (), (), (), (), (), ())
        ),
        "2026-11-23T21:00:00Z",
        8 * HOUR,
        [
            ("2026-11-23", "counted", 7 * HOUR),
            *((f"2026-11-{day}", "closed-weekday", 0) for day in range(25, 30)),
            ("2026-11-30", "counted", HOUR),
        ],
    ),
}


@pytest.mark.parametrize(
    ("schedule", "start", "allowance", "expected"), ODD_CHANGES.values(), ids=ODD_CHANGES
)
def test_a_day_says_only_what_is_true(
    schedule: Schedule, start: str, allowance: int, expected: list[tuple[str, str, int]]
):
    entries = explain(schedule, datetime.fromisoformat(start), allowance)
    assert [(str(entry.day), entry.reason, entry.adds) for entry in entries] == expected


def test_a_hold_that_begins_before_opening_and_lasts_does_not_say_that_support_had_closed():
    hold = Cut(local("2026-11-23T04:00"), None, "on-hold")
    assert lines(Schedule(LOS_ANGELES, OFFICE), local("2026-11-22T10:00"), HOUR, [hold]) == [
        "Sun 22 closed-weekday, total 0"
    ]


@given(
    start=st.integers(0, 365 * 24 * HOUR).map(lambda second: NEW_YEAR + timedelta(0, second)),
    allowance=st.integers(1, 200 * HOUR),
    week=st.sampled_from([OFFICE, NIGHTS]),
)
def test_the_ledger_adds_up_to_the_due_time(
    start: datetime, allowance: int, week: tuple[tuple[()], ...]
):
    schedule = Schedule(LOS_ANGELES, week, HOLIDAYS)
    entries = list(explain(schedule, start, allowance))
    counted = [entry for entry in entries if entry.reason == "counted"]
    assert sum(entry.adds for entry in counted) == allowance == entries[-1].total
    assert entries[-1].ends_at == schedule.due(start, allowance)
    assert all(
        entry.ends_at - entry.starts_at == timedelta(seconds=entry.adds)
        for entry in counted
        if entry.starts_at and entry.ends_at
    )
    assert [entry.day for entry in entries] == sorted(entry.day for entry in entries)


def test_a_closure_longer_than_the_horizon_has_no_ledger():
    closed = {
        date.fromordinal(day): ExceptionalDay("Closed")
        for day in range(date(2026, 1, 1).toordinal(), date(2040, 1, 1).toordinal())
    }
    with pytest.raises(ScheduleError, match="closed for more than 10 years"):
        list(explain(Schedule(LOS_ANGELES, OFFICE, closed), local("2026-01-01T00:00"), HOUR))


@pytest.mark.parametrize(
    ("cuts", "expected"),
    [
        pytest.param(
            [("2026-11-20T17:00", "2026-11-20T17:30", "on-hold")],
            [
                "Fri 20 16:30-17:00 adds 1800, total 1800",
                "Fri 20 17:00-17:30 on-hold adds 0, total 1800",
                "Fri 20 17:30-18:00 adds 1800, total 3600",
            ],
            id="time on hold is a row of its own",
        ),
        pytest.param(
            [("2026-11-20T17:00", "2026-11-23T05:30", "closed-case")],
            [
                "Fri 20 16:30-17:00 adds 1800, total 1800",
                "Fri 20 17:00-18:00 closed-case adds 0, total 1800",
                "Sat 21 closed-weekday, total 1800",
                "Sun 22 closed-weekday, total 1800",
                "Mon 23 05:00-05:30 closed-case adds 0, total 1800",
                "Mon 23 05:30-06:00 adds 1800, total 3600",
            ],
            id="so is the time between an end and a reopening, of each day",
        ),
        pytest.param(
            [("2026-11-20T17:00", None, "on-hold")],
            ["Fri 20 16:30-17:00 adds 1800, total 1800"],
            id="it stops where a hold lasts",
        ),
        pytest.param(
            [("2026-11-20T17:30", "2026-11-20T17:45", "on-hold")],
            ["Fri 20 16:30-17:30 adds 3600, total 3600"],
            id="a hold that begins at the due time is not in it",
        ),
    ],
)
def test_a_ledger_shows_what_is_cut_out(cuts, expected):
    found = [
        Cut(local(starts), None if ends is None else local(ends), reason)
        for starts, ends, reason in cuts
    ]
    assert lines(Schedule(LOS_ANGELES, OFFICE), local("2026-11-20T16:30"), HOUR, found) == expected


@given(
    start=st.integers(0, 14 * 24 * 60),
    allowance=st.integers(1, 40 * 60),
    points=st.lists(st.integers(0, 30 * 24 * 60), max_size=6, unique=True).map(sorted),
    week=st.sampled_from([OFFICE, NIGHTS]),
)
def test_the_ledger_of_a_held_clock_adds_up_to_its_moved_due_time(start, allowance, points, week):
    schedule = Schedule(LOS_ANGELES, week)
    begins = NEW_YEAR + timedelta(minutes=start)
    cuts = [
        Cut(*(NEW_YEAR + timedelta(minutes=minutes) for minutes in pair), "on-hold")
        for pair in list(pairwise(points))[::2]
    ]
    entries = list(explain(schedule, begins, allowance * 60, cuts))
    due = moved(schedule, begins, schedule.due(begins, allowance * 60), cuts)
    assert entries[-1].total == sum(entry.adds for entry in entries) == allowance * 60
    assert entries[-1].ends_at == due
