"""Business days against days worked out by hand, and against a simulation minute by minute."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from slt_cli.domain.calendar.business_days import (
    BusinessDays,
    due_after_business_days,
    parse_business_days,
)
from slt_cli.domain.calendar.hours import Interval, parse_intervals
from slt_cli.domain.calendar.ledger import Cut, explain
from slt_cli.domain.calendar.schedule import ExceptionalDay, Schedule
from slt_cli.errors import ScheduleError

LONDON, LOS_ANGELES = ZoneInfo("Europe/London"), ZoneInfo("America/Los_Angeles")
MINUTE = 60


def week(
    weekdays: str, saturday: str = "closed", friday: str = ""
) -> tuple[tuple[Interval, ...], ...]:
    def hours(text: str) -> tuple[Interval, ...]:
        return parse_intervals(text.split(" and "))

    return (*[hours(weekdays)] * 4, hours(friday or weekdays), hours(saturday), ())


OFFICE = Schedule(LONDON, week("08:00-18:00"))
LUNCH = Schedule(LONDON, week("08:00-12:00 and 13:00-18:00"))
NIGHTS = Schedule(LONDON, week("22:00-06:00"))
SPLIT_NIGHTS = Schedule(LONDON, week("09:00-12:00 and 22:00-06:00"))
WHOLE_DAYS = Schedule(LONDON, week("00:00-24:00"))
SATURDAYS = Schedule(LONDON, week("08:00-18:00", saturday="09:00-13:00"))
HOLIDAYS = Schedule(
    LONDON,
    week("08:00-18:00"),
    {
        date(2026, 12, 24): ExceptionalDay("Christmas Eve", parse_intervals(["08:00-12:00"])),
        date(2026, 12, 31): ExceptionalDay("Late", parse_intervals(["14:00-16:00"])),
    },
    {(12, 25): ExceptionalDay("Christmas Day"), (12, 28): ExceptionalDay("Boxing Day")},
)
EARLY = Schedule(LONDON, week("00:30-06:00", saturday="00:30-06:00"))
SUNDAYS = Schedule(LONDON, ((), (), (), (), (), (), parse_intervals(["01:00-06:00"])))


def london(text: str) -> datetime:
    """Return the instant of a local time, of the first one if it occurs twice."""
    return datetime.fromisoformat(text).replace(tzinfo=LONDON)


# In 2026: Fri 20 Nov, Mon 23 Nov, Thu 24 Dec; clocks forward on Sun 29 Mar 01:00, back on Sun 25
# Oct 02:00.
CASES = {
    "the same time on the next day": (OFFICE, "2026-11-23T10:15", "1bd", "2026-11-24T10:15"),
    "seconds count": (OFFICE, "2026-11-23T10:15:07", "1bd", "2026-11-24T10:15:07"),
    "over the weekend": (OFFICE, "2026-11-20T10:15", "1bd", "2026-11-23T10:15"),
    "two days over the weekend": (OFFICE, "2026-11-20T10:15", "2bd", "2026-11-24T10:15"),
    "opened on Saturday": (OFFICE, "2026-11-21T11:00", "1bd", "2026-11-24T08:00"),
    "opened on Saturday, the end": (OFFICE, "2026-11-21T11:00", "1bd-end", "2026-11-24T18:00"),
    "opened before opening": (OFFICE, "2026-11-23T06:00", "1bd", "2026-11-24T08:00"),
    "opened exactly at opening": (OFFICE, "2026-11-23T08:00", "1bd", "2026-11-24T08:00"),
    "opened exactly at closing": (OFFICE, "2026-11-23T18:00", "1bd", "2026-11-25T08:00"),
    "opened after closing on Friday": (OFFICE, "2026-11-20T19:00", "1bd", "2026-11-24T08:00"),
    "the last second before closing": (OFFICE, "2026-11-23T17:59:59", "1bd", "2026-11-24T17:59:59"),
    "the end of the next day": (OFFICE, "2026-11-23T10:15", "1bd-end", "2026-11-24T18:00"),
    "the end of the third day": (OFFICE, "2026-11-19T10:15", "3bd-end", "2026-11-24T18:00"),
    "an open Saturday is one": (SATURDAYS, "2026-11-20T10:15", "1bd", "2026-11-21T10:15"),
    "a half day: its closing": (SATURDAYS, "2026-11-20T17:00", "1bd", "2026-11-21T13:00"),
    "a half day: its opening": (SATURDAYS, "2026-11-20T08:30", "1bd", "2026-11-21T09:00"),
    "a half day: exactly its closing": (SATURDAYS, "2026-11-20T13:00", "1bd", "2026-11-21T13:00"),
    "the end of a half day": (SATURDAYS, "2026-11-20T10:15", "1bd-end", "2026-11-21T13:00"),
    "at lunch: the closing before it": (
        Schedule(LONDON, (*LUNCH.week[:1], *week("08:00-18:00")[1:])),
        "2026-11-20T12:30", "1bd", "2026-11-23T12:00",
    ),
    "opened at lunch": (LUNCH, "2026-11-23T12:30", "1bd", "2026-11-24T13:00"),
    "the end is the last closing": (LUNCH, "2026-11-23T09:00", "1bd-end", "2026-11-24T18:00"),
    "a half day before a holiday": (HOLIDAYS, "2026-12-23T15:00", "1bd", "2026-12-24T12:00"),
    "over yearly holidays": (HOLIDAYS, "2026-12-24T11:00", "1bd", "2026-12-29T11:00"),
    "two days over them": (HOLIDAYS, "2026-12-23T15:00", "2bd", "2026-12-29T15:00"),
    "opened on a holiday": (HOLIDAYS, "2026-12-25T09:00", "1bd", "2026-12-30T08:00"),
    "opens later that day": (HOLIDAYS, "2026-12-30T09:00", "1bd", "2026-12-31T14:00"),
    "in one night, before midnight": (NIGHTS, "2026-11-23T23:00", "1bd", "2026-11-24T23:00"),
    "in one night, after midnight": (NIGHTS, "2026-11-24T05:00", "1bd", "2026-11-25T05:00"),
    # Saturday 05:00 is in Friday's night; 05:00 in Monday's night is on Tuesday.
    "after the last night of the week": (NIGHTS, "2026-11-21T05:00", "1bd", "2026-11-24T05:00"),
    "the end after a night's midnight": (NIGHTS, "2026-11-24T05:00", "1bd-end", "2026-11-25T06:00"),
    "a shorter night: its closing": (
        Schedule(LONDON, (*NIGHTS.week[:4], parse_intervals(["22:00-02:00"]), (), ())),
        "2026-11-20T05:00", "1bd", "2026-11-21T02:00",
    ),
    "a day after a night: its closing": (
        Schedule(LONDON, (*NIGHTS.week[:4], parse_intervals(["09:00-17:00"]), (), ())),
        "2026-11-20T05:00", "1bd", "2026-11-20T17:00",
    ),
    "the end of a night": (NIGHTS, "2026-11-23T23:00", "1bd-end", "2026-11-25T06:00"),
    "opened by day, before a night": (NIGHTS, "2026-11-23T12:00", "1bd", "2026-11-24T22:00"),
    # Tuesday 13:00 is closed; the closing of Monday's night at 06:00 is none of Tuesday's.
    "the closing is one of that day": (
        Schedule(LONDON, (SPLIT_NIGHTS.week[0], parse_intervals(["14:00-16:00"]), *[()] * 5)),
        "2026-11-23T11:00", "1bd", "2026-11-24T14:00",
    ),
    "around the clock on weekdays": (WHOLE_DAYS, "2026-11-20T23:30", "1bd", "2026-11-23T23:30"),
    "the end of a whole day": (WHOLE_DAYS, "2026-11-20T23:30", "1bd-end", "2026-11-24T00:00"),
    "over the end of summer time": (OFFICE, "2026-10-23T10:00", "1bd", "2026-10-26T10:00"),
    "over the begin of summer time": (OFFICE, "2026-03-27T10:00", "1bd", "2026-03-30T10:00"),
    # 01:30 does not exist on 29 March: the instant of the change is 02:00 BST.
    "a time that does not exist": (SUNDAYS, "2026-03-22T01:30", "1bd", "2026-03-29T02:00"),
    "a time that occurs twice is the first": (
        SUNDAYS, "2026-10-18T01:30", "1bd", "2026-10-25T01:30",
    ),
    "from the second of such times": (
        SUNDAYS, "2026-10-25T01:30+00:00", "1bd", "2026-11-01T01:30",
    ),
    # It opens at 02:00 BST, the instant of the change, so that is the local time of the start.
    "an opening that does not exist": (SUNDAYS, "2026-03-28T12:00", "1bd", "2026-04-05T02:00"),
}  # fmt: skip


@pytest.mark.parametrize(("schedule", "start", "length", "due"), CASES.values(), ids=CASES)
def test_a_length_ends_as_worked_out_by_hand(schedule, start, length, due) -> None:
    begins = datetime.fromisoformat(start)
    begins = begins if begins.tzinfo else london(start)

    found = due_after_business_days(schedule, begins.astimezone(UTC), parse_business_days(length))

    assert found == london(due).astimezone(UTC)


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("2bd", BusinessDays(2)),
        (" 1BD-end ", BusinessDays(1, at_end=True)),
        ("10 business days", BusinessDays(10)),
        ("1 business day", BusinessDays(1)),
        ("2d", None),
        ("bd", None),
        ("-1bd", None),
        ("1.5bd", None),
        ("2bd4h", None),
        ("2 bd-ends", None),
        ("4h", None),
        ("", None),
    ],
)
def test_a_text_is_a_length_or_none(text, length) -> None:
    assert parse_business_days(text) == length


@pytest.mark.parametrize("text", ["0bd", "2501bd", "0bd-end"])
def test_a_length_that_cannot_be(text) -> None:
    with pytest.raises(ValueError, match="business day"):
        parse_business_days(text)


def test_a_length_is_written_as_it_is_read() -> None:
    for length in (BusinessDays(2), BusinessDays(1, at_end=True)):
        assert parse_business_days(str(length)) == length


def test_a_closure_beyond_the_horizon_is_an_error() -> None:
    closed = {
        date(2026, 11, 24) + timedelta(days=number): ExceptionalDay("Closed")
        for number in range(11 * 366)
    }
    schedule = Schedule(LONDON, OFFICE.week, closed)

    with pytest.raises(ScheduleError, match="closed for more than 10 years"):
        due_after_business_days(schedule, london("2026-11-23T10:00"), BusinessDays(1))


# --- Against a simulation -------------------------------------------------------------------------


def opens_at(
    schedule: Schedule, minute: datetime, weekly: dict[date, list[tuple[int, int]]]
) -> bool:
    """Return whether some interval contains a wall-clock minute: written without the schedule."""
    local = minute.astimezone(schedule.zone)
    of_day = local.hour * MINUTE + local.minute
    today, yesterday = local.date(), local.date() - timedelta(days=1)
    return any(a <= of_day < b for a, b in weekly.get(today, ())) or any(
        a <= of_day + 24 * MINUTE < b for a, b in weekly.get(yesterday, ())
    )


def simulated(
    zone: ZoneInfo, weekly: dict[date, list[tuple[int, int]]], start: datetime, length: BusinessDays
) -> datetime:
    """Return the end of a length, walking minute by minute; hours are minutes of a date."""
    schedule = Schedule(zone, OFFICE.week)  # only for its zone
    minute = start
    while not opens_at(schedule, minute, weekly):
        minute += timedelta(minutes=1)
    local = minute.astimezone(zone)
    day, left = local.date(), length.days
    of_day = local.hour * MINUTE + local.minute
    nights = 0
    if not any(a <= of_day < b for a, b in weekly.get(day, [])):  # in a night that began before
        day, nights = day - timedelta(days=1), 1
    while left:
        day += timedelta(days=1)
        left -= bool(weekly.get(day))
    opened, closings, wanted, previous = [], [], None, None
    walk = datetime(day.year, day.month, day.day, tzinfo=zone).astimezone(UTC) - timedelta(hours=3)
    for step in range(54 * MINUTE):
        at = walk + timedelta(minutes=step)
        here = at.astimezone(zone)
        of_day = here.hour * MINUTE + here.minute
        on = here.date() == day + timedelta(days=nights)
        if on and wanted is None and of_day >= local.hour * MINUTE + local.minute:
            wanted = at
        own = (
            any(a <= of_day + (24 * MINUTE if here.date() > day else 0) < b for a, b in weekly[day])
            and here.date() >= day
        )
        if own and not previous:
            opened.append(at)
        if previous and not own:
            closings.append(at)
        previous = own
    if length.at_end:
        return closings[-1]
    if wanted is not None and opens_at(schedule, wanted, weekly):
        return wanted
    before = [at for at in closings if wanted is not None and at <= wanted]
    return before[-1] if before else opened[0]


DAYS_OF_HOURS = st.sampled_from(
    [
        [],
        [(480, 1080)],
        [(540, 780)],
        [(480, 720), (780, 1080)],
        [(1320, 1800)],
        [(600, 660), (1320, 1800)],
        [(0, 1440)],
        [(1200, 1440)],
    ]
)


@settings(max_examples=150, deadline=None)
@given(
    zone=st.sampled_from([LONDON, LOS_ANGELES, ZoneInfo("Asia/Kolkata")]),
    hours=st.lists(DAYS_OF_HOURS, min_size=7, max_size=7).filter(any),
    exceptions=st.dictionaries(st.integers(0, 13), DAYS_OF_HOURS, max_size=4),
    first=st.sampled_from([date(2026, 3, 26), date(2026, 10, 22), date(2026, 12, 20)]),
    minute=st.integers(0, 6 * 24 * MINUTE),
    length=st.builds(BusinessDays, st.integers(1, 3), st.booleans()),
)
def test_it_agrees_with_a_simulation_minute_by_minute(
    zone, hours, exceptions, first, minute, length
) -> None:
    def intervals(pairs: list[tuple[int, int]]) -> tuple[Interval, ...]:
        return tuple(Interval(opens * 60, closes * 60) for opens, closes in pairs)

    days = [first + timedelta(days=number) for number in range(-2, 60)]
    weekly = {day: hours[day.weekday()] for day in days}
    changed = {first + timedelta(days=number): pairs for number, pairs in exceptions.items()}
    weekly |= changed
    schedule = Schedule(
        zone,
        tuple(intervals(pairs) for pairs in hours),
        {day: ExceptionalDay("Other hours", intervals(pairs)) for day, pairs in changed.items()},
    )
    start = datetime(first.year, first.month, first.day, tzinfo=UTC) + timedelta(minutes=minute)

    found = due_after_business_days(schedule, start, length)

    assert found == simulated(zone, weekly, start, length)
    assert found > start
    entries = list(explain(schedule, start, length))
    assert entries[-1].reason == "business-day"
    assert entries[-1].ends_at == found
    assert entries[-1].total == schedule.elapsed(start, found)


# --- The ledger -----------------------------------------------------------------------------------


def test_a_ledger_ends_with_the_business_day() -> None:
    start = london("2026-11-21T11:00")

    told = [(e.day.day, e.reason, e.adds) for e in explain(OFFICE, start, BusinessDays(1))]

    assert told == [
        (21, "closed-weekday", 0),
        (22, "closed-weekday", 0),
        (23, "counted", 36000),
        (24, "business-day", 0),
    ]


def test_a_hold_moves_its_end_on() -> None:
    start, hold = (
        london("2026-11-23T10:00"),
        Cut(london("2026-11-23T12:00"), london("2026-11-23T14:00"), "on-hold"),
    )

    *_, counted, last = explain(OFFICE, start, BusinessDays(1), [hold])

    assert (last.reason, last.ends_at) == ("business-day", london("2026-11-24T12:00"))
    assert counted.total == last.total == 10 * 3600


def test_a_hold_that_lasts_leaves_it_open() -> None:
    start, hold = london("2026-11-23T10:00"), Cut(london("2026-11-23T12:00"), None, "on-hold")

    *_, last = explain(OFFICE, start, BusinessDays(1), [hold])

    assert (last.reason, last.total) == ("counted", 7200)


@pytest.mark.parametrize(
    ("start", "length", "closed_at"),
    [
        pytest.param("2026-12-22T15:00", "1bd", None, id="open at that time"),
        pytest.param("2026-12-23T15:00", "1bd", "2026-12-24T15:00", id="closed earlier"),
        pytest.param("2026-12-23T12:00", "1bd", None, id="closes at that time"),
        pytest.param("2026-12-30T10:00", "1bd", "2026-12-31T10:00", id="opens later"),
        pytest.param("2026-12-23T15:00", "1bd-end", None, id="the end of a day"),
    ],
)
def test_the_last_line_of_a_ledger_has_the_time_at_which_support_is_closed(
    start, length, closed_at
):
    days = parse_business_days(length)
    assert days is not None
    *_, last = explain(HOLIDAYS, london(start), days)
    assert last.closed_at == (None if closed_at is None else london(closed_at))
