"""Values are set and removed on copies of a file's tables."""

from datetime import date
from typing import Any

import pytest

from slt_cli.config.edit import parse_key, parse_value, value_at, with_value, without_value
from slt_cli.errors import RefusedError, UsageError

BELOW: dict[str, Any] = {
    "regions": {"usa": {"name": "USA", "hours": {"mon-thu": "05:00-18:00", "fri": "05:00-12:00"}}},
    "escalation": {"levels": [{"name": "A"}, {"name": "B"}]},
}


@pytest.mark.parametrize(
    ("text", "path"),
    [
        pytest.param("defaults.warn", ("defaults", "warn"), id="dotted"),
        pytest.param("a.1.b", ("a", "1", "b"), id="an entry of a list"),
        pytest.param('a."b.c" . d', ("a", "b.c", "d"), id="a quoted part"),
        pytest.param(
            "regions.north america.name", ("regions", "north america", "name"), id="blank"
        ),
    ],
)
def test_keys(text: str, path: tuple[str, ...]) -> None:
    assert parse_key(text) == path


@pytest.mark.parametrize("text", ["", " ", ".", "a.", ".a", "a..b", "a\nb"])
def test_what_is_no_key_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match="is not a key"):
        parse_key(text)


@pytest.mark.parametrize(
    ("key", "text", "value"),
    [
        pytest.param("defaults.warn", "30m", "30m", id="a duration"),
        pytest.param("defaults.region", "usa", "usa", id="a text"),
        pytest.param("defaults.region", '"usa"', "usa", id="a text in quotes"),
        pytest.param("priorities.S1.name", "2026", "2026", id="digits for a text"),
        pytest.param("priorities.S1.name", "true", "true", id="a word for a text"),
        pytest.param("priorities.S1.name", '5" disk', '5" disk', id="a text with a quote"),
        pytest.param("partner_types.x.hotline", "true", True, id="a flag"),
        pytest.param("partner_types.x.hotline", "yes", "yes", id="no flag, left to the checks"),
        pytest.param("regions.usa.aliases", '["a", "b"]', ["a", "b"], id="a list"),
        pytest.param("regions.usa.hours.mon", "08:00-12:00", "08:00-12:00", id="an interval"),
        pytest.param("regions.usa.exceptions.1.date", "2026-12-25", date(2026, 12, 25), id="date"),
        pytest.param("regions.usa.hours", '{ mon = "closed" }', {"mon": "closed"}, id="a table"),
        pytest.param("regions.apac", "false", False, id="leaving an entry out"),
        pytest.param("plans.a.targets.S1.update", "4h", "4h", id="a target"),
        pytest.param("plans.a.targets.S1.update", "false", False, id="no target"),
        pytest.param(
            "plans.a.targets.S1.update", '{ within = "4h" }', {"within": "4h"}, id="one as a table"
        ),
        pytest.param("clocks.x.stops", '["marked"]', ["marked"], id="a list of words"),
        pytest.param("clocks.x.stops", "marked", "marked", id="a word"),
        pytest.param("defaults.warn", '"1h"\nregion = "x"', '"1h"\nregion = "x"', id="two lines"),
        pytest.param("defaults.warn", "[" * 9000, "[" * 9000, id="endless brackets"),
    ],
)
def test_typed_values(key: str, text: str, value: object) -> None:
    assert parse_value(parse_key(key), text) == value


@pytest.mark.parametrize(
    ("own", "key", "value", "after"),
    [
        pytest.param({}, "defaults.warn", "1h", {"defaults": {"warn": "1h"}}, id="a new table"),
        pytest.param({"a": {"b": 1, "c": 2}}, "a.b", 3, {"a": {"b": 3, "c": 2}}, id="in its place"),
        pytest.param(
            {},
            "regions.usa.hours.fri",
            "closed",
            {"regions": {"usa": {"hours": {"mon-thu": "05:00-18:00", "fri": "closed"}}}},
            id="hours are taken over whole",
        ),
        pytest.param(
            {},
            "escalation.levels.2.name",
            "C",
            {"escalation": {"levels": [{"name": "A"}, {"name": "C"}]}},
            id="a list is taken over whole",
        ),
        pytest.param(
            {"escalation": {"levels": [{"name": "D"}]}},
            "escalation.levels.2",
            {"name": "E"},
            {"escalation": {"levels": [{"name": "D"}, {"name": "E"}]}},
            id="one more entry",
        ),
    ],
)
def test_set(own: dict[str, Any], key: str, value: object, after: dict[str, Any]) -> None:
    before = repr((own, BELOW))

    assert with_value(own, BELOW, parse_key(key), value) == after
    assert repr((own, BELOW)) == before


@pytest.mark.parametrize(
    ("key", "problem"),
    [
        pytest.param("escalation.levels.4", "has no entry 4", id="beyond the next entry"),
        pytest.param("escalation.levels.0", "has no entry 0", id="entry 0"),
        pytest.param("escalation.levels.x.name", "has no entry x", id="a name for an entry"),
        pytest.param("escalation.levels.9.name", "has no entry 9", id="a key of no entry"),
        pytest.param("v.w", "v is a value, not a table", id="below a value"),
    ],
)
def test_set_refuses(key: str, problem: str) -> None:
    with pytest.raises(RefusedError, match=problem):
        with_value({"v": 1}, BELOW, parse_key(key), 1)


@pytest.mark.parametrize(
    ("own", "key", "after"),
    [
        pytest.param({"a": {"b": 1, "c": 2}}, "a.b", {"a": {"c": 2}}, id="a key"),
        pytest.param({"a": {"b": {"c": 2}}, "d": 1}, "a.b.c", {"d": 1}, id="empty tables go too"),
        pytest.param({"a": [{"b": 1}, {"b": 2}]}, "a.1", {"a": [{"b": 2}]}, id="an entry"),
        pytest.param({"a": {"l": [{"b": 1}]}}, "a.l.1", {}, id="the last entry"),
        pytest.param({"a": {"b": {"c": 1}}, "x": {}}, "a", {"x": {}}, id="a table"),
    ],
)
def test_unset(own: dict[str, Any], key: str, after: dict[str, Any]) -> None:
    before = repr(own)

    assert without_value(own, parse_key(key)) == after
    assert repr(own) == before


@pytest.mark.parametrize("key", ["b", "a.c", "a.b.c", "l.2", "l.x"])
def test_unset_refuses_what_is_not_set(key: str) -> None:
    with pytest.raises(RefusedError, match="is not set in this file"):
        without_value({"a": {"b": 1}, "l": [1]}, parse_key(key))


def test_a_value_within_lists() -> None:
    assert value_at(BELOW, ("escalation", "levels", "2", "name")) == "B"
