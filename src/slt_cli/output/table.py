"""Tables and records for a terminal, written by Rich."""

from collections.abc import Callable, Sequence
from typing import Any, TextIO

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from slt_cli.output.grid import GAP, STYLES, Columns, Grid
from slt_cli.output.sheet import Cell, Flex, Sheet
from slt_cli.output.text import shown_on

_LEAST = {Flex.WRAPPED: 16, Flex.SHORTENED: 8}

Rows = Sequence[Sequence[Cell]]


def write_table(sheet: Sheet[Any], stream: TextIO, *, color: bool) -> None:
    """Write a table, or a record with one line per column, and the notes below.

    On a terminal that is too narrow for the columns that always stay, every row is a record.
    """
    console = Console(
        file=stream,
        color_system="standard" if color else None,
        force_terminal=color,
        no_color=not color,
        highlight=False,
        markup=False,
        emoji=False,
    )
    shown = shown_on(stream)
    given = list(sheet.rows)
    rows = [[Cell(shown(cell.text), cell.tone) for cell in sheet.cells(row)] for row in given]
    numbers = [column.gives_way for column in sheet.columns]
    gives_way = [number if isinstance(number, int) else number(given) for number in numbers]
    widths = None if sheet.record else _widths(sheet.columns, gives_way, rows, console.width)
    if widths is None:
        _print_records(console, sheet, rows, shown)
    else:
        console.print(Grid(sheet.columns, widths, rows), crop=False, end="")
    if not sheet.record:
        for note in sheet.notes:
            console.print(f"{note.label}: {shown(note.text)}")


def _widths(
    columns: Columns, gives_way: Sequence[int], rows: Rows, width: int
) -> dict[int, int] | None:
    """Return the indexes of the columns to show, with their widths; None if they do not fit.

    Columns are left out by `gives_way`, the highest first. Spare width then goes to the columns
    that are narrower than their text, the last one first.
    """
    natural = [
        max([cell_len(column.header), *(cell_len(cells[index].text) for cells in rows)])
        for index, column in enumerate(columns)
    ]
    empty = {index for index in range(len(columns)) if not any(cells[index].text for cells in rows)}
    shown = {
        index: min(natural[index], _LEAST.get(column.flex, natural[index]))
        for index, column in enumerate(columns)
        if column.flex is Flex.FIXED or index not in empty
    }
    while (spare := width - sum(shown.values()) - GAP * (len(shown) - 1)) < 0:
        first_to_go = max(shown, key=gives_way.__getitem__)
        if not gives_way[first_to_go]:
            return None
        del shown[first_to_go]
    for index in reversed(shown):
        extra = min(spare, natural[index] - shown[index])
        shown[index] += extra
        spare -= extra
    return shown


def _print_records(
    console: Console, sheet: Sheet[Any], rows: Rows, shown: Callable[[str], str]
) -> None:
    from rich.table import Table  # noqa: PLC0415 - a list needs none of it

    facts = Table.grid(padding=(0, GAP))
    facts.add_column(style="bold", no_wrap=True)
    facts.add_column(overflow="fold")
    for index, cells in enumerate(rows):
        if index:
            facts.add_row()
        for column, cell in zip(sheet.columns, cells, strict=True):
            if cell.text:
                facts.add_row(column.header, Text(cell.text, style=STYLES[cell.tone]))
    if sheet.record:
        for note in sheet.notes:
            facts.add_row(note.label, Text(shown(note.text)))
    console.print(facts)
