"""Whether the day or the month comes first in the dates of a file: one answer for all rows."""

from collections.abc import Iterator, Sequence
from operator import itemgetter
from typing import NamedTuple

from slt_cli.domain.calendar.written_dates import DateFormats, Order
from slt_cli.errors import UsageError
from slt_cli.exchange.given import READ
from slt_cli.exchange.rows import Row
from slt_cli.exchange.times import Times

_MOST_WAITING, _LARGEST = 20_000, 2**24
_times = itemgetter(*(READ.index(field) for field in Times._fields))


class _Shown(NamedTuple):
    """The first date that shows the order: what it shows, its line and its text."""

    order: Order
    line: int
    text: str


def in_one_order(rows: Iterator[Row], dates: DateFormats, file: str) -> Iterator[Row]:
    """Yield rows, once the order of their dates is known: then `dates` has it.

    A row whose date has two readings waits for a later one that settles it. Raises UsageError if
    the file has dates of both orders.
    """
    if dates.order is not None:
        yield from rows
        return
    shown: _Shown | None = None
    waiting: list[Row] = []
    size = 0
    for line, row in rows:
        is_open = bool(waiting)
        for text in _numeric(row):
            orders = dates.readings(text)
            is_open = is_open or len(orders) > 1
            if len(orders) == 1:
                shown = _agreeing(shown, _Shown(orders[0], line, text), file)
                dates.order = shown.order
        if shown is None and is_open and len(waiting) < _MOST_WAITING and size < _LARGEST:
            waiting.append((line, row))
            size += sum(map(len, row)) if isinstance(row, Sequence) else 0  # of texts, mostly
            continue
        yield from waiting
        waiting.clear()
        yield line, row
    yield from waiting


def _numeric(row: object) -> list[str]:
    """Return the times in a row that are not in ISO 8601."""
    if not isinstance(row, Sequence) or len(row) != len(READ):
        return []
    return [text for text in _times(row) if text and (text[4:5] != "-" or text[1:2] == "-")]


def _agreeing(first: _Shown | None, shown: _Shown, file: str) -> _Shown:
    if first is None or first.order is shown.order:
        return first or shown
    raise UsageError(
        f"{file} has dates in two orders: {first.text!r} in line {first.line} is {first.order}, "
        f"{shown.text!r} in line {shown.line} is {shown.order}",
        "correct one of them, or say which order all have: "
        + " or ".join(f"--date-format {order}" for order in Order),
    )
