"""The scan finds the line of each key in whatever TOML the parser accepts."""

import tomllib
from collections.abc import Iterator
from typing import Any

import pytest

from slt_cli.config import toml_positions
from slt_cli.config.files import default_file
from slt_cli.config.toml_positions import line_of, positions

TEXT = '''\
top = 1 # a [comment] = "here"

[a."b c".'d.e']   # header
one = "x # no comment"
two.three = """
many
[lines] \\""" and "quotes"""""
four = [ # entries
  "p", [1, 2],
  { q = 1.5, r = 1979-05-27 07:32:00 },
]

[[list]]
name = 'a'
[list.inner]
k = {x = {y = 1}}
[[list]]
[[list.below]]
z = -1
[[list.below]]
"q r" = true
'''


@pytest.mark.parametrize(
    ("path", "line"),
    [
        pytest.param(("top",), 1, id="a key before any table"),
        pytest.param(("a", "b c", "d.e"), 3, id="a header with quoted parts"),
        pytest.param(("a",), 3, id="a table that is only implied"),
        pytest.param(("a", "b c", "d.e", "one"), 4, id="a key"),
        pytest.param(("a", "b c", "d.e", "two"), 5, id="the table of a dotted key"),
        pytest.param(("a", "b c", "d.e", "two", "three"), 5, id="a dotted key"),
        pytest.param(("a", "b c", "d.e", "four"), 8, id="after a text of many lines"),
        pytest.param(("a", "b c", "d.e", "four", "2"), 9, id="an entry of a list"),
        pytest.param(("a", "b c", "d.e", "four", "3", "r"), 10, id="a key of an inline table"),
        pytest.param(("list", "1", "name"), 14, id="a key of an entry"),
        pytest.param(("list", "1", "inner", "k", "x", "y"), 16, id="inline within inline"),
        pytest.param(("list", "2"), 17, id="the second entry"),
        pytest.param(("list", "2", "below", "1", "z"), 19, id="a list below an entry"),
        pytest.param(("list", "2", "below", "2", "q r"), 21, id="a quoted key"),
        pytest.param(("list", "2", "below", "2", "gone"), 20, id="a missing key: its table"),
        pytest.param(("nowhere",), None, id="nothing"),
    ],
)
def test_lines(path: tuple[str, ...], line: int | None) -> None:
    tomllib.loads(TEXT)

    assert line_of(path, positions(TEXT)) == line


def leaves(value: object, path: tuple[str, ...] = ()) -> dict[tuple[str, ...], object]:
    """Return every value of tables and lists that is neither."""
    if isinstance(value, dict):
        pairs = value.items()
    elif isinstance(value, list):
        pairs = [(str(number), entry) for number, entry in enumerate(value, start=1)]
    else:
        return {path: value}
    return {
        key: leaf for name, inner in pairs for key, leaf in leaves(inner, (*path, name)).items()
    }


@pytest.mark.parametrize("text", [TEXT, default_file().read_text()], ids=["text", "defaults"])
def test_every_value_is_where_its_position_says(text: str) -> None:
    found = positions(text)

    for path, value in leaves(tomllib.loads(text)).items():
        position = found[path]
        assert tomllib.loads(f"v = {text[position.value : position.end]}")["v"] == value
        assert position.line == text.count("\n", 0, position.start) + 1


def test_what_is_nested_too_deeply_has_no_positions() -> None:
    assert positions("a = " + "[" * 5000 + "]" * 5000) == {}


def test_only_the_tables_that_are_wanted_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    entry = '[[regions.a.exceptions]]\ndate = 2026-01-01\nname = """\n[x]"""\nhours = "closed"\n'
    text = entry * 1000 + '[regions.a]\nlong = [\n["a"],\n]\ntimezone = "UTC"\n'
    read = 0

    def counted(*given: Any) -> Iterator[Any]:
        nonlocal read
        for token in tokens(*given):
            read += 1
            yield token

    tokens = toml_positions._tokens
    monkeypatch.setattr(toml_positions, "_tokens", counted)
    needed = {(), ("regions",), ("regions", "a"), ("regions", "a", "timezone")}

    found = positions(text, needed.__contains__)

    assert read < 50
    everything = positions(text)
    for path in (("regions", "a", "timezone"), ("regions", "a", "exceptions", "7")):
        assert line_of(path, found) == line_of(path, everything)
