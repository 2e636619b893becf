"""JSON: one envelope with a schema name, or one item per line."""

import json
from typing import Any, TextIO

from slt_cli.domain.calendar.instant import format_utc
from slt_cli.output.sheet import Sheet


def write_json(sheet: Sheet[Any], stream: TextIO) -> None:
    """Write schema, instant, items and notes as one object, with a single write."""
    if sheet.answer_notes is not None:
        rows = list(sheet.rows)
        told = (note for row in rows for note in sheet.answer_notes(row))
        sheet = sheet.with_changes(rows=rows, notes=(*sheet.notes, *told))
    head = json.dumps({"schema": sheet.schema, "as_of": format_utc(sheet.as_of)})[:-1]
    items = ",".join("\n  " + json.dumps(sheet.item(row)) for row in sheet.rows)
    end = "\n]" if items else "]"
    notes = json.dumps([note._asdict() for note in sheet.notes])
    tail = f', "notes": {notes}}}\n' if sheet.notes else "}\n"
    stream.write(f'{head}, "items": [{items}{end}{tail}')


def write_jsonl(sheet: Sheet[Any], stream: TextIO) -> None:
    """Write one item per line."""
    stream.writelines(json.dumps(sheet.item(row)) + "\n" for row in sheet.rows)
