"""One answer in many formats: a sheet has the content, a format writes it."""

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING, Any, Literal, TextIO, assert_never, get_args

from slt_cli.output.look import COLORS, Color, Look
from slt_cli.output.plain import write_plain
from slt_cli.output.sheet import (
    Cell,
    Column,
    Flex,
    Line,
    Note,
    Row,
    Sheet,
    Tone,
    Words,
    line,
    notes_of,
    said,
)
from slt_cli.output.text import shown_on

if TYPE_CHECKING:
    from slt_cli.output.csv_style import CsvStyle

__all__ = [
    "COLORS", "FORMATS", "FOR_PEOPLE", "Cell", "Color", "Column", "Flex", "Format", "Line", "Look",
    "Note", "Sheet", "Tone", "Words", "line", "notes_of", "said", "write",
]  # fmt: skip

Format = Literal["table", "plain", "tsv", "csv", "json", "jsonl"]

FORMATS: tuple[Format, ...] = get_args(Format)

FOR_PEOPLE: tuple[Format, ...] = ("table", "plain")
"""The formats that show the columns for people; the others have the fields for programs."""

Writer = Callable[[Sheet[Any], TextIO], None]
_DEFAULT_LOOK = Look()


def write(
    sheet: Sheet[Any],
    form: Format,
    *,
    quiet: bool,
    stream: TextIO,
    look: Look = _DEFAULT_LOOK,
    csv: "CsvStyle | None" = None,
) -> None:
    """Write a sheet to a stream; in CSV, in the style that is given or the usual one.

    To a terminal every text is made safe to show, whatever the format.

    A sheet without rows is its sentence in a table, an envelope in JSON, and nothing in any other
    format; people also see the notes that are always shown.
    """
    rows = _first_and_rest(sheet.rows)
    if rows is None and (quiet or form != "json"):
        if not quiet and form in FOR_PEOPLE:
            _write_without_rows(sheet, form, stream)
        return
    sheet = sheet.with_changes(rows=rows or ())
    shown = shown_on(stream) if look.on_terminal else str
    if quiet:
        keys = _without_repeats(map(sheet.key, sheet.rows))
        stream.writelines(f"{shown(key)}\n" for key in keys)
    elif sheet.detail is not None and form in FOR_PEOPLE:
        _write_with_detail(sheet, sheet.detail, _writer(form, look, shown, csv), stream)
    else:
        _writer(form, look, shown, csv)(sheet, stream)


def _write_without_rows(sheet: Sheet[Any], form: Format, stream: TextIO) -> None:
    if form == "table" and sheet.empty:
        empty = sheet.empty if isinstance(sheet.empty, str) else sheet.empty()
        stream.write(f"{shown_on(stream)(empty)}\n")
    if sheet.always_notes:
        shown = shown_on(stream)
        stream.writelines(f"{shown(str(note))}\n" for note in sheet.notes)


def _writer(
    form: Format, look: Look, shown: Callable[[str], str], csv: "CsvStyle | None"
) -> Writer:
    """Return what writes a format, imported now: Rich alone loads as slowly as all the rest."""
    match form:
        case "table":
            from slt_cli.output.table import write_table  # noqa: PLC0415

            return partial(write_table, look=look)
        case "plain":
            return write_plain
        case "tsv" | "csv":
            from slt_cli.output.delimited import write_csv, write_tsv  # noqa: PLC0415

            if form == "csv":
                return partial(write_csv, shown=shown, style=csv)
            return partial(write_tsv, shown=shown)
        case "json" | "jsonl":
            from slt_cli.output.json import write_json, write_jsonl  # noqa: PLC0415

            return write_json if form == "json" else write_jsonl
        case unknown:
            assert_never(unknown)


def _write_with_detail(
    sheet: Sheet[Row],
    detail: Callable[[Row], Iterable[Sheet[Any]]],
    writer: Writer,
    stream: TextIO,
) -> None:
    for index, row in enumerate(sheet.rows):
        if index:
            stream.write("\n")
        writer(sheet.with_changes(rows=[row]), stream)
        for below in detail(row):
            if entries := list(below.rows):
                stream.write("\n")
                writer(below.with_changes(rows=entries), stream)


def _without_repeats(keys: Iterable[str]) -> Iterator[str]:
    seen: set[str] = set()
    for key in keys:
        if key not in seen:
            seen.add(key)
            yield key


def _first_and_rest(rows: Iterable[Row]) -> Iterator[Row] | None:
    """Return all rows again, or None if there are none."""
    remaining = iter(rows)
    for first in remaining:
        return chain((first,), remaining)
    return None
