"""Aligned text without colour or boxes, never cut: for pipes, logs and mail."""

from typing import Any, TextIO

from slt_cli.output.sheet import Sheet
from slt_cli.output.text import printable, width


def write_plain(sheet: Sheet[Any], stream: TextIO) -> None:
    """Write columns under their headers, or a record as one line for each of its facts."""
    if sheet.record:
        headers = [column.header for column in sheet.columns]
        lines: list[tuple[str, ...]]
        for row in sheet.rows:
            facts = zip(headers, sheet.cells(row), strict=True)
            lines = [(header, printable(cell.text)) for header, cell in facts if cell.text]
            lines += [(note.label, printable(note.text)) for note in sheet.notes]
            _write_lines(lines, stream)
    else:
        lines = [tuple(column.header.upper() for column in sheet.columns)]
        lines += [tuple(printable(cell.text) for cell in sheet.cells(row)) for row in sheet.rows]
        _write_lines(lines, stream)
        stream.writelines(f"{note.label}: {printable(note.text)}\n" for note in sheet.notes)


def _write_lines(lines: list[tuple[str, ...]], stream: TextIO) -> None:
    widths = [max(map(width, texts)) for texts in zip(*lines, strict=True)]
    for line in lines:
        pairs = zip(line, widths, strict=True)
        padded = (text + " " * (widest - width(text)) for text, widest in pairs)
        stream.write("  ".join(padded).rstrip() + "\n")
