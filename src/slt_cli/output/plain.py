"""Aligned text without colour or boxes, and never shortened: for pipes, logs and mail."""

from collections.abc import Callable, Sequence
from typing import Any, TextIO

from slt_cli.output.sheet import INDENT, Line, Sheet, label_width
from slt_cli.output.text import shown_on, width

_EMPTY = "-"


def write_plain(sheet: Sheet[Any], stream: TextIO) -> None:
    """Write columns under their headers, a record with one line per column, or short answers."""
    shown = shown_on(stream)
    if sheet.lines is not None:
        for row in sheet.rows:
            _write_facts([line for line in sheet.lines(row) if not line.hint], stream, shown)
    elif sheet.record:
        for row in sheet.rows:
            _write_facts(sheet.facts(row), stream, shown)
        return
    else:
        lines = [[column.plain_header or column.header for column in sheet.columns]]
        lines += [shown_texts(texts, shown) for texts in sheet.texts()]
        _write_lines(lines, [column.right for column in sheet.columns], stream)
    stream.writelines(f"{shown(str(note))}\n" for note in sheet.notes)


def _write_facts(lines: Sequence[Line], stream: TextIO, shown: Callable[[str], str]) -> None:
    wide = label_width(lines)
    for line in lines:
        text = "".join(shown(part.text) for part in line.parts)
        label = f"{line.label:<{wide}}" if line.label else ""
        aside = f" {shown(line.aside)}" if line.aside else ""
        stream.write(
            f"{INDENT if line.indented else ''}{label}{text}{aside}{shown(line.tail)}".rstrip()
            + "\n"
        )


def shown_texts(texts: list[str], shown: Callable[[str], str]) -> list[str]:
    """Return the texts of a row, safe to show, with a sign for each that is empty."""
    joined = "".join(texts)
    if not (joined.isascii() and joined.isprintable()):
        texts = list(map(shown, texts))
    return [text or _EMPTY for text in texts]


def _write_lines(lines: list[list[str]], right: Sequence[bool], stream: TextIO) -> None:
    columns = map(aligned, zip(*lines, strict=True), right)
    stream.writelines("  ".join(cells).rstrip() + "\n" for cells in zip(*columns, strict=True))


def aligned(texts: tuple[str, ...], right: bool) -> list[str]:
    """Return the texts of a column, all as wide as the widest."""
    if "".join(texts).isascii():
        widest = max(map(len, texts))
        return [text.rjust(widest) if right else text.ljust(widest) for text in texts]
    widest = max(map(width, texts))
    spaces = [" " * (widest - width(text)) for text in texts]
    pairs = zip(texts, spaces, strict=True)
    return [space + text if right else text + space for text, space in pairs]
