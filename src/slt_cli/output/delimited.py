"""Facts as tab- or comma-separated values: the same fields as JSON, in the same order."""

import csv
import json
from collections.abc import Iterable
from io import StringIO
from typing import Any, TextIO

from slt_cli.output.sheet import Sheet

_TSV_ESCAPES = str.maketrans({"\\": r"\\", "\t": r"\t", "\n": r"\n", "\r": r"\r"})


def write_tsv(sheet: Sheet[Any], stream: TextIO) -> None:
    r"""Write raw values without a header; tabs and line ends in them as `\t` and `\n`."""
    for row in sheet.rows:
        values = map(_raw, sheet.item(row).values())
        stream.write("\t".join(value.translate(_TSV_ESCAPES) for value in values) + "\n")


def write_csv(sheet: Sheet[Any], stream: TextIO) -> None:
    """Write a header and values as RFC 4180 has them, with plain line ends."""
    header_due = True
    for row in sheet.rows:
        item = sheet.item(row)
        if header_due:
            stream.write(_csv_line(item))
            header_due = False
        stream.write(_csv_line(map(_raw, item.values())))


def _csv_line(values: Iterable[str]) -> str:
    """Return one line; the writer's own line end is CR LF, so that it quotes a lone CR too."""
    line = StringIO()
    csv.writer(line, lineterminator="\r\n").writerow(values)
    return line.getvalue()[:-2] + "\n"


def _raw(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool | list | tuple | dict):
        return json.dumps(value)
    return str(value)
