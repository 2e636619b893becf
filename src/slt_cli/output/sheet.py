"""What there is to show: facts for programs, columns for people, from the same rows."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any, Generic, NamedTuple, TypeVar

Row = TypeVar("Row")
Json = Mapping[str, Any]


class Format(StrEnum):
    """The output formats."""

    TABLE = "table"
    PLAIN = "plain"
    TSV = "tsv"
    CSV = "csv"
    JSON = "json"
    JSONL = "jsonl"


class Color(StrEnum):
    """When to show colour."""

    AUTO = "auto"
    ALWAYS = "always"
    NEVER = "never"


class Tone(StrEnum):
    """How a cell looks where colour is shown; the word in it says the same without."""

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
    """Hold a text for people and its tone."""

    text: str
    tone: Tone = Tone.NONE


class Column(NamedTuple, Generic[Row]):
    """Hold one column for people: its header, and how a row fills it.

    Where a terminal is too narrow, the column that `gives_way` most goes first; 0 always stays. It
    may depend on the rows.
    """

    header: str
    cell: Callable[[Row], str | Cell]
    flex: Flex = Flex.FIXED
    gives_way: int | Callable[[Sequence[Row]], int] = 0


class Note(NamedTuple):
    """Hold a sentence for people, and what it is about."""

    label: str
    text: str


class Sheet(NamedTuple, Generic[Row]):
    """Hold an answer: its rows, what programs get of each (`item`), what people see (`columns`).

    `schema` names the JSON contract, `key` gives what --quiet prints of a row. `notes` are shown
    below the rows; `empty` is what a terminal reads when there are none. A `record` is one row,
    shown as a line for each column. `detail` gives the sheets that people see below a row.
    """

    schema: str
    as_of: datetime
    rows: Iterable[Row]
    item: Callable[[Row], Json]
    columns: tuple[Column[Row], ...]
    key: Callable[[Row], str]
    empty: str = ""
    notes: tuple[Note, ...] = ()
    record: bool = False
    detail: "Callable[[Row], Iterable[Sheet[Any]]] | None" = None

    def cells(self, row: Row) -> list[Cell]:
        """Return a row's cells for people."""
        filled = (column.cell(row) for column in self.columns)
        return [cell if isinstance(cell, Cell) else Cell(cell) for cell in filled]

    def texts(self) -> Iterator[list[str]]:
        """Yield the cells of each row as text alone."""
        fills = [column.cell for column in self.columns]
        for row in self.rows:
            cells = [fill(row) for fill in fills]
            yield [cell if isinstance(cell, str) else cell.text for cell in cells]
