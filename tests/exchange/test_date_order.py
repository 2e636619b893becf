"""Day or month first: one answer for a whole file, also for rows before the one that shows it."""

import json
from io import StringIO
from pathlib import Path

import pytest

from slt_cli.domain.calendar.written_dates import DateFormats, Order
from slt_cli.errors import UsageError
from slt_cli.exchange import date_order
from slt_cli.exchange.columns import Columns
from slt_cli.exchange.date_order import in_one_order
from slt_cli.exchange.given import READ, Problem, Recorded
from slt_cli.exchange.rows import rows_of
from slt_cli.exchange.source import Source, TextLines

DAY_FIRST, MONTH_FIRST = Order


def row(line: int, **texts: str) -> tuple[int, list[str]]:
    return line, [texts.get(field, "") for field in READ]


def opened(*dates: str) -> list[tuple[int, list[str]]]:
    return [row(line, opened_at=date) for line, date in enumerate(dates, start=2)]


@pytest.mark.parametrize(
    ("rows", "order"),
    [
        pytest.param(opened("11/12/2026", "16/12/2026"), DAY_FIRST, id="a later row, day first"),
        pytest.param(opened("11/12/2026", "12/16/2026"), MONTH_FIRST, id="a later row, month"),
        pytest.param(opened("16/12/2026 9:10", "11-12-2026"), DAY_FIRST, id="the first row"),
        pytest.param(
            [row(2, opened_at="11/12/2026", updated_at="11/16/2026")],
            MONTH_FIRST,
            id="another column of the row",
        ),
        pytest.param(
            [*opened("11/12/2026"), row(3, held_since="16/11/2026")],
            DAY_FIRST,
            id="another column of another row",
        ),
        pytest.param(opened("12-1-2026", "25-1-2026"), DAY_FIRST, id="hyphens, one digit"),
        pytest.param(opened("11/12/2026", "05/05/2026"), None, id="nothing shows it"),
        pytest.param(opened("16.12.2026", "2026-11-16", "2026/11/16"), None, id="other dates"),
        pytest.param([row(2, subject="16/12/2026")], None, id="a text that is not a time"),
        pytest.param([(2, Problem("", "16/12/2026", "")), *opened("x")], None, id="bad rows"),
    ],
)
def test_the_order_is_shown_by_any_date_of_the_file(rows, order):
    dates = DateFormats()
    assert list(in_one_order(iter(rows), dates, "a.csv")) == rows
    assert dates.order is order


def test_a_row_waits_only_until_the_order_is_known():
    dates = DateFormats()
    rows = iter(opened("2026-11-16", "11/12/2026", "12/12/2026", "16/12/2026", "10/12/2026"))
    given = in_one_order(rows, dates, "a.csv")
    assert [next(given)[0], dates.order] == [2, None]
    assert [next(given)[0], dates.order] == [3, DAY_FIRST]
    assert next(rows)[0] == 6  # the last row was not read ahead


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        pytest.param(
            opened("11/12/2026", "16/12/2026", "12/16/2026"),
            "'16/12/2026' in line 3 is DD/MM/YYYY, '12/16/2026' in line 4 is MM/DD/YYYY",
            id="in one column",
        ),
        pytest.param(
            [*opened("12/16/2026"), row(9, closed_at="17-12-2026 9:10")],
            "'12/16/2026' in line 2 is MM/DD/YYYY, '17-12-2026 9:10' in line 9 is DD/MM/YYYY",
            id="in two columns",
        ),
        pytest.param(
            [row(2, opened_at="12/16/2026", closed_at="17/12/2026")],
            "'12/16/2026' in line 2 is MM/DD/YYYY, '17/12/2026' in line 2 is DD/MM/YYYY",
            id="in one row",
        ),
    ],
)
def test_a_file_with_both_orders_is_refused_with_a_line_of_each(rows, said):
    with pytest.raises(UsageError) as refused:
        list(in_one_order(iter(rows), DateFormats(), "a.csv"))
    assert refused.value.message == f"a.csv has dates in two orders: {said}"
    assert refused.value.fix == (
        "correct one of them, or say which order all have: "
        "--date-format DD/MM/YYYY or --date-format MM/DD/YYYY"
    )


def test_an_order_that_was_given_is_not_looked_for():
    dates = DateFormats(["MM/DD/YYYY"])
    rows = opened("11/12/2026", "16/12/2026", "12/16/2026")
    assert list(in_one_order(iter(rows), dates, "a.csv")) == rows
    assert dates.order is MONTH_FIRST


def test_a_date_far_below_settles_the_order():
    dates = DateFormats()
    rows = opened(*["11/12/2026"] * 50_000, "16/12/2026")
    given = in_one_order(iter(rows), dates, "a.csv")
    assert (next(given), dates.order) == (rows[0], DAY_FIRST)
    assert list(given) == rows[1:]


def test_rows_with_very_long_texts_do_not_wait_for_long(monkeypatch):
    monkeypatch.setattr(date_order, "_LARGEST", 300)
    rows = iter([row(line, opened_at="11/12/2026", subject="x" * 60) for line in range(9)])
    assert next(in_one_order(rows, DateFormats(), "a.csv"))[0] == 0
    assert next(rows)[0] == 3


def test_lines_of_json_are_rows_too():
    lines = [
        json.dumps({"opened_at": date, "priority": "S1"}) + "\n"
        for date in ("11/12/2026", "12/16/2026")
    ]
    lines.insert(1, '{"opened_at": "x", "priority": "S1", "events": []}\n')
    text = TextLines(StringIO("".join(lines)), "a.jsonl", None, is_given=True)
    source = Source("a.jsonl", None, text, 0, file=Path("a.jsonl"))
    dates = DateFormats()
    rows = list(in_one_order(rows_of(source, Columns({})), dates, "a.jsonl"))
    assert [line for line, _ in rows] == [1, 2, 3]
    assert isinstance(rows[1][1], Recorded)
    assert dates.order is MONTH_FIRST
