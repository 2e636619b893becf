"""A sheet for the tests of the formats: facts of every kind, columns of every kind."""

import io
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from slt_cli.output import (
    Cell,
    Column,
    Format,
    Look,
    Sheet,
    write,
)
from slt_cli.output.csv_style import CsvStyle

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
ROWS = [
    {"id": "CASE-1", "subject": "Phones are down", "level": 0, "late": True, "tags": ["a", "b"]},
    {"id": "CASE-23", "subject": None, "level": 12, "late": False, "tags": []},
]
COLUMNS = (
    Column("Id", lambda row: row["id"]),
    Column("State", lambda row: Cell("late", "late") if row["late"] else "pending"),
    Column("Level", lambda row: str(row["level"] or ""), gives_way=1),
    Column("Subject", lambda row: row["subject"] or "", "wrapped"),
)


def sheet(rows: Iterable[Mapping[str, Any]] = ROWS, **parts: Any) -> Sheet[Mapping[str, Any]]:
    """Return a sheet of these rows; other parts replace the usual ones."""
    usual = {
        "schema": "slt.sample/1",
        "as_of": NOON,
        "item": lambda row: row,
        "columns": COLUMNS,
        "key": lambda row: row["id"],
        "empty": "Nothing matches.",
    }
    return Sheet(rows=rows, **{**usual, **parts})


def written(
    given: Sheet[Any],
    form: Format,
    *,
    quiet: bool = False,
    csv: CsvStyle | None = None,
    **look: Any,
) -> str:
    """Return what a format writes of a sheet, on a terminal of this look."""
    stream = io.StringIO()
    write(given, form, quiet=quiet, stream=stream, look=Look(**look), csv=csv)
    return stream.getvalue()
