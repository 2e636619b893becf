"""Whole-day events of calendar files become days; every other event is accounted for."""

import itertools
import sys
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from slt_cli.config.calendar_days import CalendarDays, calendar_days
from slt_cli.config.calendar_file import LARGEST_FILE
from slt_cli.config.calendar_work import MOST_SERIES
from slt_cli.errors import SltError

YEARS = range(2026, 2028)
BERLIN, LONDON = ZoneInfo("Europe/Berlin"), ZoneInfo("Europe/London")
NEW_YORK, SANTIAGO = ZoneInfo("America/New_York"), ZoneInfo("America/Santiago")
HEAD = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n"
OUTLOOK_ZONE = """BEGIN:VTIMEZONE
TZID:W. Europe Standard Time
BEGIN:STANDARD
DTSTART:16010101T030000
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=10
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:16010101T020000
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=3
END:DAYLIGHT
END:VTIMEZONE
"""
CHRISTMAS = "DTSTART;VALUE=DATE:20261225"
MARK = "X-MICROSOFT-CDO-ALLDAYEVENT:TRUE"
ALL_WEEK = ["2026-12-24", "2026-12-25", "2026-12-26"]


PERSIAN = "\u0639\u06cc\u062f \u0645\u06cc\u200c\u0622\u06cc\u062f"


def event(*lines: str, uid: str = "1") -> str:
    return "\r\n".join(("BEGIN:VEVENT", f"UID:{uid}", *lines, "END:VEVENT", ""))


def read_bytes(tmp_path: Path, content: bytes, years: range = YEARS, zones=()) -> CalendarDays:
    file = tmp_path / "days.ics"
    file.write_bytes(content)
    return calendar_days(file, years, zones, clock=lambda: 0.0)


@pytest.fixture
def calendar(tmp_path: Path):
    """Return a function that reads a calendar of some events in the years 2026 and 2027."""

    def read(*parts: str, years: range = YEARS, zones=()) -> CalendarDays:
        content = "".join((HEAD, *parts, "END:VCALENDAR\r\n"))
        return read_bytes(tmp_path, content.encode("utf-8", "surrogateescape"), years, zones)

    return read


def shown(days: Iterable[date]) -> list[str]:
    return [day.isoformat() for day in days]


@pytest.mark.parametrize(
    ("lines", "zones", "days"),
    [
        # Dates.
        pytest.param((CHRISTMAS,), (), ["2026-12-25"], id="a date"),
        pytest.param(("DTSTART:20261225",), (), ["2026-12-25"], id="a date without VALUE"),
        pytest.param((CHRISTMAS, "DTEND:20261225"), (), ["2026-12-25"], id="ends on its own day"),
        pytest.param(
            ("DTSTART;VALUE=DATE:20261224", "DTEND;VALUE=DATE:20261227"), (), ALL_WEEK, id="days"
        ),
        pytest.param((CHRISTMAS, "DURATION:P2D"), (), ["2026-12-25", "2026-12-26"], id="duration"),
        pytest.param(
            (CHRISTMAS, "DTEND;VALUE=DATE-TIME:20261226T000000"),
            (),
            ["2026-12-25"],
            id="a date that ends at a time",
        ),
        pytest.param(
            (CHRISTMAS, "DTEND;VALUE=DATE-TIME:20261226"), (), ["2026-12-25"], id="a wrong VALUE"
        ),
        pytest.param(
            (CHRISTMAS, "DTEND;VALUE=DATE-TIME:20261225T170000"),
            (),
            ["2026-12-25"],
            id="a date that ends in the afternoon",
        ),
        # Midnight to midnight.
        pytest.param(
            ("DTSTART:20261225T000000", "DTEND:20261226T000000"), (), ["2026-12-25"], id="floating"
        ),
        pytest.param(
            ("DTSTART;VALUE=DATE-TIME:20261224T000000", "DTEND;VALUE=DATE-TIME:20261227T000000"),
            (),
            ALL_WEEK,
            id="floating days",
        ),
        pytest.param(
            (
                "DTSTART;TZID=Europe/Berlin:20261225T000000",
                "DTEND;TZID=Europe/Berlin:20261226T0000",
            ),
            (NEW_YORK,),
            ["2026-12-25"],
            id="in a zone that is not the region's",
        ),
        pytest.param(
            ("DTSTART;TZID=Nowhere/At All:20261225T000000", "DURATION:P1D"),
            (),
            ["2026-12-25"],
            id="in a zone that nobody knows",
        ),
        pytest.param(
            (
                'DTSTART;TZID="(UTC+01:00) Amsterdam, Berlin":20261225T000000',
                "DTEND;TZID=(UTC+01:00) Amsterdam:20261226T000000",
            ),
            (),
            ["2026-12-25"],
            id="a zone with colons, in quotes or not",
        ),
        pytest.param(
            ("DTSTART:20261225T000000", "DTEND:20261225T235959"), (), ["2026-12-25"], id="to 23:59"
        ),
        pytest.param(("DTSTART:20261225T000000", "DURATION:PT24H"), (), ["2026-12-25"], id="24 h"),
        # UTC.
        pytest.param(
            ("DTSTART:20261224T230000Z", "DTEND:20261225T230000Z"),
            (BERLIN,),
            ["2026-12-25"],
            id="UTC, midnight in the region",
        ),
        pytest.param(
            ("DTSTART:20261225T050000Z", "DTEND:20261226T050000Z"),
            (BERLIN, NEW_YORK),
            ["2026-12-25"],
            id="UTC, midnight in the second region",
        ),
        pytest.param(
            ("DTSTART:20260329T000000Z", "DTEND:20260329T230000Z"),
            (LONDON,),
            ["2026-03-29"],
            id="a day of 23 hours",
        ),
        pytest.param(
            ("DTSTART:20260329T000000Z", "DURATION:PT23H"),
            (LONDON,),
            ["2026-03-29"],
            id="a day of 23 hours by its duration",
        ),
        pytest.param(
            ("DTSTART:20261024T230000Z", "DTEND:20261026T000000Z"),
            (LONDON,),
            ["2026-10-25"],
            id="a day of 25 hours",
        ),
        pytest.param(
            ("DTSTART;TZID=Europe/London:20260329T000000", "DURATION:PT23H"),
            (),
            ["2026-03-29"],
            id="a day of 23 hours in a zone",
        ),
        pytest.param(
            ("DTSTART:20260906T040000Z", "DTEND:20260907T030000Z"),
            (SANTIAGO,),
            ["2026-09-06"],
            id="a day that has no midnight",
        ),
        # Outlook's mark.
        pytest.param(("DTSTART:20261225T080000", MARK), (), ["2026-12-25"], id="marked"),
        pytest.param(
            ("DTSTART:20261224T000000", "DTEND:20261227T000000", MARK),
            (),
            ALL_WEEK,
            id="marked days",
        ),
        pytest.param(
            ("DTSTART:20261224T230000Z", MARK), (BERLIN,), ["2026-12-25"], id="marked, UTC, no end"
        ),
        pytest.param(
            ("DTSTART:20270105T000000Z", "DTEND:20270106T000000Z", MARK),
            (BERLIN,),
            ["2027-01-05"],
            id="marked, midnights of UTC",
        ),
        pytest.param(
            ("DTSTART:20261224T230000Z", "DTEND:20261226T230000Z", MARK),
            (NEW_YORK, BERLIN),
            ["2026-12-25", "2026-12-26"],
            id="marked, midnights of the second zone",
        ),
        pytest.param(
            ("DTSTART:20261225T000000", "DTEND:20261226T000000", MARK.replace("TRUE", "FALSE")),
            (),
            ["2026-12-25"],
            id="midnight to midnight, marked FALSE",
        ),
        # What repeats.
        pytest.param(
            ("DTSTART;VALUE=DATE:20200501", "RRULE:FREQ=YEARLY"),
            (),
            ["2026-05-01", "2027-05-01"],
            id="every year",
        ),
        pytest.param(
            ("DTSTART;VALUE=DATE:16040229", "RRULE:FREQ=YEARLY"),
            (),
            [],
            id="29 February since 1604",
        ),
        pytest.param(
            ("DTSTART;VALUE=DATE:20101125", "RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=4TH"),
            (),
            ["2026-11-26", "2027-11-25"],
            id="the fourth Thursday of November",
        ),
        pytest.param(
            ("DTSTART;VALUE=DATE:20200525", "RRULE:FREQ=YEARLY;BYMONTH=5;BYDAY=-1MO"),
            (),
            ["2026-05-25", "2027-05-31"],
            id="the last Monday of May",
        ),
        pytest.param(
            ("DTSTART;VALUE=DATE:20261224", "RRULE:FREQ=DAILY;COUNT=3"),
            (),
            ALL_WEEK,
            id="three days",
        ),
        pytest.param(
            ("DTSTART;VALUE=DATE:20250101", "RRULE:FREQ=YEARLY;COUNT=2"),
            (),
            ["2026-01-01"],
            id="counted from its start",
        ),
        pytest.param(
            ("DTSTART;VALUE=DATE:20200501", "RRULE:FREQ=YEARLY;UNTIL=20260501"),
            (),
            ["2026-05-01"],
            id="until a date, which is included",
        ),
        pytest.param(
            (
                "DTSTART;TZID=W. Europe Standard Time:20200501T000000",
                "DURATION:P1D",
                "RRULE:FREQ=YEARLY;UNTIL=20260430T220000Z",
            ),
            (),
            ["2026-05-01"],
            id="until a UTC time in Outlook's zone",
        ),
        pytest.param(
            (
                "DTSTART;TZID=New Zealand Standard Time:20200206T000000",
                "DURATION:P1D",
                "RRULE:FREQ=YEARLY",
                "EXDATE:20260205T110000Z",
            ),
            (),
            ["2027-02-06"],
            id="left out at a UTC time, 13 hours ahead",
        ),
        pytest.param(
            (
                "DTSTART;TZID=/mozilla.org/20050126_1/Europe/Berlin:20200501T000000",
                "DURATION:P1D",
                "RRULE:FREQ=YEARLY;UNTIL=20260430T220000Z",
            ),
            (),
            ["2026-05-01"],
            id="a zone with a path in front",
        ),
        pytest.param(
            (
                "DTSTART;TZID=Nowhere:20200501T000000",
                "DURATION:P1D",
                "RRULE:FREQ=YEARLY;UNTIL=20260430T220000Z",
            ),
            (),
            ["2026-05-01"],
            id="until a UTC time in a zone that nobody knows",
        ),
        pytest.param(
            ("DTSTART;VALUE=DATE:20200501", "RRULE:FREQ=YEARLY", "EXDATE;VALUE=DATE:20260501"),
            (),
            ["2027-05-01"],
            id="every year but one",
        ),
        pytest.param(
            ("DTSTART;VALUE=DATE:20260501", "RDATE;VALUE=DATE:20261225,20270101"),
            (),
            ["2026-05-01", "2026-12-25", "2027-01-01"],
            id="more dates",
        ),
        pytest.param(
            ("DTSTART;VALUE=DATE:20201231", "DTEND;VALUE=DATE:20210102", "RRULE:FREQ=YEARLY"),
            (),
            ["2026-01-01", "2026-12-31", "2027-01-01", "2027-12-31"],
            id="a repeated event that begins before the years",
        ),
    ],
)
def test_days_of_an_event(calendar, lines: tuple[str, ...], zones, days: list[str]) -> None:
    found = calendar(event(*lines, "SUMMARY:X"), zones=zones)

    assert (shown(found.days), found.faults) == (days, [])


@pytest.mark.parametrize(
    ("lines", "reason"),
    [
        pytest.param(("DTSTART:20261225T100000Z",), "not of whole days", id="a meeting"),
        pytest.param(("DTSTART:20261225T000000",), "not of whole days", id="without an end"),
        pytest.param(
            ("DTSTART:20261225T000000", "DTEND:20261225T120000"),
            "not of whole days",
            id="half a day",
        ),
        pytest.param(
            ("DTSTART:20261225T000000Z", "DTEND:20261226T000000Z"),
            "not of whole days",
            id="UTC, no midnight of the region",
        ),
        pytest.param(
            ("DTSTART:20261225T030000Z", "DTEND:20261226T030000Z", MARK),
            "marked all-day, but its zone is unknown",
            id="marked, UTC, no midnight of the region",
        ),
        pytest.param((CHRISTMAS, "STATUS:CANCELLED"), "cancelled", id="cancelled"),
        pytest.param((CHRISTMAS, "DURATION:P400D"), "longer than a year", id="too long"),
        pytest.param(("DTSTART;VALUE=DATE:20251225",), "without a day in", id="another year"),
        pytest.param(
            ("DTSTART;VALUE=DATE:20200101", "RRULE:FREQ=YEARLY;COUNT=3"),
            "without a day in",
            id="a series that has ended",
        ),
        pytest.param(
            ("DTSTART;VALUE=DATE:20251231", "DURATION:P2D"), "partly outside of", id="in part"
        ),
    ],
)
def test_what_is_left_out_is_named(calendar, lines: tuple[str, ...], reason: str) -> None:
    found = calendar(event(*lines, "SUMMARY:Lunch"), zones=(BERLIN,))

    assert found.left_out == {reason: ["Lunch"]}
    assert found.faults == []


def test_what_else_is_counted(calendar) -> None:
    cancelled = "METHOD:CANCEL\r\n"
    task = "BEGIN:VTODO\r\nUID:9\r\nSUMMARY:Task\r\nEND:VTODO\r\n"
    yearly = event("DTSTART;VALUE=DATE:20200501", "RRULE:FREQ=YEARLY", "SUMMARY:May Day")
    again = event("DTSTART;VALUE=DATE:20260501", "SUMMARY:May Day", uid="2")

    found = calendar(task, yearly, again)

    assert (found.others, found.continuing) == (1, ["May Day"])
    assert found.left_out == {"listed twice": ["May Day"]}
    assert calendar(cancelled, event(CHRISTMAS, "SUMMARY:A")).left_out == {"cancelled": ["A"]}


def test_utc_times_are_midnights_of_the_calendars_own_zone(calendar) -> None:
    found = calendar(
        "X-WR-TIMEZONE:Europe/Berlin\r\n",
        event("DTSTART:20261224T230000Z", "DTEND:20261225T230000Z"),
        zones=(NEW_YORK,),
    )
    assert shown(found.days) == ["2026-12-25"]


@pytest.mark.parametrize(
    ("change", "days"),
    [
        pytest.param(
            ("DTSTART;VALUE=DATE:20260504",), ["2026-05-04", "2027-05-01"], id="moved to a day"
        ),
        pytest.param((CHRISTMAS, "STATUS:CANCELLED"), ["2027-05-01"], id="cancelled once"),
        pytest.param(("DTSTART:20260501T090000",), ["2027-05-01"], id="a meeting once"),
    ],
)
def test_one_of_a_series_is_changed(calendar, change: tuple[str, ...], days: list[str]) -> None:
    series = event("DTSTART;VALUE=DATE:20200501", "RRULE:FREQ=YEARLY", "SUMMARY:May Day")
    changed = event("RECURRENCE-ID;VALUE=DATE:20260501", *change, "SUMMARY:May Day")

    assert shown(calendar(series, changed).days) == days
    assert shown(calendar(changed, series).days) == days


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("SUMMARY:Christmas  Day", "Christmas Day"),
        ("SUMMARY;LANGUAGE=en:New Year\\, Day\\; 1", "New Year, Day; 1"),
        ('SUMMARY;ALTREP="http://x/y:z":Eve', "Eve"),
        ("SUMMARY:a\\nb\\\\n", r"a b\n"),
        ("SUMMARY:Weih\r\n nach\r\n\tten", "Weihnachten"),
        ("SUMMARY:a\x00\x1b[31mb\u202ec", "a [31mb c"),
        ("SUMMARY:", "Holiday"),
        ("summary:small", "small"),
        (f"SUMMARY:{PERSIAN}", PERSIAN),
        ("SUMMARY:\U0001f468\u200d\U0001f467 day", "\U0001f468\u200d\U0001f467 day"),
        ("SUMMARY:\u06dd1 day", "\u06dd1 day"),
        ("SUMMARY:adm\u200din\u202e\x1bday", "adm in day"),
        ("DESCRIPTION:x", "Holiday"),
    ],
)
def test_names(calendar, line: str, name: str) -> None:
    assert list(calendar(event(CHRISTMAS, line)).days.values()) == [name]


def test_events_of_a_day_share_it(calendar) -> None:
    events = [event(CHRISTMAS, f"SUMMARY:{name}", uid=name) for name in "ABCDE"]

    assert calendar(*events[:2]).days == {date(2026, 12, 25): "A; B"}
    assert calendar(*events).days == {date(2026, 12, 25): "A; B; C and 2 others"}


OK = event(CHRISTMAS, "SUMMARY:Good", uid="good")


@pytest.mark.parametrize(
    ("part", "line", "problem"),
    [
        pytest.param(event("SUMMARY:X"), 4, "DTSTART: is missing", id="no date"),
        pytest.param(event("DTSTART:2026"), 6, "'2026' is not a date", id="a year"),
        pytest.param(event("DTSTART:20260230"), 6, "is not a date", id="30 February"),
        pytest.param(event("DTSTART:20260101T250000"), 6, "is not a date", id="hour 25"),
        pytest.param(event("DTSTART:2026-12-25"), 6, "is not a date", id="with hyphens"),
        pytest.param(event("DTSTART:٢٠٢٦١٢٢٥"), 6, "is not a date", id="other digits"),
        pytest.param(event(CHRISTMAS, "DTEND:x"), 7, "DTEND: 'x' is not", id="a bad end"),
        pytest.param(event(CHRISTMAS, "DTEND:20261201"), 7, "ends before it starts", id="backward"),
        pytest.param(event(CHRISTMAS, "DURATION:1 day"), 7, "is not a duration", id="a duration"),
        pytest.param(event(CHRISTMAS, "DURATION:-P1D"), 7, "is not a duration", id="negative"),
        pytest.param(event(CHRISTMAS, "DTSTART:20260101"), 7, "is given twice", id="two dates"),
        pytest.param(event("DTSTART:99991231", "DURATION:P99D"), 4, "out of range", id="beyond it"),
        pytest.param(event(CHRISTMAS, "RRULE:FREQ=HOURLY"), 7, "repeats too often", id="hourly"),
        pytest.param(event(CHRISTMAS, "RRULE:FREQ=SECONDLY"), 7, "repeats too", id="each second"),
        pytest.param(event(CHRISTMAS, "RRULE:"), 7, "repeats too often", id="an empty rule"),
        pytest.param(
            event(CHRISTMAS, "RRULE:FREQ=YEARLY;BYMONTH=x"), 7, "is not a rule", id="no rule"
        ),
        pytest.param(
            event(CHRISTMAS, "RRULE:FREQ=YEARLY;BYMONTH=0;BYDAY=1MO"),
            7,
            "is not a rule",
            id="month 0, at which the library fails late",
        ),
        pytest.param(
            event(CHRISTMAS, "RRULE:FREQ=YEARLY;INTERVAL=0"),
            7,
            "INTERVAL=0 cannot",
            id="interval 0",
        ),
        pytest.param(
            event(CHRISTMAS, "RRULE:FREQ=YEARLY;COUNT=99999999999"), 7, "COUNT=999", id="a count"
        ),
        pytest.param(
            event(CHRISTMAS, "RRULE:FREQ=DAILY;BYSETPOS=2"), 7, "BYSETPOS cannot be", id="for ever"
        ),
        pytest.param(
            event(CHRISTMAS, "RRULE:FREQ=YEARLY;BYEASTER=1"), 7, "BYEASTER cannot", id="no part"
        ),
        pytest.param(
            event(CHRISTMAS, "RRULE:FREQ=DAILY;INTERVAL=0"), 7, "INTERVAL=0 cannot", id="no step"
        ),
        pytest.param(
            event(CHRISTMAS, "RRULE:FREQ=DAILY;BYHOUR=1,2;BYMINUTE=1,2;BYSECOND=1,2"),
            7,
            "BYHOUR cannot be used",
            id="each second of a day",
        ),
        pytest.param(
            event(CHRISTMAS, f"RRULE:FREQ=YEARLY;BYMONTHDAY=1{',1' * 1000}"),
            7,
            "longer than 2,000",
            id="a long rule",
        ),
        pytest.param(
            event(CHRISTMAS, "RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"),
            7,
            "never happens",
            id="every 30 February",
        ),
        pytest.param(
            event(CHRISTMAS, "RRULE:FREQ=YEARLY;UNTIL=soon"), 7, "'SOON' is not a date", id="until"
        ),
        pytest.param(event(CHRISTMAS, "EXDATE:x"), None, None, id="EXDATE without a series"),
        pytest.param(
            event(CHRISTMAS, "RRULE:FREQ=YEARLY", "EXDATE:x"), 8, "EXDATE: 'x'", id="EXDATE"
        ),
        pytest.param(event(CHRISTMAS, "RDATE:20261226,x"), 7, "RDATE: 'x'", id="RDATE"),
        pytest.param(
            event(CHRISTMAS, "RDATE;VALUE=PERIOD:20261226T000000Z/P1D"),
            7,
            "a period",
            id="a period",
        ),
        pytest.param(event(CHRISTMAS, "EXRULE:FREQ=YEARLY"), 7, "EXRULE: is not", id="EXRULE"),
        pytest.param(
            event(CHRISTMAS, "RECURRENCE-ID;RANGE=THISANDFUTURE:20261225"),
            7,
            "THISANDFUTURE cannot",
            id="this and all later ones",
        ),
        pytest.param(event(CHRISTMAS, "RECURRENCE-ID:x"), 7, "RECURRENCE-ID: 'x'", id="a bad id"),
        pytest.param(event(CHRISTMAS, "SUMMARY:caf\udce9"), 7, "is not UTF-8", id="Latin-1"),
        pytest.param(
            "BEGIN:VEVENT\r\nDTSTART:20261224\r\n", 4, "END:VEVENT is missing", id="no end"
        ),
        pytest.param("END:VEVENT\r\n", 4, "without BEGIN:VEVENT", id="no begin"),
        pytest.param(
            event(CHRISTMAS, "BEGIN:VALARM"), 4, "END:VALARM is missing", id="an alarm without end"
        ),
    ],
)
def test_a_bad_event_is_named_with_its_line_and_does_not_stop_the_others(
    calendar, part: str, line: int | None, problem: str | None
) -> None:
    found = calendar(part, OK)

    assert "Good" in found.days[date(2026, 12, 25)]
    if problem is None:
        assert found.faults == []
        return
    (fault,) = found.faults
    assert found.bad == 1
    assert problem in str(fault)
    assert str(fault).split("days.ics")[1].startswith(f":{line}: ")
    assert fault.fix


def test_a_series_keeps_the_day_that_a_bad_event_would_move(calendar) -> None:
    series = event("DTSTART;VALUE=DATE:20200501", "RRULE:FREQ=YEARLY", "SUMMARY:May Day")
    bad = event("RECURRENCE-ID:x", "DTSTART:20260504")

    found = calendar(series, bad)

    assert {"RECURRENCE-ID", "DTSTART"} >= {fault.key for fault in found.faults}
    assert found.bad == 1
    assert shown(found.days) == ["2026-05-01", "2027-05-01"]


GOOD = f"{HEAD}{event(CHRISTMAS, 'SUMMARY:Noël')}END:VCALENDAR\r\n"
LONG = GOOD.replace("Noël", "N\r\n oël")


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(GOOD.encode(), id="CRLF"),
        pytest.param(GOOD.replace("\r\n", "\n").encode(), id="LF"),
        pytest.param(GOOD.replace("\r\n", "\r").encode(), id="CR"),
        pytest.param(GOOD.replace("\r\n", "\r\r\n").encode(), id="CR twice"),
        pytest.param(LONG.encode(), id="folded"),
        pytest.param(GOOD.encode().replace(b"\xc3", b"\xc3\r\n "), id="folded within a character"),
        pytest.param(GOOD.encode("utf-8-sig"), id="a byte order mark"),
        pytest.param(GOOD.encode("utf-16"), id="UTF-16"),
        pytest.param(GOOD.encode("utf-16-le"), id="UTF-16 without a mark"),
        pytest.param(GOOD.encode("utf-16-be"), id="UTF-16, the other way"),
        pytest.param(b"\n\n" + GOOD.encode() + b"\nxyz\n", id="lines around it"),
        pytest.param(GOOD.encode() * 2, id="two calendars"),
        pytest.param(GOOD.replace("VEVENT", "vevent").encode(), id="small letters"),
        pytest.param(GOOD.replace("VERSION", OUTLOOK_ZONE + "VERSION").encode(), id="a zone"),
        pytest.param(
            GOOD.replace(
                "END:VEVENT",
                "BEGIN:VALARM\nDURATION:x\nSUMMARY:y\nEND:VALARM\nCOMMENT:a\nb\n: c\nEND:VEVENT",
            ).encode(),
            id="an alarm, and text that is not folded",
        ),
    ],
)
def test_files_as_programs_write_them(tmp_path: Path, content: bytes) -> None:
    found = read_bytes(tmp_path, content)

    assert found.days == {date(2026, 12, 25): "Noël"}
    assert found.faults == []


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        pytest.param(b"", "is not a calendar", id="nothing"),
        pytest.param(b"\n\n", "is not a calendar", id="empty lines"),
        pytest.param(b"<html></html>", "is not a calendar", id="a page"),
        pytest.param(b"\xff\xfe\x00", "is not a calendar", id="no text"),
        pytest.param(b"\x00" * 100, "is not a calendar", id="zeros"),
        pytest.param(b"BEGIN:VEVENT\nEND:VEVENT\n", "is not a calendar", id="only an event"),
        pytest.param(b"x" * (LARGEST_FILE + 1), "is too large", id="far too much"),
    ],
)
def test_a_file_that_is_no_calendar_is_refused(tmp_path: Path, content: bytes, problem) -> None:
    with pytest.raises(SltError, match=problem) as refused:
        read_bytes(tmp_path, content)

    assert refused.value.fix


@pytest.mark.parametrize("cut", range(0, len(GOOD) - 2, 3))
def test_a_file_that_is_cut_off_is_never_taken_for_a_whole_one(tmp_path: Path, cut: int) -> None:
    content = GOOD[:cut].rstrip("\r\n").encode()

    if cut < len("BEGIN:VCALENDAR"):
        with pytest.raises(SltError, match="is not a calendar"):
            read_bytes(tmp_path, content)
    else:
        assert read_bytes(tmp_path, content).bad == 1


def test_a_file_that_cannot_be_read_is_reported(tmp_path: Path) -> None:
    for file, why in ((tmp_path / "days.ics", "No such file"), (tmp_path, "Is a directory")):
        with pytest.raises(SltError, match=f"cannot be read: {why}"):
            calendar_days(file, YEARS)


def test_a_flood_of_rules_that_never_happen_is_refused(calendar) -> None:
    rule = "RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"

    with pytest.raises(SltError, match="over 10 events that never happen"):
        calendar(*(event(CHRISTMAS, rule, uid=str(number)) for number in range(12)))


def test_a_flood_of_series_is_refused(calendar) -> None:
    series = [event(CHRISTMAS, "RRULE:FREQ=YEARLY", uid=str(n)) for n in range(MOST_SERIES + 1)]

    assert calendar(*series[:-1]).bad == 0
    with pytest.raises(SltError, match="over 5,000 events that repeat"):
        calendar(*series)


EVERY_DAY = "RRULE:FREQ=DAILY"
A_YEAR = ("DTSTART;VALUE=DATE:20260101", "DTEND;VALUE=DATE:20270101")


@pytest.mark.parametrize(
    "parts",
    [
        pytest.param([event("DTSTART:19000101", EVERY_DAY)] * 500, id="events of every day"),
        pytest.param([event(CHRISTMAS, *[EVERY_DAY] * 1000)], id="rules of one event"),
        pytest.param([event(*A_YEAR)] * 1000, id="events of a year"),
        pytest.param(
            [event("DTSTART:00010101", "RRULE:FREQ=DAILY;COUNT=9999")] * 40, id="counted from far"
        ),
        pytest.param(
            [event(CHRISTMAS, "RRULE:FREQ=YEARLY", uid="same")] * 600
            + [event("RECURRENCE-ID;VALUE=DATE:20261225", CHRISTMAS, uid="same")] * 600,
            id="days of a series, moved",
        ),
    ],
)
def test_a_flood_of_dates_is_refused(calendar, parts) -> None:
    with pytest.raises(SltError, match=r"has over 300,000 dates$") as refused:
        calendar(*parts)
    assert refused.value.fix == "export only the holidays, or ask for fewer years with --years"


@pytest.mark.parametrize("rule", ["FREQ=DAILY", "FREQ=WEEKLY;INTERVAL=2", "FREQ=DAILY;INTERVAL=3"])
def test_dates_before_the_years_cost_nothing(calendar, rule: str) -> None:
    events = [event("DTSTART;VALUE=DATE:00010101", f"RRULE:{rule}", uid=str(n)) for n in range(150)]

    assert calendar(*events).bad == 0


def test_rules_that_take_too_long_are_refused(tmp_path: Path) -> None:
    rules = [event(CHRISTMAS, "RRULE:FREQ=YEARLY", uid=str(number)) for number in range(30)]
    file = tmp_path / "days.ics"
    file.write_text("".join((HEAD, *rules, "END:VCALENDAR\r\n")))
    seconds = itertools.count()

    with pytest.raises(SltError, match="has rules that take over 20 seconds"):
        calendar_days(file, YEARS, clock=lambda: float(next(seconds)))


def test_of_many_bad_events_the_first_are_named(calendar) -> None:
    found = calendar(*(event("DTSTART:x") for _ in range(100)))

    assert (len(found.faults), found.bad) == (50, 100)
    assert [fault.line for fault in found.faults[:2]] == [6, 10]


def test_only_what_repeats_needs_the_extra(calendar, monkeypatch) -> None:
    monkeypatch.setitem(sys.modules, "dateutil.rrule", None)

    assert calendar(OK).days
    with pytest.raises(SltError, match="needs the package `python-dateutil`") as missing:
        calendar(event(CHRISTMAS, "RRULE:FREQ=YEARLY"))
    assert "pip install 'slt-cli[holidays]'" in missing.value.fix


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=YEARLY",
        "FREQ=YEARLY;INTERVAL=3",
        "FREQ=YEARLY;BYMONTH=11;BYDAY=4TH",
        "FREQ=YEARLY;BYMONTH=1,7;BYMONTHDAY=1,2",
        "FREQ=YEARLY;BYDAY=-1MO;BYMONTH=5;UNTIL=20270101",
        "FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO",
        "FREQ=YEARLY;BYYEARDAY=-1,100",
        "FREQ=YEARLY;COUNT=30",
        "FREQ=MONTHLY;BYDAY=1MO,3FR",
        "FREQ=MONTHLY;BYMONTHDAY=-1;INTERVAL=5",
        "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1",
        "FREQ=WEEKLY;BYDAY=MO,WE",
        "FREQ=WEEKLY;INTERVAL=6;WKST=SU;BYDAY=SU",
        "FREQ=DAILY;INTERVAL=40",
        "FREQ=DAILY;COUNT=9000",
    ],
)
@pytest.mark.parametrize("start", ["19040229", "19971130", "20260101"])
@pytest.mark.filterwarnings("ignore")
def test_series_are_those_that_another_reader_finds(calendar, rule: str, start: str) -> None:
    import recurring_ical_events
    from icalendar import Calendar

    series = event(f"DTSTART;VALUE=DATE:{start}", f"RRULE:{rule}", "SUMMARY:X")
    peer = Calendar.from_ical(f"{HEAD}{series}END:VCALENDAR\r\n")
    expected = recurring_ical_events.of(peer).between(date(2026, 1, 1), date(2028, 1, 1))

    assert shown(calendar(series).days) == sorted({each.start.isoformat() for each in expected})
