"""Whether the day or the month comes first in the dates of a file: one answer for all rows."""

from collections.abc import Iterator, Sequence
from marshal import dumps, loads
from operator import itemgetter
from typing import NamedTuple

from slt_cli.domain.calendar.written_dates import DateFormats, Order
from slt_cli.errors import UsageError
from slt_cli.exchange.given import READ, Problem, Recorded
from slt_cli.exchange.rows import Row
from slt_cli.exchange.times import Times

_LARGEST = 48 * 2**20
"""How many bytes of rows may wait: about 200,000 rows of 28 columns."""

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
    waiting = _Waiting()
    for line, row in rows:
        is_open = bool(waiting.rows)
        for text in _numeric(row):
            orders = dates.readings(text)
            is_open = is_open or len(orders) > 1
            if len(orders) == 1:
                shown = _agreeing(shown, _Shown(orders[0], line, text), file)
                dates.order = shown.order
        if shown is None and is_open and waiting.size < _LARGEST:
            waiting.add((line, row))
            continue
        yield from waiting.taken()
        yield line, row
    yield from waiting.taken()


class _Waiting:
    """Rows that wait, in order: texts as bytes, which take a fifth of the memory."""

    def __init__(self) -> None:
        self.rows: list[Row | bytes] = []
        self.size = 0

    def add(self, row: Row) -> None:
        """Add a row at the end."""
        line, texts = row
        packed = row if isinstance(texts, Problem | Recorded) else dumps((line, [*texts]))
        self.rows.append(packed)
        self.size += len(packed)

    def taken(self) -> Iterator[Row]:
        """Yield the rows, and keep none."""
        rows, self.rows, self.size = self.rows, [], 0
        for row in rows:
            yield loads(row) if isinstance(row, bytes) else row  # noqa: S302 - packed above


def _numeric(row: object) -> list[str]:
    """Return the times in a row that are not in ISO 8601."""
    if not isinstance(row, Sequence) or len(row) != len(READ):
        return []
    return [text for text in _times(row) if text and (text[4:5] != "-" or "-" in text[1:3])]


def _agreeing(first: _Shown | None, shown: _Shown, file: str) -> _Shown:
    if first is None or first.order is shown.order:
        return first or shown
    raise UsageError(
        f"{file} has dates in two orders: {first.text!r} in line {first.line} is {first.order}, "
        f"{shown.text!r} in line {shown.line} is {shown.order}",
        "correct one of them, or say which order all have: "
        + " or ".join(f"--date-format {order}" for order in Order),
    )
