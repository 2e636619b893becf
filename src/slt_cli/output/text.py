"""Text made safe to show: what a terminal would interpret is written as an escape."""

import re
from collections.abc import Callable
from functools import cache
from itertools import chain
from types import ModuleType
from typing import TextIO

# Cc: control characters, such as ESC, newline and NUL. Cf: invisible ones, such as those that set
# the direction of writing. Zl, Zp: line and paragraph separators. Cs: surrogates.
_UNSAFE = frozenset({"Cc", "Cf", "Zl", "Zp", "Cs"})
_JOINERS = "\N{ZERO WIDTH NON-JOINER}\N{ZERO WIDTH JOINER}"
_JOINED = frozenset({"Lo", "Lm", "Mn", "Mc", "Me", "So", "Sk"})
"""What a joiner shapes: letters without case, marks and emoji. After any other it only hides."""
_VISIBLE_FORMATS = frozenset(
    "\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd"
)
"""Signs that stand before or around a number: the only characters of Cf that are seen."""
_FLAG = "(\U0001f3f4[\U000e0030-\U000e0039\U000e0061-\U000e007a]{3,6}\U000e007f)"
"""A black flag and the region whose flag it is, in tags: any other tags only hide."""

_FIRST_TAG, _LAST_TAG = "\U000e0020", "\U000e007f"
_UNSEEN = frozenset({"Cc", "Cf", "Cn", "Mn", "Me", "Zs", "Zl", "Zp"})
_BLANK_SIGNS = frozenset("\u115f\u1160\u2800\u3164\uffa0")
"""Fillers of Hangul and the empty pattern of Braille: letters and a symbol that show nothing."""

_WIDTHLESS = frozenset({"Mn", "Me"})  # combining marks
_PLAIN_SIGNS = frozenset("_-.+")
_BETWEEN_FACTS = (" \N{MIDDLE DOT} ", ", ")
_IN_ASCII = {"\N{MIDDLE DOT}": ",", "\N{HORIZONTAL ELLIPSIS}": "..", "\N{FULL BLOCK}": "#"}
_SIGNS = "\N{BOX DRAWINGS LIGHT HORIZONTAL}\N{HORIZONTAL ELLIPSIS}"


def printable(text: str) -> str:
    r"""Return a text on one line, with unsafe characters as escapes such as `\x1b`.

    Characters that join or shape others stay as they are: Persian and emoji need them.
    """
    if text.isprintable():
        return text
    return _replaced(
        text,
        lambda character: _unicode().category(character) in _UNSAFE,
        lambda character: repr(character)[1:-1],
    )


def _replaced(text: str, hides: Callable[[str], bool], instead: Callable[[str], str]) -> str:
    """Return a text with what hides replaced, but for what shapes others and for flags."""
    parts = re.split(_FLAG, text)  # every second one is a flag
    return "".join(
        part
        if index % 2
        else "".join(
            instead(character)
            if hides(character) and not _shapes(character, previous)
            else character
            for previous, character in zip(chain(" ", part), part, strict=False)
        )
        for index, part in enumerate(parts)
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


def _shapes(character: str, previous: str) -> bool:
    if character in _JOINERS:
        return _unicode().category(previous) in _JOINED
    return character in _VISIBLE_FORMATS


def is_visible(text: str) -> bool:
    """Return whether a text is one line of characters that are seen, and of plain spaces."""
    return blanked(text) == text


def blanked(text: str) -> str:
    """Return a text with a space in place of each character that is not seen."""
    if text.isprintable():
        return text
    return _replaced(text, lambda character: not character.isprintable(), lambda _: " ")


def is_blank(text: str) -> bool:
    """Return whether nothing of a text is seen: no character, or only blanks and invisible ones."""
    if text.isascii():
        return not any(character.isprintable() and character != " " for character in text)
    return not any(
        character in _VISIBLE_FORMATS
        or (_unicode().category(character) not in _UNSEEN and character not in _BLANK_SIGNS)
        for character in text
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
    """Return a text's width in terminal columns: wide characters count 2, combining ones 0.

    Joiners and tags count 0, and so does an emoji that is joined to another.
    """
    if text.isascii():
        return len(text)
    total, joined, unicode = 0, False, _unicode()
    for character in text:
        is_wide = unicode.east_asian_width(character) in "WF"
        is_shaping = character in _JOINERS or _FIRST_TAG <= character <= _LAST_TAG
        if not is_shaping and unicode.category(character) not in _WIDTHLESS:
            total += (2 if is_wide else 1) if not (joined and is_wide) else 0
        joined = character == _JOINERS[-1]
    return total


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


@cache
def _unicode() -> ModuleType:
    """Return what Unicode says of characters: most texts are ASCII, and need nothing of it."""
    import unicodedata  # noqa: PLC0415 - a library to load

    return unicodedata
