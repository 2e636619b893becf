"""The JSON contract: one envelope with a schema name, or one item a line."""

import json
from typing import Any, TextIO

from slt_cli.domain.instant import format_utc
from slt_cli.output.sheet import Sheet


def write_json(sheet: Sheet[Any], stream: TextIO) -> None:
    """Write schema, instant, items and notes as one object; items one by one, however many."""
    head = {"schema": sheet.schema, "as_of": format_utc(sheet.as_of)}
    stream.write(json.dumps(head)[:-1] + ', "items": [')
    separator = "\n"
    for row in sheet.rows:
        stream.write(separator + "  " + json.dumps(sheet.item(row)))
        separator = ",\n"
    stream.write("]" if separator == "\n" else "\n]")
    if sheet.notes:
        stream.write(f', "notes": {json.dumps([note._asdict() for note in sheet.notes])}')
    stream.write("}\n")


def write_jsonl(sheet: Sheet[Any], stream: TextIO) -> None:
    """Write one item a line."""
    stream.writelines(json.dumps(sheet.item(row)) + "\n" for row in sheet.rows)
