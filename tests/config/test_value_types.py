"""What a configured value may be: each type takes some TOML values and refuses the others."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from slt_cli.config import value_types
from slt_cli.domain.calendar.hours import Interval
from slt_cli.domain.standing import Warn

HOUR = 3600
clock = value_types.choice("support-hours", "24x7")
stops = value_types.choices("answer", "marked")


@pytest.mark.parametrize(
    ("value_type", "value", "parsed"),
    [
        pytest.param(value_types.text, " a b ", " a b ", id="a text as it is"),
        pytest.param(value_types.name, " a b ", "a b", id="a name without its outer blanks"),
        pytest.param(value_types.names, [" a", "b"], ("a", "b"), id="names without outer blanks"),
        pytest.param(value_types.texts, ["a", "b"], ("a", "b"), id="a list of texts"),
        pytest.param(value_types.texts, [], (), id="a list of none"),
        pytest.param(value_types.flag, False, False, id="false"),
        pytest.param(clock, "24x7", "24x7", id="one of the words"),
        pytest.param(clock, "24X7", "24x7", id="one of the words in capitals"),
        pytest.param(stops, "marked", ("marked",), id="one of the words alone"),
        pytest.param(stops, ["marked", "answer"], ("marked", "answer"), id="several of the words"),
        pytest.param(stops, ["answer", "answer"], ("answer",), id="a word twice"),
        pytest.param(value_types.duration, "1h30m", 5400, id="a duration in seconds"),
        pytest.param(value_types.duration_or_false, "1h", 3600, id="a duration"),
        pytest.param(value_types.duration_or_false, False, None, id="false for none"),
        pytest.param(value_types.warn, "25%", Warn(percent=25), id="a share"),
        pytest.param(
            value_types.warn, " 1 % ", Warn(percent=1), id="the smallest share, with blanks"
        ),
        pytest.param(value_types.warn, "100%", Warn(percent=100), id="the whole target"),
        pytest.param(value_types.warn, "30m", Warn(seconds=1800), id="a length"),
        pytest.param(value_types.zone, "Etc/GMT+8", ZoneInfo("Etc/GMT+8"), id="a fixed zone"),
        pytest.param(value_types.hours, "closed", (), id="closed"),
        pytest.param(value_types.hours, ["closed"], (), id="closed in a list"),
        pytest.param(value_types.hours, [], (), id="no intervals"),
        pytest.param(
            value_types.hours, "05:00-18:00", (Interval(5 * HOUR, 18 * HOUR),), id="one interval"
        ),
        pytest.param(value_types.hours, "00:00-24:00", (Interval(0, 24 * HOUR),), id="a whole day"),
        pytest.param(
            value_types.hours, "22:00-06:00", (Interval(22 * HOUR, 30 * HOUR),), id="overnight"
        ),
        pytest.param(
            value_types.hours,
            ["13:00-17:00", "08:00-12:00"],
            (Interval(8 * HOUR, 12 * HOUR), Interval(13 * HOUR, 17 * HOUR)),
            id="intervals are put in order",
        ),
        pytest.param(value_types.day, date(2026, 12, 25), date(2026, 12, 25), id="a date"),
        pytest.param(value_types.day, "2026-12-25", date(2026, 12, 25), id="a date in quotes"),
        pytest.param(value_types.prefix, "T_1", "T_1", id="a prefix"),
        pytest.param(value_types.prefix, "A" * 20, "A" * 20, id="the longest prefix"),
    ],
)
def test_takes(value_type: value_types.ValueType, value: object, parsed: object) -> None:
    assert value_type.parse(value) == parsed
    assert value_type.takes(value)


@pytest.mark.parametrize(
    ("value_type", "value", "problem"),
    [
        pytest.param(value_types.text, 1, "text in quotes, not 1", id="a number for a text"),
        pytest.param(value_types.text, {"a": 1}, "text in quotes, not a table", id="a table"),
        pytest.param(value_types.text, "  ", "must not be empty", id="a blank text"),
        pytest.param(
            value_types.name, "a\x00b", "invisible characters", id="a zero byte in a name"
        ),
        pytest.param(
            value_types.name, "adm\u200din", "invisible characters", id="a joiner that only hides"
        ),
        pytest.param(
            value_types.name, "a\xa0b", "invisible characters", id="a no-break space in a name"
        ),
        pytest.param(
            value_types.names, ["a\n"], "invisible characters", id="an end of line in a name"
        ),
        pytest.param(value_types.texts, "a", "must be a list such as", id="a text for a list"),
        pytest.param(value_types.texts, ["a", 2], "text in quotes, not 2", id="a number in a list"),
        pytest.param(value_types.flag, "true", 'true or false, not "true"', id="a text for a flag"),
        pytest.param(value_types.flag, 1, "true or false, not 1", id="a number for a flag"),
        pytest.param(
            clock, "24/7", 'must be "support-hours" or "24x7", not "24/7"', id="another word"
        ),
        pytest.param(
            stops, ["answer", "x"], 'must be "answer" or "marked", not "x"', id="one is another"
        ),
        pytest.param(stops, [], "must not be an empty list", id="none of the words"),
        pytest.param(stops, {"a": 1}, "text in quotes, not a table", id="a table for a word"),
        pytest.param(value_types.duration_or_false, True, "text in quotes, not true", id="true"),
        pytest.param(value_types.duration, "soon", "is not a duration such as", id="no duration"),
        pytest.param(value_types.duration, 60, "text in quotes, not 60", id="a number of seconds"),
        pytest.param(value_types.duration, "0s", "must be longer than zero", id="no time at all"),
        pytest.param(
            value_types.duration, "-1h", "is not a duration such as", id="a negative length"
        ),
        pytest.param(value_types.warn, "0%", "between 1% and 100%", id="no share"),
        pytest.param(value_types.warn, "101%", "between 1% and 100%", id="more than the target"),
        pytest.param(value_types.warn, "2.5%", "is not a duration such as", id="a fraction"),
        pytest.param(
            value_types.zone,
            "Europe/Lundon",
            "unknown time zone .* did you mean",
            id="a mistyped zone",
        ),
        pytest.param(value_types.zone, "Europe", "unknown time zone", id="half a zone"),
        pytest.param(value_types.zone, "../UTC", "unknown time zone", id="a path for a zone"),
        pytest.param(value_types.hours, "9-17", "is not an interval such as", id="no interval"),
        pytest.param(
            value_types.hours, "09:00-25:00", "outside 00:00 to 24:00", id="beyond the day"
        ),
        pytest.param(value_types.hours, 9, "text in quotes, not 9", id="a number for hours"),
        pytest.param(
            value_types.hours, ["08:00-12:00", "11:00-17:00"], "overlap", id="hours that overlap"
        ),
        pytest.param(
            value_types.hours, ["closed", "08:00-12:00"], "is not an interval", id="closed and open"
        ),
        pytest.param(value_types.day, "2026-02-30", "is not a date such as", id="no such day"),
        pytest.param(
            value_types.day,
            datetime(2026, 1, 1),  # noqa: DTZ001
            "must be a date such as",
            id="a moment",
        ),
        pytest.param(value_types.day, time(9), "must be a date such as", id="a time of day"),
        pytest.param(value_types.prefix, "1A", "must be a letter followed by", id="a digit first"),
        pytest.param(value_types.prefix, "A-B", "must be a letter followed by", id="a hyphen"),
        pytest.param(value_types.prefix, "A" * 21, "must be a letter followed by", id="too long"),
    ],
)
def test_refuses(value_type: value_types.ValueType, value: object, problem: str) -> None:
    with pytest.raises(ValueError, match=problem):
        value_type.parse(value)
    assert not value_type.takes(value)


def test_a_name_may_have_characters_that_join_others():
    for name in (
        "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",
        "\u0dc1\u0dca\u200d\u0dbb\u0dd3",
    ):
        assert value_types.name.parse(name) == name
