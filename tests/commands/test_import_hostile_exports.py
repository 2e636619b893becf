"""Hostile files that look like another system's export are refused in few words, in linear time."""

import json
import sys
from collections.abc import Callable

import pytest

pytestmark = pytest.mark.usefixtures("on_monday")

HEADER = "Id,Requester,Created at,Updated at,Priority,Status,First reply time in minutes\n"
ROW = "{},A,2026-11-20T14:00Z,2026-11-20T15:00Z,{},{},{}\n"
LONG = "x" * 2**20


def row(number: object = 7, priority: str = "High", status: str = "Open", after: str = "5") -> str:
    return ROW.format(number, priority, status, after)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(row(priority=LONG), id="a priority"),
        pytest.param(row(status=LONG), id="a status"),
        pytest.param(row(after=LONG), id="a length"),
        pytest.param(row(after="7" * 2**20), id="digits of a length"),
        pytest.param(row(after=f"0.{'7' * 2**20}"), id="decimals of a length"),
        pytest.param(row().replace("2026-11-20T14:00Z", LONG), id="a date"),
        pytest.param(row().replace("2026-11-20T14:00Z", f"1/2/2026 {LONG}"), id="after a date"),
        pytest.param(row().replace("2026-11-20T14:00Z", "1" * 2**20), id="digits of a date"),
        pytest.param(row().replace("2026-11-20T14:00Z", f"11/12/2026{' ' * 2**20}9:10"), id="gap"),
        pytest.param(LONG, id="a cell alone"),
        pytest.param("\0" * 2**20, id="NUL"),
        pytest.param('7,"x,\n' * 2**16, id="quotes that are not closed"),
        pytest.param(f"{',' * 2**20}x", id="separators"),
    ],
)
def test_what_is_very_long_is_refused_in_few_words(slt, write, text):
    result = slt("import", write(HEADER + text))
    assert (result.code, result.out) == (1, "")
    assert result.err.startswith("slt: error: ")
    assert "\nfix: " in result.err
    assert len(result.err) < 12_000
    assert slt("list", "--all").out == ""


@pytest.fixture
def calls(slt, write) -> Callable[[str, str], int]:
    """Return a function that imports a file and returns how many functions were called for it."""

    def count(text: str, name: str) -> int:
        file = write(text, name)
        called = 0

        def more(*_: object) -> None:
            nonlocal called
            called += 1

        before = sys.getprofile()
        sys.setprofile(more)
        try:
            slt("import", file, "--dry-run", "-q", "--timezone", "UTC", "--skip-bad")
        finally:
            sys.setprofile(before)
        return called

    return count


def lines(items: list[dict[str, str]]) -> str:
    return "".join(json.dumps(item) + "\n" for item in items)


JSON_ROW = {
    "Id": "7",
    "Requester": "A",
    "Created at": "2026-11-20T14:00Z",
    "Updated at": "2026-11-20T15:00Z",
    "Priority": "High",
}
GROWING: dict[str, Callable[[int], str]] = {
    "columns": lambda n: (
        f"{HEADER.strip()},{','.join(f'c{i}' for i in range(n * 20))}\n{row()[:-1]}{',' * n * 20}\n"
    ),
    "columns of one name": lambda n: (
        f"{HEADER.strip()}{',Priority' * n * 20}\n{row()[:-1]}{',' * n * 20}\n"
    ),
    "columns of one field": lambda n: (
        "Case Number,Date/Time Opened,Priority,Status"
        + ",Last Modified Date,Case Last Modified Date" * n
        + "\n7,2026-11-20T14:00Z,High,New"
        + "," * 2 * n
        + "\n"
    ),
    "words that differ": lambda n: HEADER + "".join(row(i, f"w{i}", f"s{i}") for i in range(n)),
    "spellings of a word": lambda n: (
        HEADER + "".join(row(i, "High" + " " * i, "Open" + " " * i) for i in range(n))
    ),
    "dates of two readings": lambda n: (
        HEADER + "".join(row(i).replace("2026-11-20T14:00Z", "1/2/2026 9:10") for i in range(n))
    ),
    "dates that wait for the last": lambda n: (
        HEADER
        + "".join(row(i).replace("2026-11-20T14:00Z", "1/2/2026 9:10") for i in range(n))
        + row("x").replace("2026-11-20T14:00Z", "13/2/2026 9:10")
    ),
    "lengths that differ": lambda n: HEADER + "".join(row(i, after=f"{i}") for i in range(n)),
    "bytes that are not UTF-8": lambda n: HEADER + row("\udce9\udc81") * n,
    "lines of JSON with other keys each": lambda n: lines(
        [{**JSON_ROW, "Id": str(i), f"k{i}": "x"} for i in range(n)]
    ),
    "a line of JSON with many keys": lambda n: lines(
        [{**JSON_ROW, **{f"k{i}": "x" for i in range(n * 20)}}]
    ),
    "footers": lambda n: (
        "Case Number,Date/Time Opened,Priority,Status\n7,2026-11-20T14:00Z,High,New\n\n"
        + "Total\n\n" * n
    ),
}


@pytest.mark.parametrize("make", GROWING.values(), ids=GROWING)
def test_twice_as_much_costs_at_most_about_twice_as_much(calls, make):
    name = "a.jsonl" if make(1).startswith("{") else "a.csv"
    calls(make(1), name)  # which loads what is loaded once
    first, second, fourth = (calls(make(n), name) for n in (50, 100, 200))
    assert fourth - second < 2.3 * (second - first) + 200
