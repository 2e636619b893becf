"""Tables for a terminal, drawn by Rich; the only place that imports it."""

from typing import Any, TextIO

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from slt_cli.output.sheet import Cell, Sheet, Tone
from slt_cli.output.text import printable

_STYLES = {Tone.NONE: "", Tone.OK: "green", Tone.SOON: "bold yellow", Tone.LATE: "bold red"}


def write_table(sheet: Sheet[Any], stream: TextIO) -> None:
    """Draw a table, or for a record its facts line by line, and the notes below."""
    console = Console(file=stream, highlight=False, markup=False, emoji=False)
    if sheet.record:
        for row in sheet.rows:
            console.print(_record(sheet, row))
    else:
        console.print(_grid(sheet))
        for note in sheet.notes:
            console.print(Text(f"{note.label}: {printable(note.text)}"))


def _grid(sheet: Sheet[Any]) -> Table:
    table = Table(box=SIMPLE_HEAD, pad_edge=False, show_edge=False, header_style="bold")
    for column in sheet.columns:
        table.add_column(column.header, no_wrap=not column.flexible, overflow="fold")
    for row in sheet.rows:
        table.add_row(*map(_text, sheet.cells(row)))
    return table


def _record(sheet: Sheet[Any], row: object) -> Table:
    facts = Table.grid(padding=(0, 2))
    facts.add_column(style="bold", no_wrap=True)
    facts.add_column(overflow="fold")
    for column, cell in zip(sheet.columns, sheet.cells(row), strict=True):
        if cell.text:
            facts.add_row(column.header, _text(cell))
    for note in sheet.notes:
        facts.add_row(note.label, printable(note.text))
    return facts


def _text(cell: Cell) -> Text:
    return Text(printable(cell.text), style=_STYLES[cell.tone])
