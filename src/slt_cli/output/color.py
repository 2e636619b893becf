"""Colour: when to show it."""

from collections.abc import Mapping
from enum import StrEnum
from typing import assert_never


class Color(StrEnum):
    """When to show colour, as --color says."""

    AUTO = "auto"
    ALWAYS = "always"
    NEVER = "never"


def shows_color(when: Color, environment: Mapping[str, str], *, on_terminal: bool) -> bool:
    """Return whether to colour a table, from --color, the environment or the terminal."""
    match when:
        case Color.ALWAYS:
            return True
        case Color.NEVER:
            return False
        case Color.AUTO:
            if environment.get("NO_COLOR"):
                return False
            if environment.get("FORCE_COLOR"):
                return True
            return on_terminal and environment.get("TERM") not in ("dumb", "unknown")
        case unknown:
            assert_never(unknown)
