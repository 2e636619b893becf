"""Tab- and comma-separated values: the same fields as JSON, in the same order."""

import csv
import json
import re
from collections.abc import Callable, Iterable
from io import StringIO
from typing import Any, TextIO

from slt_cli.output.csv_style import CsvStyle
from slt_cli.output.sheet import Sheet, Words

# What a spreadsheet would run as a formula; a phone number is not a formula. Spreadsheets skip
# blanks before it, and some take fullwidth signs for the others.
_SIGNS = "=+\\-@\uff1d\uff0b\uff0d\uff20"
_FORMULA = re.compile(rf"'*(?:[\t\r\n]|[\s\u200b\ufeff]*[{_SIGNS}])")
_PHONE_NUMBER = re.compile(r"\+[\d .()\-]{6,}", re.ASCII)
_QUOTED = "\r\n,;\t"
_BYTE_ORDER_MARK = "\ufeff"
_TSV_ESCAPES = str.maketrans({"\\": r"\\", "\t": r"\t", "\n": r"\n", "\r": r"\r"})


Shown = Callable[[str], str]
"""Returns a text as it goes to a stream: as it is to a file, made safe to show to a terminal."""


def write_tsv(sheet: Sheet[Any], stream: TextIO, shown: Shown) -> None:
    r"""Write the values without a header, with tabs and line ends in them as `\t` and `\n`."""
    for row in sheet.rows:
        values = map(_raw, sheet.item(row).values())
        stream.write("\t".join(shown(value.translate(_TSV_ESCAPES)) for value in values) + "\n")


def write_csv(
    sheet: Sheet[Any], stream: TextIO, shown: Shown, style: CsvStyle | None = None
) -> None:
    """Write a header and values as in RFC 4180, but with LF line ends and no formulas."""
    separator, is_marked = style or CsvStyle()
    header_due = True
    for row in sheet.rows:
        item = sheet.item(row)
        if header_due:
            stream.write(_BYTE_ORDER_MARK if is_marked else "")
            stream.write(_csv_line(item, separator))
            header_due = False
        stream.write(_csv_line(map(shown, map(_cell, item.values())), separator))


def guarded(text: str) -> str:
    """Return a text that no spreadsheet runs: a possible formula gets an apostrophe in front.

    Phone numbers stay as they are.
    """
    if _FORMULA.match(text) and not _PHONE_NUMBER.fullmatch(text):
        return f"'{text}"
    return text


def unguarded(text: str) -> str:
    """Return the text that was given to `guarded`."""
    return text[1:] if text.startswith("'") and _FORMULA.match(text) else text


def _cell(value: object) -> str:
    return guarded(_raw(value)) if isinstance(value, str | Words) else _raw(value)


def _csv_line(values: Iterable[str], separator: str) -> str:
    """Return one line.

    The writer quotes whatever has a character of its line end: a lone CR, and what a reader takes
    for the separator that expects another one.
    """
    line = StringIO()
    quoted = _QUOTED.replace(separator, "")
    csv.writer(line, delimiter=separator, lineterminator=quoted).writerow(values)
    return line.getvalue()[: -len(quoted)] + "\n"


def _raw(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, Words):
        return " ".join(value)
    if isinstance(value, bool | list | tuple | dict):
        return json.dumps(value)
    return str(value)
