"""A changed file has exactly the tables wanted, and keeps its comments if possible."""

import random
import tomllib
from typing import Any

import pytest

from slt_cli.config.edit import parse_key, with_value, without_value
from slt_cli.config.files import default_file
from slt_cli.config.toml_patch import rewritten
from slt_cli.errors import RefusedError

OLD = """\
# Mine.
[defaults]
# Why: the team is there.
region = "apac"   # until May

[plans.partner.targets]
S1 = { response = "1h" }  # inline

[[regions.usa.exceptions]]
# booked
date = 2026-12-24
name = "Eve"

[[regions.usa.exceptions]]
date = 2026-12-31
name = "Sylvester"

# --- Links
[links.desk]
name = "Desk"
"""
BELOW: dict[str, Any] = {
    "regions": {"usa": {"hours": {"mon-thu": "05:00-18:00"}, "exceptions": []}},
    "escalation": {"levels": [{"name": "A", "url": "x"}, {"name": "B"}]},
}


def after_set(old: str, key: str, value: object) -> str:
    """Return the text after a value is set; it must have the tables wanted."""
    path = parse_key(key)
    tables = with_value(tomllib.loads(old), BELOW, path, value)
    written = rewritten(old, path, tables)
    assert tomllib.loads(written.text) == tables
    assert not written.comments_lost
    return written.text


def after_unset(old: str, key: str) -> str:
    """Return the text after a value is removed; it must have the tables wanted."""
    path = parse_key(key)
    tables = without_value(tomllib.loads(old), path)
    written = rewritten(old, path, tables)
    assert tomllib.loads(written.text) == tables
    assert not written.comments_lost
    return written.text


@pytest.mark.parametrize(
    ("key", "value", "old", "new"),
    [
        pytest.param("defaults.region", "usa", '"apac"   #', '"usa"   #', id="in its place"),
        pytest.param(
            "defaults.warn",
            "1h",
            '"apac"   # until May\n',
            '"apac"   # until May\nwarn = "1h"\n',
            id="below its fellows",
        ),
        pytest.param(
            "plans.partner.targets.S1.clock",
            "24x7",
            '{ response = "1h" }',
            '{ response = "1h", clock = "24x7" }',
            id="within braces",
        ),
        pytest.param(
            "plans.partner.targets.S1.update",
            {"within": "4h", "clock": "24x7"},
            '{ response = "1h" }',
            '{ response = "1h", update = { within = "4h", clock = "24x7" } }',
            id="a table within braces",
        ),
        pytest.param(
            "plans.partner.targets.S1.update.within",
            "4h",
            '{ response = "1h" }',
            '{ response = "1h", update = { within = "4h" } }',
            id="a key of a new table within braces",
        ),
        pytest.param(
            "links.desk.url", "https://a.b", '"Desk"\n', '"Desk"\nurl = "https://a.b"\n', id="last"
        ),
        pytest.param(
            "regions.usa.exceptions.2.name", "NYE", '"Sylvester"', '"NYE"', id="in an entry"
        ),
        pytest.param(
            "regions.usa.exceptions.2.hours",
            "closed",
            '"Sylvester"\n',
            '"Sylvester"\nhours = "closed"\n',
            id="a new key in an entry",
        ),
        pytest.param(
            "regions.usa.exceptions.3",
            {"date": "2027-01-01", "name": "New Year"},
            '"Sylvester"\n',
            '"Sylvester"\n\n[[regions.usa.exceptions]]\ndate = "2027-01-01"\nname = "New Year"\n',
            id="a new entry",
        ),
        pytest.param(
            "regions.usa.hours.fri",
            "closed",
            '"Sylvester"\n',
            '"Sylvester"\n\n[regions.usa.hours]\nmon-thu = "05:00-18:00"\nfri = "closed"\n',
            id="hours that are taken over",
        ),
        pytest.param(
            "escalation.levels.2.name",
            "C",
            'name = "Desk"\n',
            'name = "Desk"\n\n[[escalation.levels]]\nname = "A"\nurl = "x"\n'
            '\n[[escalation.levels]]\nname = "C"\n',
            id="a list that is taken over",
        ),
    ],
)
def test_set_changes_one_place(key: str, value: object, old: str, new: str) -> None:
    assert OLD.count(old) == 1

    assert after_set(OLD, key, value) == OLD.replace(old, new)


@pytest.mark.parametrize(
    ("key", "gone"),
    [
        pytest.param("links.desk.name", '[links.desk]\nname = "Desk"\n', id="a table's only key"),
        pytest.param("links", '[links.desk]\nname = "Desk"\n', id="a table"),
        pytest.param(
            "regions.usa.exceptions.1",
            '[[regions.usa.exceptions]]\n# booked\ndate = 2026-12-24\nname = "Eve"\n\n',
            id="an entry",
        ),
        pytest.param(
            "plans.partner.targets.S1",
            '[plans.partner.targets]\nS1 = { response = "1h" }  # inline\n\n',
            id="a line with its comment",
        ),
    ],
)
def test_unset_takes_out_its_lines(key: str, gone: str) -> None:
    assert after_unset(OLD, key) == OLD.replace(gone, "")


def test_an_empty_file_gets_a_header() -> None:
    assert after_set("", "defaults.warn", "1h") == '[defaults]\nwarn = "1h"\n'
    assert after_set("# Mine.", "defaults.warn", "1h") == '# Mine.\n\n[defaults]\nwarn = "1h"\n'


def test_what_cannot_be_patched_is_written_anew_and_says_that_comments_are_lost() -> None:
    old = '[regions.usa]\naliases = [\n  "us",  # short\n]\n'
    tables = with_value(tomllib.loads(old), {}, ("regions", "usa", "aliases"), ["x"])

    written = rewritten(old, ("regions", "usa", "aliases"), tables)

    assert tomllib.loads(written.text) == tables
    assert written.comments_lost
    assert not rewritten(old.replace("# short", ""), ("regions", "usa", "aliases"), tables)[1]


@pytest.mark.exhaustive
def test_any_key_of_any_text_can_be_set_and_removed() -> None:
    chance = random.Random(6)
    text = default_file().read_text(encoding="utf-8")
    paths = list(_paths(tomllib.loads(text), ()))
    for _ in range(120):
        path = chance.choice(paths)
        value = chance.choice(["x", 1, ["a"], {"a": {"b": 1}}, True])
        tables = with_value(tomllib.loads(text), {}, path, value)
        assert tomllib.loads(rewritten(text, path, tables).text) == tables
        try:
            tables = without_value(tomllib.loads(text), path)
        except RefusedError:
            continue
        assert tomllib.loads(rewritten(text, path, tables).text) == tables


def _paths(value: object, path: tuple[str, ...]) -> Any:
    if path:
        yield path
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from _paths(inner, (*path, name))
    elif isinstance(value, list):
        for number, inner in enumerate(value, start=1):
            yield from _paths(inner, (*path, str(number)))
