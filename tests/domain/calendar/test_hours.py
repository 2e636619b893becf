"""Opening hours: intervals, days and weeks as people write and read them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slt_cli.domain.calendar.hours import (
    Interval,
    format_week,
    parse_days,
    parse_interval,
    parse_intervals,
)

HOUR = 3600
MINUTES_A_DAY = 24 * 60


def hours(opens, closes):
    return Interval(opens * HOUR, closes * HOUR)


@pytest.mark.parametrize(
    ("text", "interval"),
    [
        pytest.param("05:00-18:00", hours(5, 18), id="a day's work"),
        pytest.param("00:00-24:00", hours(0, 24), id="a whole day"),
        pytest.param("12:00-24:00", hours(12, 24), id="until midnight"),
        pytest.param("22:00-06:00", hours(22, 30), id="overnight"),
        pytest.param("18:00-00:00", hours(18, 24), id="midnight as the next day's beginning"),
        pytest.param("06:00-06:00", hours(6, 30), id="an end at its start is a day later"),
        pytest.param("08:15-08:45", Interval(29_700, 31_500), id="minutes"),
        pytest.param(" 08:00 - 18:00 ", hours(8, 18), id="with spaces"),
    ],
)
def test_reads_an_interval(text, interval):
    assert parse_interval(text) == interval


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        pytest.param("", "is not an interval", id="nothing"),
        pytest.param("5-18", "is not an interval", id="hours alone"),
        pytest.param("08:00", "is not an interval", id="one time"),
        pytest.param("closed", "is not an interval", id="a word"),
        pytest.param("08:00-18:00:60", "is not an interval", id="seconds"),
        pytest.param("24:00-06:00", "outside 00:00 to 24:00", id="begins at 24:00"),
        pytest.param("08:00-24:30", "outside 00:00 to 24:00", id="ends after 24:00"),
        pytest.param("08:60-18:00", "outside 00:00 to 24:00", id="a sixtieth minute at its start"),
        pytest.param("08:00-17:60", "outside 00:00 to 24:00", id="a sixtieth minute at its end"),
    ],
)
def test_refuses_what_is_not_an_interval(text, reason):
    with pytest.raises(ValueError, match=reason):
        parse_interval(text)


@given(st.integers(0, MINUTES_A_DAY - 1), st.integers(1, MINUTES_A_DAY))
def test_an_interval_reads_back(opens, length):
    interval = Interval(opens * 60, (opens + length) * 60)
    assert parse_interval(str(interval)) == interval


@pytest.mark.parametrize(
    ("texts", "intervals"),
    [
        pytest.param(["closed"], (), id="closed"),
        pytest.param([" Closed "], (), id="closed in any letters"),
        pytest.param(["13:00-17:00", "08:00-12:00"], (hours(8, 12), hours(13, 17)), id="in order"),
        pytest.param(["08:00-12:00", "12:00-17:00"], (hours(8, 12), hours(12, 17)), id="touching"),
        pytest.param(["22:00-06:00", "05:00-08:00"], (hours(5, 8), hours(22, 30)), id="a night"),
    ],
)
def test_reads_a_day(texts, intervals):
    assert parse_intervals(texts) == intervals


@pytest.mark.parametrize(
    ("texts", "reason"),
    [
        pytest.param(
            ["12:00-17:00", "08:00-12:01"], "08:00-12:01 and 12:00-17:00 overlap", id="by a minute"
        ),
        pytest.param(
            ["08:00-18:00", "09:00-10:00"], "08:00-18:00 and 09:00-10:00 overlap", id="one inside"
        ),
        pytest.param(["08:00-18:00", "08:00-18:00"], "overlap", id="the same one twice"),
        pytest.param(["20:00-06:00", "22:00-23:00"], "overlap", id="inside a night"),
        pytest.param(
            ["closed", "08:00-18:00"], "'closed' is not an interval", id="closed and open"
        ),
    ],
)
def test_refuses_a_day_that_contradicts_itself(texts, reason):
    with pytest.raises(ValueError, match=reason):
        parse_intervals(texts)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        pytest.param("mon", (0,), id="one day"),
        pytest.param("mon-fri", (0, 1, 2, 3, 4), id="the working week"),
        pytest.param("fri-mon", (4, 5, 6, 0), id="over the weekend"),
        pytest.param("sun-sat", (6, 0, 1, 2, 3, 4, 5), id="a whole week from Sunday"),
        pytest.param("tue-tue", (1,), id="from a day to itself"),
        pytest.param(" SAT-Sun ", (5, 6), id="capitals and surrounding space"),
    ],
)
def test_reads_days(text, days):
    assert parse_days(text) == days


@pytest.mark.parametrize("text", ["", "monday", "mon-", "-fri", "mon-wed-fri", "mon,tue", "1"])
def test_refuses_what_is_not_a_day(text):
    with pytest.raises(ValueError, match="is not a day such as mon, or days such as mon-fri"):
        parse_days(text)


WORK, HALF, CLOSED = (hours(9, 17),), (hours(9, 12),), ()


@pytest.mark.parametrize(
    ("week", "text"),
    [
        pytest.param((WORK,) * 5 + (CLOSED,) * 2, "Mon-Fri 09:00-17:00", id="a weekend off"),
        pytest.param(
            (WORK,) * 4 + (HALF,) + (CLOSED,) * 2,
            "Mon-Thu 09:00-17:00, Fri 09:00-12:00",
            id="a short Friday",
        ),
        pytest.param(
            (WORK, CLOSED, WORK, WORK, CLOSED, CLOSED, WORK),
            "Mon 09:00-17:00, Wed-Thu 09:00-17:00, Sun 09:00-17:00",
            id="a closed day parts two runs",
        ),
        pytest.param(
            ((hours(8, 12), hours(13, 17)),) + (CLOSED,) * 6,
            "Mon 08:00-12:00 and 13:00-17:00",
            id="a break at noon",
        ),
        pytest.param(((hours(0, 24),),) * 7, "Mon-Sun 00:00-24:00", id="always"),
        pytest.param(((hours(22, 30),),) * 7, "Mon-Sun 22:00-06:00", id="every night"),
    ],
)
def test_shows_a_week(week, text):
    assert format_week(week) == text
