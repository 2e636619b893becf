"""The lines of a table: each cell shortened, wrapped and padded to its column's width.

Rich's own table splits and pads every cell several times: with it, a list of 200 cases took 1.5
times as long (whole process, median of 31 pairs); up to 1.3 times would be worth it.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import zip_longest

from rich.cells import cell_len, set_cell_size
from rich.console import Console, ConsoleOptions
from rich.segment import Segment
from rich.style import Style
from rich.text import Text

from slt_cli.output.sheet import Cell, Column, Flex, Tone

STYLES = {Tone.NONE: "", Tone.OK: "green", Tone.SOON: "bold yellow", Tone.LATE: "bold red"}
GAP = 2
_ELLIPSIS = "…"

Columns = tuple[Column[object], ...]


class Grid:
    """A table of the columns in `widths`: column index to width on the terminal."""

    def __init__(
        self, columns: Columns, widths: Mapping[int, int], rows: Sequence[Sequence[Cell]]
    ) -> None:
        self._columns = columns
        self._widths = widths
        self._rows = rows
        self._styles = {tone: Style.parse(style) for tone, style in STYLES.items() if style}

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> Iterator[Segment]:
        """Yield the header, a rule, and the lines of each row."""
        bold = Style(bold=True)
        header = [(self._columns[index].header, width) for index, width in self._widths.items()]
        yield from _line([(text, bold, width) for text, width in header])
        across = sum(self._widths.values()) + GAP * (len(self._widths) - 1)
        yield Segment(("-" if options.ascii_only else "─") * across + "\n")
        for row in self._rows:
            yield from self._row(row, console)

    def _row(self, row: Sequence[Cell], console: Console) -> Iterator[Segment]:
        cells = [
            (_fitted(row[index].text, width, self._columns[index].flex, console), row[index], width)
            for index, width in self._widths.items()
        ]
        for texts in zip_longest(*(lines for lines, *_ in cells), fillvalue=""):
            yield from _line(
                [
                    (text, self._styles.get(cell.tone), width)
                    for text, (_, cell, width) in zip(texts, cells, strict=True)
                ]
            )


def _fitted(text: str, width: int, flex: Flex, console: Console) -> list[str]:
    """Return the lines of a text, none wider than its column."""
    if cell_len(text) <= width:
        return [text]
    if flex is Flex.SHORTENED:
        return [set_cell_size(text, width - 1) + _ELLIPSIS]
    return [line.plain.rstrip() for line in Text(text).wrap(console, width, overflow="fold")]


def _line(cells: Sequence[tuple[str, Style | None, int]]) -> Iterator[Segment]:
    """Yield one line of texts, each padded to its width; texts without a style are joined."""
    plain = ""
    for index, (text, style, width) in enumerate(cells):
        plain += " " * GAP if index else ""
        if style is None:
            plain += text
        else:
            yield Segment(plain)
            yield Segment(text, style)
            plain = ""
        plain += " " * (width - cell_len(text))
    yield Segment(plain.rstrip() + "\n")
