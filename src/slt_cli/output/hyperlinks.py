"""Links on a terminal (OSC 8): which terminals show them as links."""

from collections.abc import Mapping

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
