"""Days become entries of a region's exceptions or of a shared list, each date once."""

import tomllib
from datetime import date

import pytest

from slt_cli.config.holiday_entries import Existing, regions_using, shared_path, with_entries
from slt_cli.config.toml_patch import rewritten
from slt_cli.errors import UsageError

DAYS = {date(2026, 1, 1): "New Year", date(2026, 12, 25): "Christmas"}
REGION, LIST = ("regions", "usa", "exceptions"), ("holidays", "us")


def tables_with(path, entries) -> dict:
    if entries is None:
        return {}
    name, key, *inner = path
    return {name: {key: {inner[0]: entries, "name": "U"} if inner else entries}}


@pytest.mark.parametrize("path", [REGION, LIST], ids=["a region", "a shared list"])
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
        pytest.param(
            [{"from": date(2026, 12, 24), "to": "2026-12-31", "name": "Closed"}],
            [],
            ["None Closed", "2026-01-01 New Year"],
            id="a day in a range",
        ),
        pytest.param(
            [{"yearly": "12-25", "name": "Always"}],
            [],
            ["None Always", "2026-01-01 New Year"],
            id="a day of every year",
        ),
    ],
)
def test_days_become_entries(path, own, below, after: list[str]) -> None:
    tables, under = tables_with(path, own), tables_with(path, below)

    changed = with_entries(tables, under, path, DAYS)

    entries = changed
    for name in path:
        entries = entries[name]
    assert [f"{entry.get('date')} {entry['name']}" for entry in entries] == after
    assert with_entries(changed, under, path, DAYS) == changed


@pytest.mark.parametrize("named_below", [True, False], ids=["named below", "named in the file"])
def test_a_day_of_a_shared_list_is_not_added_to_its_region(named_below: bool) -> None:
    named = {"regions": {"usa": {"holidays": ["us"]}}}
    own, below = ({}, named) if named_below else (named, {})
    below = {**below, "holidays": {"us": [{"date": date(2026, 1, 1), "name": "Shared"}]}}

    changed = with_entries(own, below, REGION, DAYS)

    added = changed["regions"]["usa"]["exceptions"]
    assert added == [{"date": date(2026, 12, 25), "name": "Christmas"}]


def test_an_entry_that_a_day_has() -> None:
    entries = [
        {"date": date(2026, 1, 1), "name": "A"},
        {"from": "2026-02-01", "to": "2026-02-02", "name": "B"},
        {"yearly": "03-01", "name": "C"},
        {"date": "never", "name": "D"},
        "not an entry",
    ]
    existing = Existing({"holidays": {"us": entries}}, LIST)

    days = ["2026-01-01", "2026-02-02", "2031-03-01", "2026-02-03"]
    assert [existing.name(date.fromisoformat(day)) for day in days] == ["A", "B", "C", None]


@pytest.mark.parametrize(
    ("text", "header"),
    [
        pytest.param("", "[[holidays.us]]", id="an empty file"),
        pytest.param("# mine\n[defaults]\nregion = 'usa'  # here\n", "[[holidays.us]]", id="new"),
        pytest.param(
            "[[holidays.us]]\ndate = 2026-07-04 # agreed\nname = 'Fourth'\n\n[links]\n",
            "[[holidays.us]]",
            id="more of a list",
        ),
        pytest.param("[[holidays.uk]]\ndate = 2026-07-04\nname = 'X'\n", "us", id="another list"),
    ],
)
def test_a_shared_list_is_written_into_a_text_that_keeps_its_comments(text, header) -> None:
    own = tomllib.loads(text)
    tables = with_entries(own, {}, LIST, DAYS)

    new = rewritten(text, LIST, tables)

    assert not new.comments_lost
    assert tomllib.loads(new.text) == tables
    assert header in new.text
    assert {word for word in ("# mine", "# here", "# agreed") if word in text} <= {
        word for word in ("# mine", "# here", "# agreed") if word in new.text
    }


@pytest.mark.parametrize(
    ("given", "path"),
    [
        ("holidays.us", ("holidays", "us")),
        ("holidays.US", ("holidays", "us")),
        ("Holidays.uk", ("holidays", "uk")),
        ('holidays."north of it"', ("holidays", "north of it")),
    ],
)
def test_the_key_of_a_shared_list(given, path) -> None:
    assert shared_path(given, {"holidays": {"us": []}}) == path


@pytest.mark.parametrize(
    "given", ["", "us", "holidays", "holidays.", "holidays.a.b", "regions.usa", "a b", "\x00", "="]
)
def test_what_is_not_the_key_of_a_shared_list(given) -> None:
    with pytest.raises(UsageError, match="--into") as refused:
        shared_path(given, {})
    assert "holidays.us" in refused.value.fix


def test_the_regions_that_use_a_list() -> None:
    regions = {
        "a": {"holidays": ["us", "more"]},
        "b": {"holidays": "us"},
        "c": {},
        "d": False,
        "e": {"holidays": ["us"]},
    }
    assert regions_using({"regions": regions}, "us") == ["a", "e"]
