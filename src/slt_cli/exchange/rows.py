"""The rows of a file of cases, CSV with a header or JSON Lines, each with the line it begins on."""

import csv
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import Any, cast

from slt_cli.errors import UsageError
from slt_cli.exchange.columns import Columns, Take
from slt_cli.exchange.file_types import JSON_SUFFIXES
from slt_cli.exchange.given import ABSENT, HISTORY, LENGTHS, READ, Problem, Recorded, cell_text
from slt_cli.exchange.source import Source
from slt_cli.exchange.times import Times
from slt_cli.output.delimited import unguarded

Row = tuple[int, Sequence[str] | Recorded | Problem]
"""The line that a row begins on, and its texts by the fields of READ, or why it has none.

A row of JSON with a history has the values as they are.
"""

_TAGS = READ.index("tags")
_LENGTHS = [READ.index(field) for field in LENGTHS]
_NO_TIME = "-"
"""What reports write where there is no time."""

_MAY_BE_NO_TIME = {READ.index(field) for field in (*Times._fields, *LENGTHS)}
_LONGEST_CELL = 2**26
_SEPARATORS = ",;\t|"
_SEPARATOR_LINE = re.compile(r'"?sep=([^"\s]|\t)"?[,;\t]*', re.IGNORECASE)
"""What some spreadsheets write and read before the header."""

_ARRAY = re.compile(r"\s*\[\s*(\{|$)")
"""How an array of JSON begins, and no header of columns does."""

_NO_TEXT = f'{_SEPARATORS}" \r\n'
_NO_CELL = f"{_SEPARATORS} \r\n"
_MOST_SHAPES = 100
_CSV_FIX = (
    "quote a cell that contains a separator, a quote or a line end, and double the quotes in it"
)


def rows_of(source: Source, columns: Columns) -> Iterator[Row]:
    """Read the header of a file and return its rows; raises UsageError if the header is wrong."""
    skipped, first = _first_line(source.lines)
    suffix = Path(source.name).suffix.lower()
    start = first.lstrip()[:1]
    is_array = _ARRAY.match(first) is not None
    if suffix in JSON_SUFFIXES or is_array or (suffix != ".csv" and start in ("{", "[")):
        if start == "[" or first.strip() == "{" or '"items": [' in first:
            fix = "write one object per line, as -o jsonl does"
            raise UsageError(f"{source.name} is JSON, not JSON Lines", fix)
        return _json_rows(chain([first], source.lines), skipped, columns)
    named = _SEPARATOR_LINE.fullmatch(first.rstrip("\r\n"))
    if named:
        more, first = _first_line(source.lines)
        skipped += more + 1
    if not first:
        return iter(())
    separator = named[1] if named else _separator(first)
    lines = chain([first], source.lines)
    return _csv_rows(lines, separator, skipped, columns, source.in_utf_8)


def _first_line(lines: Iterator[str]) -> tuple[int, str]:
    """Return the first line with any text in it, and the number of lines before it."""
    for skipped, line in enumerate(lines):
        if line.strip(_NO_TEXT):
            return skipped, line
    return 0, ""


def _separator(header: str) -> str:
    """Return the separator of columns: a comma, else what spreadsheets write instead."""
    unquoted = "".join(header.split('"')[::2])
    return next((mark for mark in _SEPARATORS if mark in unquoted), ",")


def _csv_rows(
    lines: Iterator[str], separator: str, skipped: int, columns: Columns, in_utf_8: str
) -> Iterator[Row]:
    """Read the header, and return the rows below it."""
    csv.field_size_limit(_LONGEST_CELL)
    reader = csv.reader(lines, delimiter=separator, strict=True)
    try:
        header = next(reader)
        "".join(header).encode()
    except csv.Error as error:
        raise UsageError(f"the header cannot be read: {error}", _CSV_FIX) from None
    except UnicodeEncodeError:
        raise UsageError("the header contains bytes that are not UTF-8", in_utf_8) from None
    take = columns.take_of_header(header)
    has_footer = columns.profile is not None and columns.profile.footer
    return _rows_below(reader, skipped, len(header), take, has_footer=has_footer)


def _without_footer(reader: Iterable[list[str]]) -> Iterator[list[str]]:
    """Yield rows, those with a single text after an empty line without it."""
    is_after = False
    for cells in reader:
        is_after = is_after or not "".join(cells).strip()
        is_footer = is_after and sum(1 for cell in cells if cell.strip()) <= 1
        yield [] if is_footer else cells


def _rows_below(
    reader: Any,  # noqa: ANN401 - csv names no type
    skipped: int,
    width: int,
    take: Take,
    *,
    has_footer: bool,
) -> Iterator[Row]:
    line = 0
    while True:
        try:
            line = reader.line_num + skipped + 1
            for cells in _without_footer(reader) if has_footer else reader:
                if len(cells) == width:
                    cells.append("")
                    texts = take(cells)
                    if _NO_TIME in texts:
                        texts = _without_no_times(texts)
                    joined = "".join(texts)
                    if "'" in joined:
                        texts = tuple(map(unguarded, texts))
                    if joined.strip() or any(map(str.strip, cells)):
                        yield line, texts
                elif "".join(cells).strip(_NO_CELL):
                    number = f"{len(cells)} cell{'' if len(cells) == 1 else 's'}"
                    problem = f"it has {number}, the header {width}"
                    yield line, Problem("", problem, _CSV_FIX)
                line = reader.line_num + skipped + 1
        except csv.Error as error:
            yield line, Problem("", f"it is not CSV: {error}", _CSV_FIX)
        else:
            return


def _without_no_times(texts: Sequence[str]) -> tuple[str, ...]:
    """Return the texts of a row, empty where a dash says that there is no time."""
    return tuple(
        "" if text == _NO_TIME and index in _MAY_BE_NO_TIME else text
        for index, text in enumerate(texts)
    )


def _json_rows(lines: Iterator[str], skipped: int, columns: Columns) -> Iterator[Row]:
    """Yield the rows in lines of JSON; wrong columns in the first one raise UsageError."""
    takes: dict[tuple[str, ...], Take] = {}
    first = True
    for line, text in enumerate(lines, start=skipped + 1):
        if not text.strip():
            continue
        try:
            item = _item(text)
            names = tuple(item)
            if names not in takes:
                if len(takes) == _MOST_SHAPES:
                    takes.clear()
                takes[names] = columns.take_of_line(names)
            texts = _values(takes[names], item)
        except UsageError as error:
            if first:
                raise
            yield line, Problem("", error.message, error.fix)
        except (ValueError, RecursionError) as error:
            yield (
                line,
                Problem("", f"it is not JSON Lines: {_why(error)}", "write one object per line"),
            )
        else:
            yield line, texts
        first = False
    columns.require_all_seen()


def _why(error: ValueError | RecursionError) -> str:
    """Return why a line is not read, without its position in the line."""
    if isinstance(error, RecursionError):
        return "it is nested too deeply"
    why = str(getattr(error, "msg", error))
    return "a number in it is too long" if "digits" in why else why


def _item(text: str) -> dict[str, Any]:
    item = json.loads(text, object_pairs_hook=_unambiguous)
    if not isinstance(item, dict):
        raise ValueError("a line is not an object")  # noqa: TRY004 - reported like any other line
    return item


def _unambiguous(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    item = dict(pairs)
    if len(item) < len(pairs):
        raise ValueError("a key appears twice in an object")
    return item


def _values(take: Take, item: dict[str, Any]) -> Sequence[str] | Recorded | Problem:
    """Return the texts of an object's fields; the values as they are if it has a history."""
    values = take([*item.values(), ""])
    history = values[len(READ) :]
    if history[0] not in ("", None):
        values = take([*item.values(), ABSENT])
        return Recorded(values[: len(READ)], values[len(READ) :])
    for field, given in zip(HISTORY, history, strict=True):
        if given:
            return Problem(field, "is given without events", f"--map {field}= leaves it out")
    return _texts(values[: len(READ)])


def _joined(value: object) -> str | None:
    """Return a list of words as the text of a cell; None if it is anything else."""
    is_list = isinstance(value, list) and all(isinstance(word, str) for word in value)
    return " ".join(cast("list[str]", value)) if is_list else None


def _texts(values: Sequence[object]) -> Sequence[str] | Problem:
    """Return the values of fields as the texts of cells, or a Problem if a value cannot be one."""
    texts = [cell_text(value) for value in values]
    for index in _LENGTHS:  # the fields that may have decimals
        if isinstance(values[index], float):
            texts[index] = str(values[index])
    if texts[_TAGS] is None:
        texts[_TAGS] = _joined(values[_TAGS])
    if None in texts:
        index = texts.index(None)
        field, value = READ[index], json.dumps(values[index])[:40]
        problem = f"{value} is neither a text nor a whole number"
        return Problem(field, problem, "correct it, or leave its column out with --map COLUMN=")
    return cast("list[str]", texts)
