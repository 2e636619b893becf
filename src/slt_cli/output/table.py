"""Tables for a terminal, drawn by Rich; the only place that imports it."""

from collections.abc import Callable
from typing import Any, TextIO

from rich.box import SIMPLE_HEAD
from rich.cells import cell_len
from rich.console import Console, OverflowMethod
from rich.table import Table
from rich.text import Text

from slt_cli.output.sheet import Cell, Column, Flex, Sheet, Tone
from slt_cli.output.text import shown_on

_STYLES = {Tone.NONE: "", Tone.OK: "green", Tone.SOON: "bold yellow", Tone.LATE: "bold red"}
_GAP = 2
_LEAST = {Flex.WRAPPED: 16, Flex.SHORTENED: 8}

Columns = tuple[Column[Any], ...]
Shown = Callable[[str], str]


def write_table(sheet: Sheet[Any], stream: TextIO, *, color: bool) -> None:
    """Draw a table, or for a record its facts line by line, and the notes below.

    Where a terminal is too narrow for the columns that always stay, every row is a record.
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
    rows = [[_text(cell, shown) for cell in sheet.cells(row)] for row in given]
    going = [column.gives_way for column in sheet.columns]
    gives_way = [number if isinstance(number, int) else number(given) for number in going]
    widths = None if sheet.record else _widths(sheet.columns, gives_way, rows, console.width)
    if widths is None:
        console.print(_records(sheet, rows, shown))
    else:
        console.print(_grid(sheet.columns, rows, widths))
    if not sheet.record:
        for note in sheet.notes:
            console.print(Text(f"{note.label}: {shown(note.text)}"))


def _grid(columns: Columns, rows: list[list[Text]], widths: dict[int, int]) -> Table:
    table = Table(
        box=SIMPLE_HEAD, pad_edge=False, show_edge=False, header_style="bold", padding=(0, 1, 0, 0)
    )
    for place, width in widths.items():
        column = columns[place]
        overflow: OverflowMethod = "ellipsis" if column.flex is Flex.SHORTENED else "fold"
        no_wrap = column.flex is not Flex.WRAPPED
        table.add_column(column.header, no_wrap=no_wrap, overflow=overflow, width=width)
    for texts in rows:
        table.add_row(*(texts[place] for place in widths))
    return table


def _widths(
    columns: Columns, gives_way: list[int], rows: list[list[Text]], width: int
) -> dict[int, int] | None:
    """Return the columns to show, by place, with their widths; None where nothing fits.

    Columns that give way go first; what is spare then goes to the flexible ones, the last first.
    """
    natural = [
        max([cell_len(column.header), *(texts[place].cell_len for texts in rows)])
        for place, column in enumerate(columns)
    ]
    empty = {place for place in range(len(columns)) if not any(texts[place] for texts in rows)}
    shown = {
        place: min(natural[place], _LEAST.get(column.flex, natural[place]))
        for place, column in enumerate(columns)
        if column.flex is Flex.FIXED or place not in empty
    }
    while (spare := width - sum(shown.values()) - _GAP * (len(shown) - 1)) < 0:
        first_to_go = max(shown, key=gives_way.__getitem__)
        if not gives_way[first_to_go]:
            return None
        del shown[first_to_go]
    for place in reversed(shown):
        extra = min(spare, natural[place] - shown[place])
        shown[place] += extra
        spare -= extra
    return shown


def _records(sheet: Sheet[Any], rows: list[list[Text]], shown: Shown) -> Table:
    facts = Table.grid(padding=(0, _GAP))
    facts.add_column(style="bold", no_wrap=True)
    facts.add_column(overflow="fold")
    for place, texts in enumerate(rows):
        if place:
            facts.add_row()
        for column, text in zip(sheet.columns, texts, strict=True):
            if text:
                facts.add_row(column.header, text)
    if sheet.record:
        for note in sheet.notes:
            facts.add_row(note.label, Text(shown(note.text)))
    return facts


def _text(cell: Cell, shown: Shown) -> Text:
    return Text(shown(cell.text), style=_STYLES[cell.tone])
