"""Whose time is shown, in which form, and what names its zone."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from slt_cli.domain.calendar.instant import Zone
from slt_cli.output.times import Times, Whose

NOW = datetime(2026, 11, 25, 16, 10, tzinfo=UTC)
MADRID = Zone(ZoneInfo("Europe/Madrid"))
USA = Zone(ZoneInfo("America/Los_Angeles"))
APAC = Zone(ZoneInfo("Asia/Singapore"), "SGT")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def times(whose: Whose | None = None, *, on_screen: bool = True) -> Times:
    return Times(NOW, MADRID, whose, on_screen=on_screen)


SCREEN, PIPE = times(), times(on_screen=False)


@pytest.mark.parametrize(
    ("instant", "short"),
    [
        pytest.param("2026-11-25T17:05", "today 18:05", id="today"),
        pytest.param("2026-11-25T22:59", "today 23:59", id="until midnight of the reader"),
        pytest.param("2026-11-25T23:00", "Thu 00:00", id="after midnight of the reader"),
        pytest.param("2026-11-24T22:59", "Tue 23:59", id="yesterday"),
        pytest.param("2026-11-28T22:59", "Sat 23:59", id="three days on"),
        pytest.param("2026-11-28T23:00", "29 Nov 00:00", id="four days on"),
        pytest.param("2026-11-21T23:00", "Sun 00:00", id="three days ago"),
        pytest.param("2026-11-21T22:59", "21 Nov 23:59", id="four days ago"),
        pytest.param("2027-01-04T08:00", "4 Jan 2027", id="next year"),
    ],
)
def test_a_list_on_a_screen_has_the_readers_time_in_short(instant: str, short: str) -> None:
    assert SCREEN.listed(at(instant), USA) == short


def test_within_three_days_the_year_does_not_matter() -> None:
    eve = Times(at("2026-12-30T12:00"), MADRID, on_screen=True)

    assert eve.listed(at("2027-01-02T09:20"), USA) == "Sat 10:20"


def test_the_heading_names_the_zone_and_a_row_of_another_zone_names_its_own() -> None:
    october = Times(at("2026-10-24T12:00"), MADRID, on_screen=True)

    assert october.heading("Due") == "Due (CEST)"
    assert october.listed(at("2026-10-24T22:00"), USA) == "Sun 00:00"
    assert october.listed(at("2026-10-26T08:00"), USA) == "Mon 09:00 CET"


@pytest.mark.parametrize(
    ("whose", "heading", "shown"),
    [
        pytest.param(times(), "Due (CET)", "today 17:20", id="a screen: the reader's"),
        pytest.param(times("local"), "Due (CET)", "today 17:20", id="a screen, local"),
        pytest.param(times("utc"), "Due (UTC)", "today 16:20", id="a screen, UTC"),
        pytest.param(times("region"), "Due", "Thu 26 Nov 00:20 SGT", id="a screen, the region's"),
        pytest.param(PIPE, "Due", "Thu 26 Nov 00:20 SGT", id="a pipe: the region's"),
        pytest.param(
            times("local", on_screen=False), "Due", "Wed 25 Nov 17:20 CET", id="a pipe, local"
        ),
        pytest.param(
            times("utc", on_screen=False), "Due", "Wed 25 Nov 16:20 UTC", id="a pipe, UTC"
        ),
    ],
)
def test_whose_time_a_list_has(whose: Times, heading: str, shown: str) -> None:
    assert whose.heading("Due") == heading
    assert whose.listed(at("2026-11-25T16:20"), APAC) == shown


@pytest.mark.parametrize(
    ("instant", "on_screen", "in_pipe"),
    [
        ("2026-11-25T08:40", "since 09:40", "since Wed 25 Nov 00:40 PST"),
        ("2026-11-24T17:40", "since Tue", "since Tue 24 Nov 09:40 PST"),
        ("2026-11-02T17:40", "since 2 Nov", "since Mon 2 Nov 09:40 PST"),
        ("2025-11-02T17:40", "since 2 Nov 2025", "since Sun 2 Nov 2025 09:40 PST"),
    ],
)
def test_since_when(instant: str, on_screen: str, in_pipe: str) -> None:
    assert SCREEN.since(at(instant), USA) == on_screen
    assert PIPE.since(at(instant), USA) == in_pipe


def test_a_sentence_names_the_zone() -> None:
    assert SCREEN.told(at("2026-11-25T17:05"), USA) == "today 18:05 CET"
    assert times("utc").told(at("2026-11-25T17:05"), USA) == "today 17:05 UTC"
    assert PIPE.told(at("2026-11-25T17:05"), USA) == "Wed 25 Nov 09:05 PST"


def test_one_case_has_the_time_of_its_region_and_on_a_screen_yours_if_it_differs() -> None:
    due = at("2026-11-25T17:05")

    assert SCREEN.with_yours(due, USA) == "Wed 25 Nov 09:05 PST (today 18:05 CET)"
    assert SCREEN.with_yours(due, MADRID) == "Wed 25 Nov 18:05 CET"
    assert PIPE.with_yours(due, USA) == "Wed 25 Nov 09:05 PST"
    assert times("region").with_yours(due, USA) == "Wed 25 Nov 09:05 PST"
    assert times("local").with_yours(due, USA) == "Wed 25 Nov 18:05 CET"


def test_no_time_is_an_empty_text() -> None:
    assert [ask(None, USA) for ask in (SCREEN.listed, SCREEN.since, PIPE.of_case)] == [""] * 3


def test_a_sentence_and_a_bracket_have_the_hour_in_another_year_too() -> None:
    then, to_come = at("2025-12-29T10:00"), at("2027-01-04T17:00")

    assert SCREEN.told(then, USA) == "29 Dec 2025 11:00 CET"
    assert SCREEN.bracket(to_come, USA) == "(4 Jan 2027 18:00 CET)"
    assert SCREEN.listed(to_come, USA, in_sentence=True) == "4 Jan 2027 18:00"
    assert SCREEN.listed(to_come, USA) == "4 Jan 2027"


@pytest.mark.parametrize(
    ("instant", "whose", "text"),
    [
        pytest.param("2026-11-25T17:05", None, "2026-11-25 18:05:00", id="the reader's"),
        pytest.param("2026-11-25T17:05:09", "local", "2026-11-25 18:05:09", id="to the second"),
        pytest.param("2026-11-25T23:05", "local", "2026-11-26 00:05:00", id="the next day"),
        pytest.param("2026-11-25T17:05", "utc", "2026-11-25 17:05:00", id="UTC"),
        pytest.param("2026-11-25T17:05", "region", "2026-11-25 09:05:00", id="the region's"),
        pytest.param("2026-10-25T00:30", "local", "2026-10-25 02:30:00", id="the first of two"),
        pytest.param(
            "2026-10-25T01:30", "local", "2026-10-25 02:30:00+01:00", id="the second of two"
        ),
    ],
)
def test_a_cell_of_a_spreadsheet_has_no_zone(instant: str, whose: Whose | None, text: str) -> None:
    assert times(whose, on_screen=False).in_cell(at(instant), USA) == text
