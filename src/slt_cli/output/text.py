"""Text made safe to show: what a terminal would interpret is written as an escape."""

import unicodedata
from collections.abc import Callable
from typing import TextIO

# Cc: control characters, such as ESC, newline and NUL. Cf: invisible ones, such as those that set
# the direction of writing. Zl, Zp: line and paragraph separators. Cs: surrogates.
_UNSAFE = frozenset({"Cc", "Cf", "Zl", "Zp", "Cs"})
_WIDTHLESS = frozenset({"Mn", "Me"})  # combining marks
_PLAIN_SIGNS = frozenset("_-.+")
_BETWEEN_FACTS = (" \N{MIDDLE DOT} ", ", ")
_IN_ASCII = {"\N{MIDDLE DOT}": ",", "\N{HORIZONTAL ELLIPSIS}": ".."}
_SIGNS = "\N{BOX DRAWINGS LIGHT HORIZONTAL}\N{HORIZONTAL ELLIPSIS}"


def printable(text: str) -> str:
    r"""Return a text on one line, with unsafe characters as escapes such as `\x1b`."""
    if text.isprintable():
        return text
    return "".join(
        repr(character)[1:-1] if unicodedata.category(character) in _UNSAFE else character
        for character in text
    )


def is_plain_word(text: str) -> bool:
    """Return whether any shell takes a text as one word without quotes, and not as an option."""
    return (
        text.isprintable()
        and not text.startswith("-")
        and all(
            not character.isascii() or character.isalnum() or character in _PLAIN_SIGNS
            for character in text
        )
    )


def shown_on(stream: TextIO) -> Callable[[str], str]:
    """Return a function that makes a text printable in the encoding of a stream."""

    def shown(text: str) -> str:
        if text.isascii() and text.isprintable():
            return text
        safe = printable(text)
        if safe.isascii():
            return safe
        if _encodes(stream, safe):
            return safe
        return "".join(map(_spelled, safe.replace(*_BETWEEN_FACTS)))

    return shown


def has_signs(stream: TextIO) -> bool:
    """Return whether a stream can show the rule of a table and the sign for a cut text."""
    return _encodes(stream, _SIGNS)


def width(text: str) -> int:
    """Return a text's width in terminal columns: wide characters count 2, combining ones 0."""
    if text.isascii():
        return len(text)
    shown = [character for character in text if unicodedata.category(character) not in _WIDTHLESS]
    return len(shown) + sum(unicodedata.east_asian_width(character) in "WF" for character in shown)


def spell_out(error: UnicodeError) -> tuple[str, int]:
    """Replace characters that a stream's encoding lacks: an error handler for codecs."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return "".join(map(_spelled, error.object[error.start : error.end])), error.end


def _encodes(stream: TextIO, text: str) -> bool:
    try:
        text.encode(stream.encoding or "utf-8")
    except UnicodeEncodeError:
        return False
    return True


def _spelled(character: str) -> str:
    return _IN_ASCII.get(character) or character.encode("ascii", "backslashreplace").decode()
