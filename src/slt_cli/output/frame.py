"""One picture of a screen that is redrawn, before it is drawn."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from slt_cli.output.sheet import Cell, Sheet


class Frame(NamedTuple):
    """What a screen shows: a title with counts at its right, facts, and the rows of a sheet.

    `warning` stands above the rows, and `empty` in their place where there are none.
    """

    title: str
    counts: Sequence[Cell]
    facts: Sequence[str]
    sheet: Sheet[Any]
    rows: Sequence[Any]
    warning: str = ""
    empty: str = ""
