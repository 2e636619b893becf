"""Durations: what people may write, and what they read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slt_cli.domain.calendar.duration import format_duration, parse_duration

MINUTE, HOUR, DAY = 60, 3600, 86400
UP_TO_TEN_YEARS = st.integers(0, 3650 * DAY)


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        pytest.param("90s", 90, id="seconds"),
        pytest.param("30m", 30 * MINUTE, id="minutes"),
        pytest.param("1h", HOUR, id="an hour"),
        pytest.param("1h30m", 90 * MINUTE, id="hours and minutes"),
        pytest.param("2d", 2 * DAY, id="days are of 24 hours"),
        pytest.param("1d2h3m4s", DAY + 2 * HOUR + 3 * MINUTE + 4, id="all units"),
        pytest.param("1h5s", HOUR + 5, id="a unit may be left out"),
        pytest.param("90m", 90 * MINUTE, id="an amount may exceed its unit"),
        pytest.param(" 4H\n", 4 * HOUR, id="capitals and surrounding space"),
        pytest.param("00000000000030m", 30 * MINUTE, id="leading zeros change nothing"),
        pytest.param("3650d", 3650 * DAY, id="ten years"),
        pytest.param("1 hour", HOUR, id="a word for the unit"),
        pytest.param("90 min", 90 * MINUTE, id="a short word for the unit"),
        pytest.param("2 hours 30 minutes", 150 * MINUTE, id="words for two units"),
        pytest.param("1 Day 2 hrs 3 mins 4 secs", DAY + 2 * HOUR + 184, id="all units as words"),
        pytest.param("1h 30m", 90 * MINUTE, id="space between units"),
        pytest.param("1 h 30 min", 90 * MINUTE, id="as slt shows it"),
        pytest.param("1h30min", 90 * MINUTE, id="a word without space"),
    ],
)
def test_reads(text, seconds):
    assert parse_duration(text) == seconds


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="nothing"),
        pytest.param("   ", id="only space"),
        pytest.param("h", id="a unit without an amount"),
        pytest.param("90", id="an amount without a unit"),
        pytest.param("1h30", id="a last amount without a unit"),
        pytest.param("1.5h", id="a fraction"),
        pytest.param("-1h", id="a negative length"),
        pytest.param("30m1h", id="units out of order"),
        pytest.param("1h1h", id="a unit twice"),
        pytest.param("1w", id="an unknown unit"),
        pytest.param("1 hourly", id="a word that only begins like a unit"),
        pytest.param("30 minutes 1 hour", id="words out of order"),
        pytest.param("1 hour ago", id="a time in the past"),
        pytest.param("\u0661h", id="digits other than 0 to 9"),
    ],
)
def test_refuses_what_is_not_a_duration(text):
    with pytest.raises(ValueError, match="is not a duration such as 90s, 30m, 1h30m or 2d"):
        parse_duration(text)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("3661d", id="a day more"),
        pytest.param("9" * 5000 + "h", id="thousands of digits"),
    ],
)
def test_refuses_more_than_ten_years(text):
    with pytest.raises(ValueError, match="longer than ten years"):
        parse_duration(text)


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        pytest.param(0, "0 s", id="nothing left"),
        pytest.param(59, "59 s", id="below a minute"),
        pytest.param(MINUTE, "1 min", id="a minute"),
        pytest.param(HOUR - 1, "59 min", id="a second short of an hour"),
        pytest.param(HOUR, "1 h", id="an hour"),
        pytest.param(90 * MINUTE + 59, "1 h 30 min", id="seconds are cut off"),
        pytest.param(26 * HOUR, "26 h", id="hours do not become days"),
    ],
)
def test_shows(seconds, text):
    assert format_duration(seconds) == text


@given(UP_TO_TEN_YEARS)
def test_never_shows_more_time_than_there_is(seconds):
    shown = parse_duration(format_duration(seconds).replace("min", "m").replace(" ", ""))
    assert shown <= seconds < shown + MINUTE


@given(UP_TO_TEN_YEARS)
def test_reads_back_any_number_of_seconds(seconds):
    assert parse_duration(f"{seconds}s") == seconds
