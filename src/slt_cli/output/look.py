"""How an answer looks on the stream that it goes to."""

import os
from collections.abc import Callable, Mapping
from typing import NamedTuple

NARROWEST = 50
"""Columns of the narrowest terminal that has tables: below it, every row is a record."""

_WIDTH = 80
_HEIGHT = 24
_MOST_DIGITS = 6


class Look(NamedTuple):
    """How tables look: their colour and width, and whether rows are shown as records.

    With `links` ids are links to the provider's portal. `on_terminal` tells whether a terminal
    shows the answer, in any format.
    """

    color: bool = False
    width: int = _WIDTH
    records: bool = False
    links: bool = False
    on_terminal: bool = False

    @property
    def has_tables(self) -> bool:
        """Return whether rows are shown as a table, and not as records."""
        return not self.records and self.width >= NARROWEST


def wants_records(environment: Mapping[str, str], *, on_terminal: bool) -> bool:
    """Return whether rows are records: for a screen reader, or a terminal that only prints."""
    if environment.get("ACCESSIBLE"):
        return True
    return on_terminal and environment.get("TERM") == "dumb"


TerminalSize = Callable[[int], os.terminal_size]
"""Returns the size of the terminal of a descriptor; raises OSError where that is not a terminal."""


def width_of(environment: Mapping[str, str], size: TerminalSize = os.get_terminal_size) -> int:
    """Return the width of the terminal in columns: as COLUMNS says, else the terminal, else 80.

    A width of 0, or one that is not a number, says nothing.
    """
    return _given(environment, "COLUMNS") or _first(size).columns or _WIDTH


def height_of(size: TerminalSize = os.get_terminal_size) -> int:
    """Return the height of the terminal in lines, 24 where it is not known."""
    return _first(size).lines or _HEIGHT


def _given(environment: Mapping[str, str], name: str) -> int:
    given = environment.get(name, "")
    is_number = given.isascii() and given.isdigit() and len(given) < _MOST_DIGITS
    return int(given) if is_number else 0


def _first(size: TerminalSize) -> os.terminal_size:
    """Return the size of the first standard stream that is a terminal and knows its size."""
    for descriptor in (1, 2, 0):
        try:
            found = size(descriptor)
        except OSError:
            continue
        if found.columns:
            return found
    return os.terminal_size((0, 0))
