"""Which columns of a table are shown at a width, and how wide each of them is."""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from rich.cells import cell_len

from slt_cli.output.grid import GAP, Shown, kept_end
from slt_cli.output.sheet import Cell, Column, Sheet, as_cell

_LEAST_WRAPPED = 16
_LEAST_TEXT = 3  # with the sign of a cut, which takes two columns in ASCII
_EMPTY = "-"

Shape = Callable[[Cell], Cell]
"""Makes a cell safe to show."""


class _Candidate(NamedTuple):
    """A column that may be shown: its cells, the widths it may have, and its shorter form."""

    column: Column[Any]
    cells: Sequence[Cell]
    natural: int
    least: int


def laid_out(sheet: Sheet[Any], rows: Sequence[Any], width: int, safe: Shape) -> list[Shown] | None:
    """Return the columns to show, each with its width; None if those that always stay do not fit.

    Where they are too wide, columns are left out by their number, the highest first, or have the
    shorter form of their cells. Spare width then goes to the columns that are narrower than their
    text, the last first.
    """
    found = [
        _candidate(column, rows, safe) for column in sheet.columns if column.from_width <= width
    ]
    found = [each for each in found if not _goes_anyway(each, rows)]
    while (spare := width - _across([each.least for each in found])) < 0:
        briefest = max(found, key=_next_to_go, default=None)
        if briefest is None or not _next_to_go(briefest):
            return None
        place = found.index(briefest)
        column = briefest.column
        found.pop(place)
        if column.brief is not None and column.brief_gives_way > column.gives_way:
            header = column.brief_header or column.header
            brief = column.with_changes(header=header, cell=column.brief, brief=None)
            found.insert(place, _candidate(brief, rows, safe))
    return _widened(found, spare)


def filled(cell: Cell) -> Cell:
    """Return a cell, or for an empty one a sign that it is empty."""
    return cell if cell.text else cell._replace(text=_EMPTY)


def _candidate(column: Column[Any], rows: Sequence[Any], safe: Shape) -> _Candidate:
    column = column.with_changes(header=safe(Cell(column.header)).text)
    cells = [filled(safe(as_cell(column.cell(row)))) for row in rows]
    natural = max([cell_len(column.header), *(cell_len(cell.text) for cell in cells)])
    least = {
        "fixed": natural,
        "wrapped": max(_LEAST_WRAPPED, column.least),
        "shortened": max([column.least, *(_LEAST_TEXT + cell_len(kept_end(c)) for c in cells)]),
    }
    return _Candidate(column, cells, natural, min(natural, least[column.flex]))


def _goes_anyway(candidate: _Candidate, rows: Sequence[Any]) -> bool:
    """Return whether a column says nothing about these rows."""
    column = candidate.column
    if column.needless is not None and column.needless(rows):
        return True
    may_go = column.gives_way or column.flex != "fixed"
    return bool(may_go) and all(cell.text == _EMPTY for cell in candidate.cells)


def _next_to_go(candidate: _Candidate) -> int:
    column = candidate.column
    return max(column.gives_way, column.brief_gives_way if column.brief else 0)


def _across(widths: Sequence[int]) -> int:
    return sum(widths) + GAP * (len(widths) - 1)


def _widened(found: Sequence[_Candidate], spare: int) -> list[Shown]:
    widths = [each.least for each in found]
    for index in reversed(range(len(found))):
        if found[index].column.flex != "wrapped":
            extra = min(spare, found[index].natural - widths[index])
            widths[index] += extra
            spare -= extra
    wrapped = [index for index, each in enumerate(found) if each.natural > widths[index]]
    while spare > 0 and wrapped:
        narrowest = min(wrapped, key=lambda index: widths[index])
        widths[narrowest] += 1
        spare -= 1
        wrapped = [index for index in wrapped if found[index].natural > widths[index]]
    return [
        Shown(each.column.header, each.cells, width, each.column.flex, each.column.right)
        for each, width in zip(found, widths, strict=True)
    ]
