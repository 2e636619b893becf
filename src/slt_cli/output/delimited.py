"""Facts as tab- or comma-separated values: the same fields as JSON, in the same order."""

import csv
import json
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
    writer = csv.writer(stream, lineterminator="\n")
    header_due = True
    for row in sheet.rows:
        item = sheet.item(row)
        if header_due:
            writer.writerow(item)
            header_due = False
        writer.writerow(map(_raw, item.values()))


def _raw(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool | list | tuple | dict):
        return json.dumps(value)
    return str(value)
