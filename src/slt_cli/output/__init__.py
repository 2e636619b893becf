"""One answer, many formats: a sheet says what there is to show, a format says how."""

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Any, TextIO

from slt_cli.output.sheet import Cell, Color, Column, Flex, Format, Note, Row, Sheet, Tone

__all__ = ["Cell", "Color", "Column", "Flex", "Format", "Note", "Sheet", "Tone", "write"]

Writer = Callable[[Sheet[Any], TextIO], None]


def write(
    sheet: Sheet[Any], form: Format, *, quiet: bool, stream: TextIO, color: bool = False
) -> None:
    """Write a sheet to a stream; where it has no rows, only a terminal's table says anything."""
    rows = _first_and_rest(sheet.rows)
    if rows is None and (quiet or form is not Format.JSON):
        if form is Format.TABLE and not quiet and sheet.empty:
            stream.write(f"{sheet.empty}\n")
        return
    sheet = sheet._replace(rows=rows or ())
    if quiet:
        stream.writelines(f"{key}\n" for key in _once_each(map(sheet.key, sheet.rows)))
    elif sheet.detail is not None and form in (Format.TABLE, Format.PLAIN):
        _write_with_detail(sheet, sheet.detail, _writer(form, color), stream)
    else:
        _writer(form, color)(sheet, stream)


def _writer(form: Format, color: bool) -> Writer:
    """Import a format where it is chosen: Rich alone takes as long to load as all the rest."""
    match form:
        case Format.TABLE:
            from slt_cli.output.table import write_table  # noqa: PLC0415

            return partial(write_table, color=color)
        case Format.PLAIN:
            from slt_cli.output.plain import write_plain as writer  # noqa: PLC0415
        case Format.TSV:
            from slt_cli.output.delimited import write_tsv as writer  # noqa: PLC0415
        case Format.CSV:
            from slt_cli.output.delimited import write_csv as writer  # noqa: PLC0415
        case Format.JSON:
            from slt_cli.output.json import write_json as writer  # noqa: PLC0415
        case _:
            from slt_cli.output.json import write_jsonl as writer  # noqa: PLC0415
    return writer


def _write_with_detail(
    sheet: Sheet[Row],
    detail: Callable[[Row], Iterable[Sheet[Any]]],
    writer: Writer,
    stream: TextIO,
) -> None:
    for place, row in enumerate(sheet.rows):
        if place:
            stream.write("\n")
        writer(sheet._replace(rows=[row]), stream)
        for below in detail(row):
            if entries := list(below.rows):
                stream.write("\n")
                writer(below._replace(rows=entries), stream)


def _once_each(keys: Iterable[str]) -> Iterator[str]:
    seen: set[str] = set()
    for key in keys:
        if key not in seen:
            seen.add(key)
            yield key


def _first_and_rest(rows: Iterable[Row]) -> Iterator[Row] | None:
    remaining = iter(rows)
    for first in remaining:
        return _chain(first, remaining)
    return None


def _chain(first: Row, remaining: Iterator[Row]) -> Iterator[Row]:
    yield first
    yield from remaining
