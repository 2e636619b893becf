"""What there is to show: fields for programs and columns for people, from the same rows."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any, Generic, NamedTuple, TypeVar

Row = TypeVar("Row")
Json = Mapping[str, Any]


class Tone(StrEnum):
    """How a cell looks where colour is shown; its text says the same without colour."""

    NONE = ""
    OK = "ok"
    SOON = "soon"
    LATE = "late"


class Flex(StrEnum):
    """What happens to a column's text where the terminal is too narrow for it."""

    FIXED = "fixed"
    WRAPPED = "wrapped"
    SHORTENED = "shortened"


class Cell(NamedTuple):
    """A text for people and its tone."""

    text: str
    tone: Tone = Tone.NONE


class Column(NamedTuple, Generic[Row]):
    """One column for people: its header, and how to make its cell from a row.

    On a narrow terminal, the column with the highest `gives_way` is left out first; a column with 0
    is always shown. The number may depend on the rows.
    """

    header: str
    cell: Callable[[Row], str | Cell]
    flex: Flex = Flex.FIXED
    gives_way: int | Callable[[Sequence[Row]], int] = 0


class Note(NamedTuple):
    """A sentence for people, with a label."""

    label: str
    text: str


class Sheet(NamedTuple, Generic[Row]):
    """An answer: its rows, their fields for programs (`item`) and for people (`columns`).

    `schema` is the name of the JSON schema, `key` returns what --quiet prints for a row. `notes`
    are shown below the rows, with `always_notes` also when there are none; `empty` is shown on a
    terminal when there are no rows. A `record` is a single row, shown with one line per column.
    `detail` returns the sheets that people see below a row.
    """

    schema: str
    as_of: datetime
    rows: Iterable[Row]
    item: Callable[[Row], Json]
    columns: tuple[Column[Row], ...]
    key: Callable[[Row], str]
    empty: str = ""
    notes: tuple[Note, ...] = ()
    always_notes: bool = False
    record: bool = False
    detail: "Callable[[Row], Iterable[Sheet[Any]]] | None" = None

    def cells(self, row: Row) -> list[Cell]:
        """Return a row's cells for people."""
        filled = (column.cell(row) for column in self.columns)
        return [cell if isinstance(cell, Cell) else Cell(cell) for cell in filled]

    def texts(self) -> Iterator[list[str]]:
        """Yield the text of each row's cells."""
        fills = [column.cell for column in self.columns]
        for row in self.rows:
            cells = [fill(row) for fill in fills]
            yield [cell if isinstance(cell, str) else cell.text for cell in cells]
