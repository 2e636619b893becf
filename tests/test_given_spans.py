"""The start and the end of a span: times, days, weeks and months in the user's zone."""

import time
from collections.abc import Callable
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slt_cli.app import App
from slt_cli.domain.calendar.instant import Zone
from slt_cli.errors import UsageError
from slt_cli.filters import span_of
from slt_cli.given_times import GivenTimes
from slt_cli.options import Options
from tests.domain.calendar.test_typed_time import TEXTS

NOW = datetime.fromisoformat("2026-11-25T16:10:00Z")  # Wed 25 Nov 17:10 CET
DAY = timedelta(days=1)
MADRID = "Europe/Madrid"


@contextmanager
def zone(name: str):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TZ", name)
        time.tzset()
        yield
    time.tzset()


@pytest.fixture(autouse=True)
def in_madrid():
    with zone(MADRID):
        yield


def times(tz: str = MADRID, now: datetime = NOW, note: Callable[..., None] = print) -> GivenTimes:
    return GivenTimes(now, tz, lambda: [Zone(UTC)], note)


DAYS = {
    "a date": ("2026-11-24", "2026-11-24"),
    "a date of one digit": ("2026-11-4", "2026-11-04"),
    "a date in slashes": ("2026/11/24", "2026-11-24"),
    "a date in digits alone": ("20261124", "2026-11-24"),
    "a day of a week of the year": ("2026-W48-2", "2026-11-24"),
    "today": ("today", "2026-11-25"),
    "in capitals, with blanks around": (" Today ", "2026-11-25"),
    "yesterday": ("yesterday", "2026-11-24"),
    "tomorrow": ("tomorrow", "2026-11-26"),
    "a weekday is the last one": ("fri", "2026-11-20"),
    "its whole name": ("Monday", "2026-11-23"),
    "the weekday of today is today": ("wed", "2026-11-25"),
    "a day as slt shows it": ("Tue 24 Nov", "2026-11-24"),
    "a day of another year": ("Mon 24 Nov 2025", "2025-11-24"),
    "the month first": ("nov 24th", "2026-11-24"),
}


@pytest.mark.parametrize(("text", "day"), DAYS.values(), ids=DAYS)
def test_a_day_is_included_whole(text, day):
    midnight = datetime.fromisoformat(f"{day}T00:00+01:00")
    assert (times().since(text), times().until(text)) == (midnight, midnight + DAY)


SPANS = {
    "a month": ("2026-11", "2026-11-01T00:00+01:00", "2026-12-01T00:00+01:00"),
    "a month of one digit": ("2026-9", "2026-09-01T00:00+02:00", "2026-10-01T00:00+02:00"),
    "a month in which the clocks go back": (
        *("2026-10", "2026-10-01T00:00+02:00", "2026-11-01T00:00+01:00"),
    ),
    "December": ("2026-12", "2026-12-01T00:00+01:00", "2027-01-01T00:00+01:00"),
    "February of a leap year": ("2028-02", "2028-02-01T00:00+01:00", "2028-03-01T00:00+01:00"),
    "a month by its name": ("Oct 2026", "2026-10-01T00:00+02:00", "2026-11-01T00:00+01:00"),
    "its whole name": ("october 2026", "2026-10-01T00:00+02:00", "2026-11-01T00:00+01:00"),
    "a week with one digit": ("2026-w9", "2026-02-23T00:00+01:00", "2026-03-02T00:00+01:00"),
    "a week from Monday": ("2026-W48", "2026-11-23T00:00+01:00", "2026-11-30T00:00+01:00"),
    "last week": ("last week", "2026-11-16T00:00+01:00", "2026-11-23T00:00+01:00"),
    "this week": ("this week", "2026-11-23T00:00+01:00", "2026-11-30T00:00+01:00"),
    "next week": ("next week", "2026-11-30T00:00+01:00", "2026-12-07T00:00+01:00"),
    "last month": ("last month", "2026-10-01T00:00+02:00", "2026-11-01T00:00+01:00"),
    "this month": ("this month", "2026-11-01T00:00+01:00", "2026-12-01T00:00+01:00"),
    "next month": ("next month", "2026-12-01T00:00+01:00", "2027-01-01T00:00+01:00"),
    "last year": ("last year", "2025-01-01T00:00+01:00", "2026-01-01T00:00+01:00"),
    "this year": ("this year", "2026-01-01T00:00+01:00", "2027-01-01T00:00+01:00"),
    "in capitals, with blanks around": (
        *(" LAST  Month", "2026-10-01T00:00+02:00", "2026-11-01T00:00+01:00"),
    ),
    "a day of 23 hours": ("2026-03-29", "2026-03-29T00:00+01:00", "2026-03-30T00:00+02:00"),
    "a day of 25 hours": ("2026-10-25", "2026-10-25T00:00+02:00", "2026-10-26T00:00+01:00"),
}


@pytest.mark.parametrize(("text", "since", "until"), SPANS.values(), ids=SPANS)
def test_a_month_and_a_week_are_included_whole(text, since, until):
    ends = times().since(text), times().until(text)
    assert ends == (datetime.fromisoformat(since), datetime.fromisoformat(until))


NAMED = {
    "last month in January": ("last month", "2027-01-31", "2026-12-01", "2027-01-01"),
    "this month in December": ("this month", "2026-12-31", "2026-12-01", "2027-01-01"),
    "next month in December": ("next month", "2026-12-31", "2027-01-01", "2027-02-01"),
    "next month in November": ("next month", "2026-11-01", "2026-12-01", "2027-01-01"),
    "this week on a Monday": ("this week", "2026-12-28", "2026-12-28", "2027-01-04"),
    "this week on a Sunday": ("this week", "2027-01-03", "2026-12-28", "2027-01-04"),
    "last week over New Year": ("last week", "2027-01-04", "2026-12-28", "2027-01-04"),
    "next week over New Year": ("next week", "2026-12-27", "2026-12-28", "2027-01-04"),
}


@pytest.mark.parametrize(("text", "today", "first", "after"), NAMED.values(), ids=NAMED)
def test_a_week_or_month_is_counted_from_that_of_today(text, today, first, after):
    for clock in ("00:00", "23:59"):
        read = times(now=datetime.fromisoformat(f"{today}T{clock}+01:00"))
        ends = read.since(text), read.until(text)
        assert ends == tuple(datetime.fromisoformat(f"{day}T00:00+01:00") for day in (first, after))


MOMENTS = {
    "a time of day": ("14:00", "2026-11-25T13:00Z"),
    "one that is still to come": ("21:55", "2026-11-25T20:55Z"),
    "now": ("now", "2026-11-25T16:10Z"),
    "a length": ("-90m", "2026-11-25T14:40Z"),
    "days ago": ("7 days ago", "2026-11-18T16:10Z"),
    "ISO 8601": ("2026-11-24T17:30", "2026-11-24T16:30Z"),
    "the first minute of a day": ("2026-11-24 0:00", "2026-11-23T23:00Z"),
    "with its offset": ("2026-11-24T17:30-08:00", "2026-11-25T01:30Z"),
    "with its zone": ("Tue 24 Nov 08:05 UTC", "2026-11-24T08:05Z"),
    "on the last such weekday": ("fri 14:00", "2026-11-20T13:00Z"),
}


@pytest.mark.parametrize(("text", "instant"), MOMENTS.values(), ids=MOMENTS)
def test_a_time_is_that_instant_at_either_end(text, instant):
    ends = times().since(text), times().until(text)
    assert ends == (datetime.fromisoformat(instant),) * 2


ELSEWHERE = {
    "the day before there": ("America/Los_Angeles", "today", "2026-11-25T08:00Z", 24),
    "a midnight that is skipped": ("Africa/Cairo", "2024-04-26", "2024-04-25T22:00Z", 23),
    "a midnight that is seen twice": ("America/Havana", "2026-11-01", "2026-11-01T04:00Z", 25),
    "half an hour longer": ("Australia/Lord_Howe", "2026-04-05", "2026-04-04T13:00Z", 24.5),
    "a day that is no day there": ("Pacific/Apia", "2011-12-30", "2011-12-30T10:00Z", 0),
}


@pytest.mark.parametrize(("tz", "text", "since", "hours"), ELSEWHERE.values(), ids=ELSEWHERE)
def test_days_are_those_of_the_reader_and_no_change_of_clocks_is_noted(tz, text, since, hours):
    notes: list[str] = []
    with zone(tz):
        there = times(tz, note=lambda *note: notes.extend(note))
        start, end = there.since(text), there.until(text)
    assert (start, end - start) == (datetime.fromisoformat(since), timedelta(hours=hours))
    assert notes == []


@pytest.mark.exhaustive
@given(
    st.sampled_from((MADRID, "America/Havana", "Africa/Cairo", "Asia/Singapore")),
    st.dates(date(1985, 1, 1), date(2040, 1, 1)),
)
def test_days_follow_each_other_without_a_gap(tz, first):
    with zone(tz):
        read = times(tz)
        days = [str(first + number * DAY) for number in range(40)]
        for day, following in pairwise(days):
            assert read.since(day) < read.until(day) == read.since(following)
        month = f"{first:%Y-%m}"
        assert read.since(month) == read.since(f"{month}-01")
        assert read.until(month) == read.since(next(day for day in days if day > f"{month}-31"))


def test_a_time_that_is_not_seen_once_is_noted():
    notes: list[str] = []
    times(note=lambda *note: notes.extend(note)).since("2026-03-29 02:30")
    assert notes[0].startswith("there is no 2026-03-29 02:30 in local time")


REFUSED = {
    "a month that is none": (
        *("2026-13", "the months of a year go from 1 to 12, not to 13"),
        "--since 2026-11, --since 2026-11-25",
    ),
    "a year out of reach": (
        *("1026-11", "1026 is outside the years 1900 to 9900"),
        "--since 2026-11, --since 2026-11-25",
    ),
    "a year alone, which may be a time of day": (
        *("2026", "the number 2026 is not a time"),
        "--since 2026-01, --since 2026-12, --since 20:26",
    ),
    "a month alone": ("October", "'October' has no year", "--since 2026-10"),
    "a month alone that is to come": ("dec", "'dec' has no year", "--since 2025-12"),
    "a week after the last of its year": (
        *("2026-W54", "the weeks of 2026 go from 1 to 53, not to 54", "--since 2026-W53"),
    ),
    "a week after the 52 of its year": (
        *("2025-W53", "the weeks of 2025 go from 1 to 52, not to 53", "--since 2025-W52"),
    ),
    "a week before the first of its year": (
        *("2026-w0", "the weeks of 2026 go from 1 to 53, not to 0", "--since 2026-W01"),
    ),
    "a week of a year out of reach": (
        *("9999-W52", "9999 is outside the years 1900 to 9900", "--since 2026-W48"),
    ),
    "weeks ago": (*("-1w", "'1w' is not a duration such as 90s, 30m, 1h30m or 2d", "--since -7d"),),
    "a day that is none": (
        *("2026-02-30", "February 2026 has 28 days", "--since 2026-02-28, --since 2026-03-01"),
    ),
    "a date in two ways": (
        *("11/12/2026", "11/12/2026 can be 11 Dec or 12 Nov"),
        "--since 2026-12-11, --since 2026-11-12",
    ),
    "the year last": (
        *("13/11/2026", "13/11/2026 is not written as slt reads dates, the year first"),
        "--since 2026-11-13",
    ),
    "a year of two digits": (
        *("24 nov 26", "the year 26 does not have four digits", '--since "24 nov 2026"'),
    ),
    "a weekday in two ways": (
        *("last fri", "'last fri' can be read in more than one way: name the day"),
        '--since "Fri 20 Nov 2026", --since "Fri 13 Nov 2026"',
    ),
    "another weekday than the date's": (
        *("Wed 24 Nov 2026", "24 November 2026 is a Tuesday, not a Wednesday"),
        '--since "Tue 24 Nov 2026", --since "Wed 25 Nov 2026"',
    ),
    "a length without a direction": (
        *("90m", "'90m' does not say whether it is before or after now"),
        "--since -90m, --since +90m",
    ),
    "midnight": (
        *("midnight", "midnight can be the start or the end of a day"),
        '--since "today 0:00", --since "tomorrow 0:00"',
    ),
    "a time of day without a colon": (
        *("2026-11-24 1730", "'1730' is not written as a time of day"),
        '--since "2026-11-24 17:30"',
    ),
    "an offset and no time of day": (
        *("2026-11-24-08:00", "2026-11-24-08:00 has an offset but no time of day"),
        '--since "2026-11-24 08:00", --since "2026-11-24 0:00-08:00"',
    ),
    "no day at all": ("on", "'on' has no time of day", '--since "on 9:00"'),
    "empty": (
        *("", "the time is empty"),
        '--since -90m, --since "yesterday 14:00", --since 2026-11-24T17:30',
    ),
}


@pytest.mark.parametrize(("text", "problem", "fix"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_read_has_a_fix_to_type(text, problem, fix):
    for option, read in (("--since", times().since), ("--until", times().until)):
        with pytest.raises(UsageError) as caught:
            read(text)
        assert caught.value.message == f"{option}: {problem}"
        assert caught.value.fix == fix.replace("--since", option)
        for part in caught.value.fix.split(", "):
            assert read(part.removeprefix(f"{option} ").strip('"')).tzinfo is UTC


def read_or_refused(read: Callable[[str], datetime], text: str) -> datetime | str:
    try:
        return read(text)
    except UsageError as error:
        return error.message


@given(TEXTS)
def test_any_text_is_refused_at_both_ends_or_its_end_is_not_before_its_start(text):
    start, end = (read_or_refused(read, text) for read in (times().since, times().until))
    if isinstance(start, str):
        assert end == start.replace("--since", "--until", 1)
    else:
        assert isinstance(end, datetime)
        assert start <= end


def test_an_unknown_zone_is_refused_where_days_are_asked_for():
    with zone("Foo/Bar"):
        read = times("Foo/Bar")
        assert read.since("-90m") == NOW - timedelta(minutes=90)
        for text in ("2026-11-24", "today", "2026-10", "2026-W48", "last week", "fri"):
            with pytest.raises(UsageError, match="TZ is 'Foo/Bar', an unknown time zone"):
                read.until(text)


MANILA = Zone(ZoneInfo("Asia/Manila"))
IN_MANILA = {
    "today, which is tomorrow there": ("today", "2026-11-26T00:00+08:00", "2026-11-27T00:00+08:00"),
    "a date": ("2026-10-01", "2026-10-01T00:00+08:00", "2026-10-02T00:00+08:00"),
    "last week": ("last week", "2026-11-16T00:00+08:00", "2026-11-23T00:00+08:00"),
    "a month": ("2026-10", "2026-10-01T00:00+08:00", "2026-11-01T00:00+08:00"),
    "a time without an offset": ("2026-10-01 09:00", *("2026-10-01T09:00+08:00",) * 2),
    "a time of day": ("0:05", *("2026-11-26T00:05+08:00",) * 2),
    "with the reader's own zone": ("24 Nov 9:00 CET", *("2026-11-24T09:00+01:00",) * 2),
}


@pytest.mark.parametrize(("text", "since", "until"), IN_MANILA.values(), ids=IN_MANILA)
def test_the_days_of_another_zone_are_read(text, since, until):
    app = App(Options(), clock=lambda: NOW, environment={"TZ": MADRID})
    expected = datetime.fromisoformat(since), datetime.fromisoformat(until)
    assert span_of(app, text, text, MANILA) == expected


def test_october_is_another_span_in_another_zone():
    app = App(Options(), clock=lambda: NOW, environment={"TZ": MADRID})
    (madrid, _), (manila, _) = (span_of(app, "2026-10", None, zone) for zone in (None, MANILA))
    assert madrid - manila == timedelta(hours=6)


def test_a_time_that_another_zone_does_not_see_once_is_noted_with_its_name():
    notes: list[str] = []
    read = times("UTC", note=lambda *note: notes.extend(note)).of(Zone(ZoneInfo(MADRID)))
    assert read.since("2026-10-25 02:30") == datetime.fromisoformat("2026-10-25T02:30+02:00")
    assert read.since("2026-10-25") == datetime.fromisoformat("2026-10-25T00:00+02:00")
    note, fix = notes
    assert note.startswith("in Europe/Madrid it is 2026-10-25 02:30 twice, the clocks go back")
    assert fix == "write the second as 2026-10-25 02:30+01:00"


def test_a_reversed_span_is_refused_in_another_zone():
    app = App(Options(), clock=lambda: NOW, environment={"TZ": MADRID})
    given = "2026-11-24T16:00Z", "2026-11-24"  # the day ends then in Manila
    assert span_of(app, *given) == tuple(
        datetime.fromisoformat(f"2026-11-24T{clock}") for clock in ("16:00Z", "23:00Z")
    )
    with pytest.raises(UsageError, match="--until 2026-11-24 is before --since"):
        span_of(app, *given, MANILA)


def test_an_application_reads_both_ends_or_neither():
    app = App(Options(), clock=lambda: NOW, environment={"TZ": MADRID})
    assert span_of(app, None, None) == span_of(app, None, None, MANILA) == (None, None)
    assert "given_times" not in app.__dict__
    midnight = datetime.fromisoformat("2026-11-25T00:00+01:00")
    assert span_of(app, "today", None) == (midnight, None)
    assert span_of(app, None, "today") == (None, midnight + DAY)
    assert span_of(app, "today", "today", app.reader_zone) == (midnight, midnight + DAY)


def test_days_of_an_unknown_zone_are_refused_as_those_of_a_report_too():
    with zone("Foo/Bar"):
        app = App(Options(quiet=True), clock=lambda: NOW, environment={"TZ": "Foo/Bar"})
        for since in ("2026-10", "last month"):
            with pytest.raises(UsageError, match="TZ is 'Foo/Bar', an unknown time zone"):
                span_of(app, since, None, app.report_zone)
