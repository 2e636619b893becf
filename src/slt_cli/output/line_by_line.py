"""Aligned lines to which more are added, without colour: for what comes while somebody looks on."""

from typing import Any, TextIO

from slt_cli.output.plain import aligned, shown_texts
from slt_cli.output.sheet import Sheet
from slt_cli.output.text import shown_on, width


class LineByLine:
    """Write rows below each other; each column stays as wide as its widest text so far."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._widths: list[int] = []

    def add(self, sheet: Sheet[Any]) -> None:
        """Write the rows of a sheet, the first time below their headers."""
        shown = shown_on(self._stream)
        lines = [shown_texts(texts, shown) for texts in sheet.texts()]
        if not self._widths:
            lines.insert(0, [column.plain_header or column.header for column in sheet.columns])
            self._widths = [0] * len(sheet.columns)
        columns = []
        for place, texts in enumerate(zip(*lines, strict=True)):
            least, *cells = aligned((" " * self._widths[place], *texts), sheet.columns[place].right)
            self._widths[place] = width(least)
            columns.append(cells)
        self._stream.writelines(
            "  ".join(cells).rstrip() + "\n" for cells in zip(*columns, strict=True)
        )
        self._stream.flush()
