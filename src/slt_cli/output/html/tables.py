"""Tables for people: each has a caption, its rows have headings, and a phone shows records."""

from collections.abc import Sequence
from typing import TypeVar
from xml.etree.ElementTree import Element

from slt_cli.output.html.elements import add, element
from slt_cli.output.sheet import Cell, Column, as_cell
from slt_cli.output.text import printable, width

Row = TypeVar("Row")

_NAME, _SHORT, _MEDIUM = 11, 14, 26
_TERMINAL = 120
"""A page has the columns of a terminal of this width."""

_NOTHING = "-"
"""What a cell without a text shows."""


def table(
    name: str, caption: str, columns: Sequence[Column[Row]], rows: Sequence[Row], *, sums: int = 0
) -> Element:
    """Return a table with an id; the last rows are sums of the others, as many as `sums` says.

    The cell of the first column is the heading of its row. A column that a terminal may leave out
    goes where it is empty in every row, or where the rows do not need it. Without texts of any
    length the table is no wider than its figures.
    """
    shown = [column for column in columns if _is_shown(column, rows)]
    has_texts = any(column.flex != "fixed" for column in shown)
    kind = {} if has_texts else {"class_": "figures"}
    made = element("table", element("caption", caption), id=name, role="table", **kind)
    head = add(made, "thead", role="rowgroup")
    headings = add(head, "tr", role="row")
    for column in shown:
        align = "number" if column.right else "text"
        add(headings, "th", _heading(column), scope="col", role="columnheader", class_=align)
    body = add(made, "tbody", role="rowgroup")
    for index, row in enumerate(rows):
        is_sum = index >= len(rows) - sums
        line = add(body, "tr", role="row", **({"class_": "all"} if is_sum else {}))
        for place, column in enumerate(shown):
            line.append(_cell(column, as_cell(column.cell(row)), is_heading=place == 0))
    return made


def _cell(column: Column[Row], cell: Cell, *, is_heading: bool) -> Element:
    """Return a cell, which a phone shows after its heading."""
    text = printable(cell.text) or _NOTHING
    content = element("span", text, class_=cell.tone) if cell.tone else text
    label, kind = _heading(column), _kind(column, text)
    if is_heading:
        return element("th", content, scope="row", role="rowheader", class_=kind, data_label=label)
    return element("td", content, role="cell", class_=kind, data_label=label)


def _heading(column: Column[Row]) -> str:
    return column.plain_header or column.header


def _kind(column: Column[Row], text: str) -> str:
    """Return how a cell is set: a number to the right, a short text on one line, or on several.

    What is `fixed` has several short words, such as a time, and is broken only between them.
    """
    if column.right:
        return "number"
    is_fixed = column.flex == "fixed"
    if width(text) <= (_SHORT if is_fixed else _NAME):
        return "short"
    has_short_words = max(map(width, text.split()), default=0) <= _SHORT
    return "fixed" if is_fixed and has_short_words and width(text) <= _MEDIUM else "text"


def _is_shown(column: Column[Row], rows: Sequence[Row]) -> bool:
    if column.from_width > _TERMINAL:
        return False
    if not column.gives_way:
        return True
    if column.needless is not None and column.needless(rows):
        return False
    return any(as_cell(column.cell(row)).text for row in rows)
