"""How an answer looks on the stream that it goes to."""

import os
from collections.abc import Callable, Mapping
from typing import NamedTuple

_WIDTH = 80


class Look(NamedTuple):
    """How tables look: their colour and width, and whether rows are shown as records.

    With `links` ids are links to the provider's portal.
    """

    color: bool = False
    width: int = _WIDTH
    records: bool = False
    links: bool = False


def wants_records(environment: Mapping[str, str], *, on_terminal: bool) -> bool:
    """Return whether rows are records: for a screen reader, or a terminal that only prints."""
    if environment.get("ACCESSIBLE"):
        return True
    return on_terminal and environment.get("TERM") == "dumb"


def width_of(
    environment: Mapping[str, str],
    size: Callable[[int], os.terminal_size] = os.get_terminal_size,
) -> int:
    """Return the width of the terminal in columns: as COLUMNS says, else the terminal, else 80.

    A width of 0, or one that is not a number, says nothing. `size` returns the size of the terminal
    of a descriptor; raises OSError where that is not a terminal.
    """
    given = environment.get("COLUMNS", "")
    if given.isascii() and given.isdigit() and int(given):
        return int(given)
    for descriptor in (1, 2, 0):
        try:
            width = size(descriptor).columns
        except OSError:
            continue
        if width:
            return width
    return _WIDTH
