"""Aligned text without colour or boxes, and never shortened: for pipes, logs and mail."""

from collections.abc import Callable
from typing import Any, TextIO

from slt_cli.output.sheet import Sheet
from slt_cli.output.text import shown_on, width


def write_plain(sheet: Sheet[Any], stream: TextIO) -> None:
    """Write columns under their headers, or a record with one line per column."""
    shown = shown_on(stream)
    if sheet.record:
        headers = [column.header for column in sheet.columns]
        for texts in sheet.texts():
            facts = zip(headers, texts, strict=True)
            lines = [[header, shown(text)] for header, text in facts if text]
            lines += [[note.label, shown(note.text)] for note in sheet.notes]
            _write_lines(lines, stream)
    else:
        lines = [[column.header.upper() for column in sheet.columns]]
        lines += [_shown(texts, shown) for texts in sheet.texts()]
        _write_lines(lines, stream)
        stream.writelines(f"{note.label}: {shown(note.text)}\n" for note in sheet.notes)


def _shown(texts: list[str], shown: Callable[[str], str]) -> list[str]:
    joined = "".join(texts)
    return texts if joined.isascii() and joined.isprintable() else list(map(shown, texts))


def _write_lines(lines: list[list[str]], stream: TextIO) -> None:
    columns = map(_aligned, zip(*lines, strict=True))
    stream.writelines("  ".join(cells).rstrip() + "\n" for cells in zip(*columns, strict=True))


def _aligned(texts: tuple[str, ...]) -> list[str]:
    if "".join(texts).isascii():
        widest = max(map(len, texts))
        return [text.ljust(widest) for text in texts]
    widest = max(map(width, texts))
    return [text + " " * (widest - width(text)) for text in texts]
