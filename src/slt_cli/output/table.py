"""Tables, records and short answers for a terminal, written by Rich."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any, TextIO

from rich.console import Console

from slt_cli.output.facts import print_lines, safe_lines
from slt_cli.output.grid import Grid, Shown
from slt_cli.output.layout import laid_out
from slt_cli.output.look import Look
from slt_cli.output.sheet import Cell, Line, Sheet, as_cell, line
from slt_cli.output.text import has_signs, shown_on

Safe = Callable[[Cell], Cell]
"""Makes a cell safe to show."""


def write_table(sheet: Sheet[Any], stream: TextIO, look: Look) -> None:
    """Write a table, a record with one line per column, or short answers, and what is below."""
    console = Console(
        file=stream,
        width=look.width,
        color_system="standard" if look.color or look.links else None,
        force_terminal=look.color or look.links,
        no_color=not look.color,
        highlight=False,
        markup=False,
        emoji=False,
    )
    shown = shown_on(stream)

    def safe(cell: Cell) -> Cell:
        link = cell.link if look.links else ""
        return Cell(shown(cell.text), cell.tone, link, shown(cell.tail))

    rows = list(sheet.rows)
    narrow: list[str] = []
    if sheet.lines is not None:
        _print_lines(console, [each for row in rows for each in sheet.lines(row)], safe)
    elif sheet.record:
        _print_lines(console, [each for row in rows for each in sheet.facts(row)], safe)
    else:
        ascii_only = not has_signs(stream)
        columns = _columns(sheet, rows, look, safe)
        if columns is not None:
            console.print(Grid(columns, ascii_only=ascii_only), crop=False, end="")
            narrow = list(_left_out(sheet, rows, columns))
        else:
            _print_records(console, sheet, rows, safe)
    notes = () if sheet.record else [str(note) for note in sheet.notes]
    footer = [*narrow, *notes, *(sheet.footer(rows) if sheet.footer is not None else ())]
    _print_lines(console, [line(text, indented=False) for text in footer], safe)


def _columns(sheet: Sheet[Any], rows: Sequence[Any], look: Look, safe: Safe) -> list[Shown] | None:
    if not look.has_tables:
        return None
    return laid_out(sheet, rows, look.width, safe)


def _left_out(sheet: Sheet[Any], rows: Sequence[Any], columns: Sequence[Shown]) -> Iterator[str]:
    """Yield which columns a table is too narrow for, if its sheet names them."""
    shown = {column.header for column in columns}
    names = [
        column.header
        for column in sheet.columns
        if not shown & {column.header, column.brief_header}
        and any(as_cell(column.cell(row)).text for row in rows)
    ]
    if names and sheet.names_left_out:
        named = " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))
        yield f"Too narrow for {named}: -o plain has all columns."


def _print_records(console: Console, sheet: Sheet[Any], rows: Sequence[Any], safe: Safe) -> None:
    for number, row in enumerate(rows):
        if number:
            console.print()
        _print_lines(console, sheet.facts(row), safe)
    if sheet.notes or sheet.footer:
        console.print()


def _print_lines(console: Console, lines: Sequence[Line], safe: Safe) -> None:
    print_lines(console, safe_lines(lines, safe))
