"""How an answer looks on the stream that it goes to."""

import os
from collections.abc import Callable, Mapping
from typing import Literal, assert_never, get_args

NARROWEST = 50
"""Columns of the narrowest terminal that has tables: below it, every row is a record."""

_WIDTH = 80
_HEIGHT = 24
_MOST_DIGITS = 6

_FIRST_VERSIONS = {
    "iTerm.app": (3, 1),
    "WezTerm": (20200620,),
    "vscode": (1, 72),
    "ghostty": (),
    "Hyper": (),
    "rio": (),
    "mintty": (3, 1),
    "tmux": (3, 4),
}
"""The terminals that name themselves in TERM_PROGRAM, each with the first version with links."""

_TERMS = ("alacritty", "contour", "foot", "xterm-ghostty", "xterm-kitty")
_FIRST_VTE = 5000
_FIRST_KONSOLE = 201200
_VARIABLES = ("DOMTERM", "KITTY_WINDOW_ID", "WT_SESSION")
"""Variables that only terminals with links set."""

_MULTIPLEXERS = ("screen", "tmux")
_WITHOUT = ("", "dumb", "linux", "unknown")
_LONGEST_VERSION = 12


Color = Literal["auto", "always", "never"]
"""When to show colour, as --color says."""

COLORS: tuple[Color, ...] = get_args(Color)


class Look:
    """How tables look: their colour and width, and whether rows are shown as records.

    With `links` ids are links to the provider's portal. `on_terminal` tells whether a terminal
    shows the answer, in any format.
    """

    def __init__(
        self,
        *,
        color: bool = False,
        width: int = _WIDTH,
        records: bool = False,
        links: bool = False,
        on_terminal: bool = False,
    ) -> None:
        self.color, self.width, self.records = color, width, records
        self.links, self.on_terminal = links, on_terminal

    @property
    def has_tables(self) -> bool:
        """Return whether rows are shown as a table, and not as records."""
        return not self.records and self.width >= NARROWEST


def shows_color(when: Color, environment: Mapping[str, str], *, on_terminal: bool) -> bool:
    """Return whether to colour a table, from --color, the environment or the terminal."""
    match when:
        case "always":
            return True
        case "never":
            return False
        case "auto":
            if environment.get("NO_COLOR"):
                return False
            if environment.get("FORCE_COLOR"):
                return True
            return on_terminal and environment.get("TERM") not in ("dumb", "unknown")
        case unknown:
            assert_never(unknown)


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


def shows_links(environment: Mapping[str, str], *, on_terminal: bool) -> bool:
    """Return whether to write links: on a terminal that is known to show them.

    FORCE_HYPERLINK decides where it is set: 0 is never, anything else always. A screen reader gets
    none, and neither do logs of automatic builds, which set CI. Within tmux and screen the
    variables of the terminal around them say nothing.
    """
    forced = environment.get("FORCE_HYPERLINK")
    if forced:
        return forced != "0"
    term = environment.get("TERM", "")
    if not on_terminal or environment.get("CI") or environment.get("ACCESSIBLE"):
        return False
    program = environment.get("TERM_PROGRAM", "")
    if environment.get("TMUX") or environment.get("STY") or term.startswith(_MULTIPLEXERS):
        return program == "tmux" and _is_new_enough(program, environment)
    if term in _WITHOUT and not environment.get("WT_SESSION"):
        return False
    return (
        term.startswith(_TERMS)
        or any(environment.get(variable) for variable in _VARIABLES)
        or _number(environment.get("VTE_VERSION", "")) >= _FIRST_VTE
        or _number(environment.get("KONSOLE_VERSION", "")) >= _FIRST_KONSOLE
        or (program in _FIRST_VERSIONS and _is_new_enough(program, environment))
    )


def _is_new_enough(program: str, environment: Mapping[str, str]) -> bool:
    version = environment.get("TERM_PROGRAM_VERSION", "").split("-")[0]
    return tuple(map(_number, version.split("."))) >= _FIRST_VERSIONS[program]


def _number(text: str) -> int:
    """Return the number that a text begins with; 0 if it begins with none."""
    digits = ""
    for character in text[:_LONGEST_VERSION]:
        if character not in "0123456789":
            break
        digits += character
    return int(digits or 0)
