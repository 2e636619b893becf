"""Dates as other systems write them: a table of readings and refusals, and laws of both orders."""

import re
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slt_cli.domain.calendar.written_dates import (
    DateFormats,
    Order,
    UnreadableDateError,
)

CET = timezone(timedelta(hours=1))
BOTH = (Order.DAY_FIRST, Order.MONTH_FIRST)


def in_cet(naive: datetime) -> datetime:
    """Take naive times as those of a zone that is an hour ahead."""
    return naive.replace(tzinfo=CET)


def read(text: str, *formats: str) -> str:
    """Return the UTC instant of a text as ISO 8601 has it."""
    return DateFormats(formats).read(text, in_cet).isoformat().removesuffix("+00:00")


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        pytest.param("2026-11-16T09:10:00Z", "2026-11-16T09:10:00", id="ISO 8601"),
        pytest.param("2026-11-16T09:10:00+0100", "2026-11-16T08:10:00", id="ISO, with an offset"),
        pytest.param("2026-11-16 9:10", "2026-11-16T08:10:00", id="ISO, an hour of one digit"),
        pytest.param("2026-11-16", "2026-11-15T23:00:00", id="ISO, a date alone"),
        pytest.param("2026-11-16 09:10 PM", "2026-11-16T20:10:00", id="like ISO, with PM"),
        pytest.param("2026-1-6 09:10", "2026-01-06T08:10:00", id="like ISO, days of one digit"),
        pytest.param("2026/11/16 09:10", "2026-11-16T08:10:00", id="the year first, slashes"),
        pytest.param("2026/1/6 9:10", "2026-01-06T08:10:00", id="the year first, one digit"),
        pytest.param("2026.11.16 09:10", "2026-11-16T08:10:00", id="the year first, dots"),
        pytest.param("16/11/2026 09:10", "2026-11-16T08:10:00", id="a day above 12 first"),
        pytest.param("11/16/2026 09:10", "2026-11-16T08:10:00", id="a day above 12 second"),
        pytest.param("16-11-2026 09:10", "2026-11-16T08:10:00", id="hyphens"),
        pytest.param("16.11.2026 09:10", "2026-11-16T08:10:00", id="dots"),
        pytest.param("11.12.2026 09:10", "2026-12-11T08:10:00", id="dots: the day is first"),
        pytest.param("5.6.2026 9:10", "2026-06-05T08:10:00", id="dots, one digit"),
        pytest.param("05/05/2026 09:10", "2026-05-05T08:10:00", id="both orders are one day"),
        pytest.param("16/11/2026", "2026-11-15T23:00:00", id="a date alone"),
        pytest.param("16/11/2026, 09:10", "2026-11-16T08:10:00", id="a comma before the time"),
        pytest.param("16/11/2026   09:10", "2026-11-16T08:10:00", id="several blanks"),
        pytest.param(" 16/11/2026 09:10 ", "2026-11-16T08:10:00", id="blanks around it"),
        pytest.param("16/11/2026 09:10:11", "2026-11-16T08:10:11", id="seconds"),
        pytest.param("16/11/2026 09:10:11.987", "2026-11-16T08:10:11", id="parts of a second"),
        pytest.param("16/11/2026 00:00", "2026-11-15T23:00:00", id="midnight"),
        pytest.param("16/11/2026 23:59", "2026-11-16T22:59:00", id="the last minute"),
        pytest.param("11/16/2026 9:10 AM", "2026-11-16T08:10:00", id="AM"),
        pytest.param("11/16/2026 9:10 PM", "2026-11-16T20:10:00", id="PM"),
        pytest.param("11/16/2026 12:10 AM", "2026-11-15T23:10:00", id="12 AM is midnight"),
        pytest.param("11/16/2026 12:10 PM", "2026-11-16T11:10:00", id="12 PM is noon"),
        pytest.param("11/16/2026 9:10am", "2026-11-16T08:10:00", id="am without a blank"),
        pytest.param("11/16/2026 9:10 p.m.", "2026-11-16T20:10:00", id="p.m."),
        pytest.param("11/16/2026, 9:10:11 PM", "2026-11-16T20:10:11", id="as a browser has it"),
        pytest.param("11/16/2026 9:10\u202fPM", "2026-11-16T20:10:00", id="a narrow blank"),
        pytest.param("16/11/2026 09:10 Z", "2026-11-16T09:10:00", id="Z"),
        pytest.param("16/11/2026 09:10 UTC", "2026-11-16T09:10:00", id="UTC"),
        pytest.param("16/11/2026 09:10 gmt", "2026-11-16T09:10:00", id="GMT"),
        pytest.param("16/11/2026 09:10 +0530", "2026-11-16T03:40:00", id="an offset"),
        pytest.param("16/11/2026 09:10-08:00", "2026-11-16T17:10:00", id="an offset to the west"),
        pytest.param("11/16/2026 9:10 PM -08:00", "2026-11-17T05:10:00", id="PM with an offset"),
        pytest.param("29/02/2028", "2028-02-28T23:00:00", id="29 February"),
        pytest.param("13/01/1900", "1900-01-12T23:00:00", id="the first year"),
    ],
)
def test_a_text_has_one_reading_without_a_format(text, instant):
    assert read(text) == instant


@pytest.mark.parametrize(
    ("text", "formats", "instant"),
    [
        pytest.param("11/12/2026", ["DD/MM/YYYY"], "2026-12-10T23:00:00", id="day first"),
        pytest.param("11/12/2026", ["MM/DD/YYYY"], "2026-11-11T23:00:00", id="month first"),
        pytest.param("11-12-2026", ["mm/dd/yyyy"], "2026-11-11T23:00:00", id="small letters"),
        pytest.param("11/12/2026", ["D.M.YYYY"], "2026-12-10T23:00:00", id="D.M.YYYY"),
        pytest.param("11/12/2026 9:10", ["DD/MM/YYYY HH:MM"], "2026-12-11T08:10:00", id="a time"),
        pytest.param("11/12/26 09:10", ["DD/MM/YY"], "2026-12-11T08:10:00", id="two digits"),
        pytest.param("11/12/26 9:10 PM", ["MM/DD/YY"], "2026-11-12T20:10:00", id="two, month"),
        pytest.param("11.12.26", ["DD.MM.YY"], "2026-12-10T23:00:00", id="two digits and dots"),
        pytest.param("11.12.2026", ["MM/DD/YYYY"], "2026-12-10T23:00:00", id="dots: day first"),
        pytest.param("2026-12-11", ["MM/DD/YYYY"], "2026-12-10T23:00:00", id="ISO all the same"),
        pytest.param("2026/12/11", ["DD/MM/YYYY"], "2026-12-10T23:00:00", id="the year first"),
        pytest.param("05/05/26", ["YY/MM/DD", "DD/MM/YY"], "2026-05-04T23:00:00", id="two formats"),
        pytest.param("16 Nov 2026 09:10", ["%d %b %Y %H:%M"], "2026-11-16T08:10:00", id="codes"),
        pytest.param("16 nov 2026  09:10", ["%d %b %Y %H:%M"], "2026-11-16T08:10:00", id="case"),
        pytest.param("16/Nov/26 9:10 PM", ["%d/%b/%y %I:%M %p"], "2026-11-16T20:10:00", id="Jira"),
        pytest.param("16/Nov/26", ["%d/%b/%Y", "%d/%b/%y"], "2026-11-15T23:00:00", id="the second"),
        pytest.param("16.11.26 +0200", ["%d.%m.%y %z"], "2026-11-15T22:00:00", id="an offset"),
        pytest.param("26320", ["%y%j"], "2026-11-15T23:00:00", id="the day of the year"),
        pytest.param("2026-11-16", ["%d %b %Y"], "2026-11-15T23:00:00", id="ISO beside codes"),
        pytest.param("16/11/2026", ["%d %b %Y"], "2026-11-15T23:00:00", id="numeric beside codes"),
        pytest.param("11/12/2026", ["%m/%d/%Y"], "2026-11-11T23:00:00", id="codes settle it"),
    ],
)
def test_a_format_says_how_dates_are_written(text, formats, instant):
    assert read(text, *formats) == instant


def test_the_codes_that_were_right_are_tried_first():
    formats = DateFormats(["%d/%b/%Y", "%d %b %Y"])
    for text in ("16 Nov 2026", "16/Nov/2026", "17 Nov 2026"):
        assert formats.read(text, in_cet).month == 11


@pytest.mark.parametrize(
    ("text", "formats", "said"),
    [
        pytest.param("", [], "'' is not a time", id="nothing"),
        pytest.param("soon", [], "'soon' is not a time", id="a word"),
        pytest.param("16/11/2026T09:10", [], "is not a time", id="a T"),
        pytest.param("16/11-2026", [], "is not a time", id="two separators"),
        pytest.param("16/11", [], "is not a time", id="no year"),
        pytest.param("116/11/2026", [], "is not a time", id="three digits"),
        pytest.param("16/11/226", [], "is not a time", id="a year of three digits"),
        pytest.param("2026/11/2026", [], "is not a time", id="two years"),
        pytest.param("16/11/2026 9", [], "is not a time", id="an hour alone"),
        pytest.param("16/11/2026 24:00", [], "is not a time", id="hour 24"),
        pytest.param("16/11/2026 09:60", [], "is not a time", id="minute 60"),
        pytest.param("16/11/2026 13:10 PM", [], "is not a time", id="13 PM"),
        pytest.param("16/11/2026 0:10 AM", [], "is not a time", id="0 AM"),
        pytest.param("16/11/2026 09:10 CET", [], "is not a time", id="an abbreviation"),
        pytest.param("16/11/2026 09:10 +15:00", [], "not to +15:00", id="an offset too far"),
        pytest.param("16/11/2026 09:10 +01:75", [], "not to +01:75", id="75 minutes ahead"),
        pytest.param("१६/११/2026", [], "is not a time", id="digits of another script"),
        pytest.param("31/11/2026", [], "is not a date as DD/MM/YYYY", id="31 November"),
        pytest.param("11/31/2026", [], "is not a date as MM/DD/YYYY", id="31 November, US"),
        pytest.param("29/02/2026", [], "is not a date", id="29 February"),
        pytest.param("2026-02-30", [], "is not a date", id="30 February, ISO"),
        pytest.param("2026/13/01", [], "is not a date", id="month 13"),
        pytest.param("13/13/2026", [], "is not a date", id="13 twice"),
        pytest.param("00/11/2026", [], "is not a date", id="day 0"),
        pytest.param("13/01/1899", [], "outside the years 1900 to 9900", id="long ago"),
        pytest.param("1899/01/13", [], "outside the years 1900 to 9900", id="long ago, year first"),
        pytest.param("13/01/9901", [], "outside the years 1900 to 9900", id="very late"),
        pytest.param("0000/01/13", [], "is not a date", id="year 0"),
        pytest.param("16/11/2026", ["MM/DD/YYYY"], "is not a date as MM/DD/YYYY", id="other order"),
        pytest.param("11/16/2026", ["DD/MM/YYYY"], "is not a date as DD/MM/YYYY", id="US, but DD"),
        pytest.param("16 Nov 2026", ["%d.%m.%Y"], "is not a time", id="other codes"),
        pytest.param("31/Feb/26", ["%d/%b/%y"], "its month has no such day", id="31 Feb, codes"),
        pytest.param("29/Feb/26", ["%d/%b/%y"], "its month has no such day", id="29 Feb, codes"),
        pytest.param("32/Feb/26", ["%d/%b/%y"], "is not a time", id="day 32, codes"),
        pytest.param("16/11/26", [], "the year in '16/11/26' has two digits", id="two digits"),
        pytest.param("16.11.26", ["DD/MM/YYYY"], "has two digits", id="two digits, four said"),
    ],
)
def test_what_is_not_a_date_is_refused(text, formats, said):
    with pytest.raises(ValueError, match=re.escape(said)):
        DateFormats(formats).read(text, in_cet)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("11/12/2026", '"11/12/2026" can be 11 Dec or 12 Nov'),
        ("1-2-2026 9:10 AM", '"1-2-2026 9:10 AM" can be 1 Feb or 2 Jan'),
    ],
)
def test_a_date_of_two_readings_names_both(text, problem):
    with pytest.raises(UnreadableDateError) as refused:
        DateFormats().read(text, in_cet)
    assert str(refused.value) == problem
    assert (refused.value.advice, refused.value.formats) == ("say which: ", [*Order])


@pytest.mark.parametrize(
    ("text", "formats"),
    [
        pytest.param("16/11/26", ("DD/MM/YY", "MM/DD/YY"), id="slashes"),
        pytest.param("16.11.26", ("DD.MM.YY",), id="dots, always day first"),
    ],
)
def test_two_digits_of_a_year_are_settled_by_a_format_that_has_them(text, formats):
    with pytest.raises(UnreadableDateError) as refused:
        DateFormats().read(text, in_cet)
    assert (refused.value.advice, refused.value.formats) == ("say what it is: ", formats)


@pytest.mark.parametrize(
    ("text", "formats", "orders"),
    [
        pytest.param("16/11/2026", [], BOTH[:1], id="a day above 12 first"),
        pytest.param("11/16/2026 9:10 AM", [], BOTH[1:], id="a day above 12 second"),
        pytest.param("11-12-2026", [], BOTH, id="either"),
        pytest.param("05/05/2026", [], (), id="one day in both"),
        pytest.param("11.12.2026", [], (), id="dots"),
        pytest.param("2026/11/12", [], (), id="the year first"),
        pytest.param("2026-11-12", [], (), id="ISO 8601"),
        pytest.param("13/13/2026", [], (), id="not a date"),
        pytest.param("16/17/2026", [], (), id="not a date either"),
        pytest.param("00/11/2026", [], (), id="day 0"),
        pytest.param("16/11/26", [], (), id="two digits of a year"),
        pytest.param("16/11/26", ["YY/MM/DD"], BOTH[:1], id="two digits, with a format"),
        pytest.param("soon", [], (), id="a word"),
    ],
)
def test_the_orders_in_which_a_date_can_be_read(text, formats, orders):
    assert DateFormats(formats).readings(text) == orders


@pytest.mark.parametrize(
    "given",
    ["DD/MM/YYYY", "mm-dd-yyyy", "D.M.YY", "YYYY/MM/DD", "DD/MM/YYYY HH:MM", "%c", "%d %B %Y"],
)
def test_a_format_of_dates(given):
    assert DateFormats([given]).codes == [given] * ("%" in given)


@pytest.mark.parametrize(
    "given",
    [
        *("", " ", "x", "DD/MM", "DD/DD/YYYY", "MM/MM/DD", "YYYY/DD/MM", "DD/MM/YYY", "DDMMYYYY"),
        *("%", "%H:%M", "%d %b", "%Q", "%d %d %m %Y", "%Y-%m-%d %", "%d/%m/%Y\0", "%d\udcff%m%Y"),
    ],
)
def test_what_is_not_a_format_of_dates(given):
    with pytest.raises(ValueError, match=r"is not a format of dates|does not read a whole date"):
        DateFormats([given])


@pytest.mark.parametrize(
    ("given", "problem"),
    [
        pytest.param(
            ["%d/%m/%Y", "%m/%d/%Y"],
            "'%m/%d/%Y' and '%d/%m/%Y' read '11/12/2026' as two dates",
            id="both orders",
        ),
        pytest.param(["%d.%m.%y", "%y.%m.%d"], "as two dates", id="two digits, the year first"),
    ],
)
def test_formats_that_read_one_text_as_two_dates_are_refused(given, problem):
    with pytest.raises(ValueError, match=re.escape(problem)):
        DateFormats(given)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        pytest.param("%d %b %Y %H:%M %Z", "has %Z: write the name itself", id="a name of a zone"),
        pytest.param("%d %b %Y %H:%M %p", "has one of %I and %p", id="PM with an hour of 24"),
        pytest.param("%d %b %Y %I:%M", "has one of %I and %p", id="an hour of 12 without PM"),
    ],
)
def test_codes_that_would_read_another_time_are_refused(given, said):
    with pytest.raises(ValueError, match=re.escape(said)):
        DateFormats([given])


def test_a_percent_sign_before_a_letter_is_no_code():
    assert read("%Z 16 Nov 2026 UTC", "%%Z %d %b %Y UTC") == "2026-11-15T23:00:00"


DAYS = st.dates(date(1900, 1, 2), date(9900, 12, 30))
CLOCKS = st.times().map(lambda time: time.replace(microsecond=0))


@given(day=DAYS, clock=CLOCKS, mark=st.sampled_from("/-"), order=st.sampled_from(Order))
def test_a_date_is_read_in_the_order_that_is_set_as_it_was_written(day, clock, mark, order):
    parts = (day.day, day.month) if order is Order.DAY_FIRST else (day.month, day.day)
    dates = DateFormats()
    dates.order = order
    half = "PM" if clock.hour >= 12 else "AM"
    for hour in (f"{clock:%H:%M:%S}", f"{(clock.hour + 11) % 12 + 1}:{clock:%M:%S} {half}"):
        text = f"{parts[0]}{mark}{parts[1]}{mark}{day.year:04} {hour}"
        written = datetime.combine(day, clock, UTC)
        assert dates.read(text, lambda naive: naive.replace(tzinfo=UTC)) == written
        assert order in dates.readings(text) or day.day == day.month


@given(text=st.text(max_size=20) | st.from_regex(r"[0-9/. :APM-]{6,20}", fullmatch=True))
def test_any_text_is_a_time_or_refused(text):
    try:
        instant = DateFormats().read(text, in_cet)
    except ValueError:
        return
    assert instant.tzinfo is UTC
