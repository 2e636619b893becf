"""The lines of a table: each cell shortened, wrapped and padded to its column's width.

Rich's own table splits and pads every cell several times: with it, a list of 200 cases took 1.5
times as long (whole process, median of 31 pairs); up to 1.3 times would be worth it.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import zip_longest
from typing import NamedTuple

from rich.cells import cell_len, set_cell_size
from rich.console import Console, ConsoleOptions
from rich.segment import Segment
from rich.style import Style
from rich.text import Text

from slt_cli.output.sheet import Cell, Flex, Tone

_STYLES: Mapping[Tone, Style] = {
    "ok": Style(color="green"),
    "soon": Style(color="yellow"),
    "late": Style(color="red", bold=True),
}
GAP = 2


def style_of(cell: Cell) -> Style | None:
    """Return the style of a cell; None if it is the terminal's own."""
    style = _STYLES.get(cell.tone)
    return Style.combine([style or Style.null(), Style(link=cell.link)]) if cell.link else style


def kept_end(cell: Cell) -> str:
    """Return what follows the sign of a cut: the end of the text that stays, after a blank."""
    return f" {cell.tail}" if cell.tail else ""


class Shown(NamedTuple):
    """A column as it is shown: its header, its cells from the first row on, and its width."""

    header: str
    cells: Sequence[Cell]
    width: int
    flex: Flex
    right: bool


class Grid:
    """A table of columns, each with its width on the terminal."""

    def __init__(self, columns: Sequence[Shown], *, ascii_only: bool) -> None:
        self._columns = columns
        self._rule, self._cut = ("-", "..") if ascii_only else ("─", "…")

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> Iterator[Segment]:
        """Yield the header, a rule, and the lines of each row."""
        bold = Style(bold=True)
        yield from self._line([(column.header, bold) for column in self._columns])
        across = sum(column.width for column in self._columns) + GAP * (len(self._columns) - 1)
        yield Segment(self._rule * across + "\n")
        for row in zip(*(column.cells for column in self._columns), strict=True):
            yield from self._row(row, console)

    def _row(self, row: Sequence[Cell], console: Console) -> Iterator[Segment]:
        filled = [
            self._fitted(cell, column, console)
            for cell, column in zip(row, self._columns, strict=True)
        ]
        styles = [style_of(cell) for cell in row]
        for texts in zip_longest(*filled, fillvalue=""):
            yield from self._line(list(zip(texts, styles, strict=True)))

    def _fitted(self, cell: Cell, column: Shown, console: Console) -> list[str]:
        """Return the lines of a cell, none wider than its column."""
        if cell_len(cell.text) <= column.width:
            return [cell.text]
        if column.flex == "shortened":
            end = self._cut + kept_end(cell)
            return [set_cell_size(cell.text, column.width - cell_len(end)).rstrip() + end]
        return [line.plain.rstrip() for line in Text(cell.text).wrap(console, column.width)]

    def _line(self, texts: Sequence[tuple[str, Style | None]]) -> Iterator[Segment]:
        """Yield one line of texts, each padded to its width; texts without a style are joined."""
        plain = ""
        for index, ((text, style), column) in enumerate(zip(texts, self._columns, strict=True)):
            space = " " * (column.width - cell_len(text))
            plain += " " * GAP if index else ""
            plain += space if column.right else ""
            if style is None:
                plain += text
            else:
                yield Segment(plain)
                yield Segment(text, style)
                plain = ""
            plain += "" if column.right else space
        yield Segment(plain.rstrip() + "\n")
