"""Public holidays become dates with names, of a country or from a calendar file."""

import sys
from datetime import date
from pathlib import Path

import pytest

from slt_cli.config.holidays import (
    calendar_file,
    parse_years,
    public_holidays,
    with_exceptions,
)
from slt_cli.errors import SltError, UsageError

YEARS = range(2026, 2027)
DAYS = {date(2026, 1, 1): "New Year", date(2026, 12, 25): "Christmas"}


def event(*lines: str) -> str:
    return "\r\n".join(("BEGIN:VEVENT", "UID:1", *lines, "END:VEVENT", ""))


@pytest.fixture
def calendar(tmp_path: Path):
    """Return a function that reads a calendar of some events in the years 2026 and 2027."""

    def read(*events: str, years: range = range(2026, 2028)) -> dict[date, str]:
        file = tmp_path / "days.ics"
        parts = ("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n", *events, "END:VCALENDAR\r\n")
        file.write_text("".join(parts), encoding="utf-8", newline="")
        return calendar_file(file, years)

    return read


@pytest.mark.parametrize(
    ("text", "years"),
    [
        pytest.param("2026", range(2026, 2027), id="a year"),
        pytest.param("2026-2028", range(2026, 2029), id="a span"),
    ],
)
def test_years(text: str, years: range) -> None:
    assert parse_years(text) == years


@pytest.mark.parametrize(
    "text",
    ["", "26", "2028-2026", "2026-", "2026-2027-2028", "1026", "x", "2026-2126", "20²6", "9999"],
)
def test_what_are_no_years(text: str) -> None:
    with pytest.raises(UsageError, match="is not a span of years"):
        parse_years(text)


def test_the_holidays_of_a_country_and_of_its_parts() -> None:
    federal = public_holidays("us", None, range(2026, 2028))
    state = public_holidays("US", "ca", range(2026, 2028))

    assert federal[date(2026, 11, 26)] == "Thanksgiving Day"
    assert list(federal) == sorted(federal)
    assert {day.year for day in federal} == {2026, 2027}
    assert state[date(2026, 11, 27)] == "Day After Thanksgiving"
    assert date(2026, 11, 27) not in federal


@pytest.mark.parametrize(
    ("country", "part", "problem"),
    [
        pytest.param("Narnia", None, "does not know the country 'Narnia'", id="no country"),
        pytest.param("US", "Calif", "unknown subdivision of US 'Calif'", id="no part of it"),
    ],
)
def test_what_the_package_does_not_know_is_refused(country: str, part: str, problem: str) -> None:
    with pytest.raises(UsageError, match=problem):
        public_holidays(country, part, range(2026, 2027))


@pytest.mark.parametrize(
    ("lines", "days"),
    [
        pytest.param(
            ("DTSTART;VALUE=DATE:20261225", "SUMMARY:Christmas  Day"),
            {date(2026, 12, 25): "Christmas Day"},
            id="a day",
        ),
        pytest.param(
            ("DTSTART;VALUE=DATE:20261225", "DTEND;VALUE=DATE:20261227", "SUMMARY:Christmas"),
            {date(2026, 12, 25): "Christmas", date(2026, 12, 26): "Christmas"},
            id="two days, the end not among them",
        ),
        pytest.param(
            ("DTSTART;VALUE=DATE:20200501", "RRULE:FREQ=YEARLY", "SUMMARY:May Day"),
            {date(2026, 5, 1): "May Day", date(2027, 5, 1): "May Day"},
            id="every year",
        ),
        pytest.param(
            (
                "DTSTART;VALUE=DATE:20200501",
                "RRULE:FREQ=YEARLY",
                "EXDATE;VALUE=DATE:20260501",
                "SUMMARY:May Day",
            ),
            {date(2027, 5, 1): "May Day"},
            id="every year but one",
        ),
        pytest.param(
            ("DTSTART;VALUE=DATE:20261225",), {date(2026, 12, 25): "Holiday"}, id="unnamed"
        ),
        pytest.param(("DTSTART:20261225T100000Z", "SUMMARY:Lunch"), {}, id="a meeting"),
        pytest.param(("DTSTART;VALUE=DATE:20251225", "SUMMARY:Past"), {}, id="another year"),
        pytest.param(
            ("DTSTART;VALUE=DATE:20261225", "STATUS:CANCELLED", "SUMMARY:Off"), {}, id="cancelled"
        ),
    ],
)
def test_events_of_a_calendar(calendar, lines: tuple[str, ...], days: dict[date, str]) -> None:
    assert calendar(event(*lines)) == days


def test_two_events_of_a_day_share_it(calendar) -> None:
    first = event("DTSTART;VALUE=DATE:20261225", "SUMMARY:A")
    second = first.replace("UID:1", "UID:2").replace("SUMMARY:A", "SUMMARY:B")

    assert calendar(first, second) == {date(2026, 12, 25): "A; B"}


@pytest.mark.parametrize("frequency", ["SECONDLY", "HOURLY"])
def test_what_repeats_too_often_is_refused_at_once(calendar, frequency: str) -> None:
    lines = ("DTSTART;VALUE=DATE:20200101", f"RRULE:FREQ={frequency}", "SUMMARY:Tick")

    with pytest.raises(SltError, match="'Tick' repeats too often"):
        calendar(event(*lines))


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        pytest.param(b"", "is not a calendar", id="nothing"),
        pytest.param(b"<html></html>", "is not a calendar", id="a page"),
        pytest.param(b"\xff\xfe\x00", "is not a calendar", id="no text"),
        pytest.param(b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n", "is not a calendar", id="half a file"),
        pytest.param(b"x" * 8_000_001, "is too large", id="far too much"),
    ],
)
def test_a_file_that_is_no_calendar_is_refused(
    tmp_path: Path, content: bytes, problem: str
) -> None:
    file = tmp_path / "days.ics"
    file.write_bytes(content)

    with pytest.raises(SltError, match=problem) as refused:
        calendar_file(file, range(2026, 2027))

    assert refused.value.fix


def test_a_missing_file_is_reported(tmp_path: Path) -> None:
    with pytest.raises(SltError, match="cannot be read: No such file"):
        calendar_file(tmp_path / "days.ics", range(2026, 2027))


@pytest.mark.parametrize(
    ("package", "ask"),
    [
        pytest.param("holidays", lambda: public_holidays("US", None, YEARS), id="lands"),
        pytest.param("icalendar", lambda: calendar_file(Path("x.ics"), YEARS), id="files"),
    ],
)
def test_without_the_extra_the_error_says_how_to_install_it(monkeypatch, package: str, ask) -> None:
    monkeypatch.setitem(sys.modules, package, None)

    with pytest.raises(SltError, match=f"needs the package `{package}`") as missing:
        ask()

    assert "pip install 'slt-cli[holidays]'" in missing.value.fix


@pytest.mark.parametrize(
    ("own", "below", "after"),
    [
        pytest.param([], [], ["2026-01-01 New Year", "2026-12-25 Christmas"], id="the first ones"),
        pytest.param(
            [{"date": date(2026, 12, 25), "name": "Mine", "hours": "08:00-12:00"}],
            [],
            ["2026-12-25 Mine", "2026-01-01 New Year"],
            id="an exception stays",
        ),
        pytest.param(
            [{"date": "2026-12-25", "name": "Quoted"}],
            [{"date": date(2026, 7, 4), "name": "Hidden by the own list already"}],
            ["2026-12-25 Quoted", "2026-01-01 New Year"],
            id="a date in quotes",
        ),
        pytest.param(
            None,
            [{"date": date(2026, 7, 4), "name": "Below"}],
            ["2026-07-04 Below", "2026-01-01 New Year", "2026-12-25 Christmas"],
            id="what a file below has is taken over",
        ),
    ],
)
def test_days_become_exceptions(own, below, after: list[str]) -> None:
    tables = {} if own is None else {"regions": {"usa": {"exceptions": own, "name": "U"}}}
    under = {"regions": {"usa": {"exceptions": below}}}

    changed = with_exceptions(tables, under, "usa", DAYS)

    entries = changed["regions"]["usa"]["exceptions"]
    assert [f"{entry['date']} {entry['name']}" for entry in entries] == after
    assert with_exceptions(changed, under, "usa", DAYS) == changed
