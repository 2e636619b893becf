"""What there is to show: fields for programs and columns for people, from the same rows."""

from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from copy import copy
from datetime import datetime
from typing import Any, Generic, Literal, NamedTuple, Self, TypeVar

Row = TypeVar("Row")
Json = Mapping[str, Any]


Tone = Literal["", "ok", "soon", "late"]
"""How a cell looks where colour is shown; its text says the same without colour."""


Flex = Literal["fixed", "wrapped", "shortened"]
"""What happens to a column's text where the terminal is too narrow for it."""


class Cell(NamedTuple):
    """A text for people, its tone, and the address that a terminal opens for it.

    `tail` is the end of the text if that stays where the text is cut.
    """

    text: str
    tone: Tone = ""
    link: str = ""
    tail: str = ""


class _Changeable:
    def with_changes(self, **changes: object) -> Self:
        """Return the same with other values of some attributes; raises TypeError for no such."""
        if unknown := changes.keys() - vars(self).keys():
            raise TypeError(f"it has no {', '.join(unknown)}")
        changed = copy(self)
        vars(changed).update(changes)
        return changed


class Column(_Changeable, Generic[Row]):
    """One column for people: its header, and how to make its cell from a row.

    On a narrow terminal, columns are left out by their number: the one with the highest `gives_way`
    first; a column with 0 is always shown. A column with a number also goes where it is empty in
    every row, or where the rows do not need it (`needless`). Below `from_width` columns of the
    terminal it is not shown. `brief` makes a shorter cell, which counts before `brief_gives_way` of
    the columns have gone, with `brief_header` as its header if there is one. A `SHORTENED` column
    is cut to `least` columns before any other goes; a `WRAPPED` one is no narrower than `least`.
    `plain_header` is the header where width does not matter.
    """

    def __init__(
        self,
        header: str,
        cell: "Callable[[Row], str | Cell]",
        flex: Flex = "fixed",
        gives_way: int = 0,
        *,
        right: bool = False,
        least: int = 8,
        from_width: int = 0,
        plain_header: str = "",
        brief: "Callable[[Row], str | Cell] | None" = None,
        brief_gives_way: int = 0,
        brief_header: str = "",
        needless: "Callable[[Sequence[Row]], bool] | None" = None,
    ) -> None:
        self.header, self.cell, self.flex, self.gives_way = header, cell, flex, gives_way
        self.right, self.least, self.from_width = right, least, from_width
        self.plain_header, self.needless = plain_header, needless
        self.brief, self.brief_gives_way, self.brief_header = brief, brief_gives_way, brief_header


class Words(list[str]):
    """Several words as a value: a list in JSON, and one text joined by blanks in CSV."""


class Note(NamedTuple):
    """A sentence for people, with a label; with an empty one it stands alone."""

    label: str
    text: str

    def __str__(self) -> str:
        """Return the sentence after its label."""
        return f"{self.label}: {self.text}" if self.label else self.text


class Line(NamedTuple):
    """A line of a short answer or a record: parts that are joined, after a label if it has one.

    `aside` follows on the same line, or on one of its own where the terminal is too narrow; `tail`
    follows both, or the parts alone where the aside has moved. A `hint` is for who sits at a
    terminal: it is in no pipe.
    """

    parts: tuple[Cell, ...]
    label: str = ""
    aside: str = ""
    tail: str = ""
    indented: bool = True
    hint: bool = False

    @property
    def text(self) -> str:
        """Return all that it says after its label."""
        aside = f" {self.aside}" if self.aside else ""
        return "".join(part.text for part in self.parts) + aside + self.tail


INDENT = "  "
_LEAST_LABEL = 8


def line(text: str, label: str = "", *, indented: bool = True, hint: bool = False) -> Line:
    """Return a line with one text."""
    return Line((Cell(text),), label, indented=indented, hint=hint)


def notes_of(lines: Iterable[Line], name: str) -> Iterator[Note]:
    """Yield what lines say, without hints, as notes; one without a label has a name instead."""
    for each in lines:
        if not each.hint:
            yield Note(each.label.strip() or name, each.text)


def label_width(lines: Iterable[Line]) -> int:
    """Return the width of the labels of lines, with the gap after them."""
    return max([_LEAST_LABEL, *(len(line.label) for line in lines)]) + 2


class Sheet(_Changeable, Generic[Row]):
    """An answer: its rows, their fields for programs (`item`) and for people (`columns`).

    `schema` is the name of the JSON schema, `key` returns what --quiet prints for a row. `notes`
    are shown below the rows, with `always_notes` also when there are none; `footer` returns what a
    terminal shows below them: a summary of the rows, and hints. `empty` is shown on a terminal when
    there are no rows. A `record` is a single row, shown with one line per column. `lines` returns
    the short answer that people read about a row in place of its columns, `answer_notes` what JSON
    has of it as notes, after the others. `detail` returns the sheets that people see below a row.
    `names_left_out` tells a table to name the columns that it is too narrow for.
    """

    def __init__(
        self,
        schema: str,
        as_of: datetime,
        rows: "Iterable[Row]",
        item: "Callable[[Row], Json]",
        columns: "tuple[Column[Row], ...]",
        key: "Callable[[Row], str]",
        *,
        empty: "str | Callable[[], str]" = "",
        notes: tuple[Note, ...] = (),
        always_notes: bool = False,
        footer: "Callable[[Sequence[Row]], Iterable[str]] | None" = None,
        record: bool = False,
        lines: "Callable[[Row], Iterable[Line]] | None" = None,
        answer_notes: "Callable[[Row], Iterable[Note]] | None" = None,
        detail: "Callable[[Row], Iterable[Sheet[Any]]] | None" = None,
        names_left_out: bool = False,
    ) -> None:
        self.schema, self.as_of, self.rows, self.item = schema, as_of, rows, item
        self.columns, self.key, self.empty = columns, key, empty
        self.notes, self.always_notes, self.footer = notes, always_notes, footer
        self.record, self.lines, self.answer_notes = record, lines, answer_notes
        self.detail, self.names_left_out = detail, names_left_out

    def cells(self, row: Row) -> list[Cell]:
        """Return a row's cells for people."""
        return [as_cell(column.cell(row)) for column in self.columns]

    def facts(self, row: Row) -> list[Line]:
        """Return a row as a record: a line for each fact that it has, and for each note."""
        cells = zip(self.columns, self.cells(row), strict=True)
        facts = [
            Line((cell,), column.header, indented=False)
            for column, cell in cells
            if cell.text.strip()
        ]
        notes = self.notes if self.record else ()
        return facts + [line(note.text, note.label, indented=False) for note in notes]

    def with_answer_notes(self, *, without: Container[str] = ()) -> "Sheet[Row]":
        """Return the sheet with its short answers in JSON too, but for lines with some labels."""

        def notes(row: Row) -> Iterator[Note]:
            lines = self.lines(row) if self.lines is not None else ()
            kept = (each for each in lines if each.label not in without)
            return notes_of(kept, self.key(row))

        return self.with_changes(answer_notes=notes)

    def texts(self) -> Iterator[list[str]]:
        """Yield the text of each row's cells."""
        fills = [column.cell for column in self.columns]
        for row in self.rows:
            cells = [fill(row) for fill in fills]
            yield [cell if isinstance(cell, str) else cell.text for cell in cells]


def said(lines: Iterable[Line | str], as_of: datetime) -> Sheet[Line]:
    """Return a sheet of lines for people, above or below an answer."""
    return Sheet(
        schema="",
        as_of=as_of,
        rows=[each if isinstance(each, Line) else line(each, indented=False) for each in lines],
        item=lambda _: {},
        columns=(),
        key=lambda _: "",
        lines=lambda each: (each,),
    )


def as_cell(cell: str | Cell) -> Cell:
    """Return a text as a cell without a tone."""
    return cell if isinstance(cell, Cell) else Cell(cell)
