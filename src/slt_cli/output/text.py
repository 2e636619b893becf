"""Text made safe to show: what a terminal would obey is written out instead."""

import unicodedata

# Cc: control characters, among them ESC, newline and NUL. Cf: invisible ones, among them those that
# turn the direction of writing. Zl, Zp: line and paragraph separators. Cs: halves of a character.
_UNSAFE = frozenset({"Cc", "Cf", "Zl", "Zp", "Cs"})


def printable(text: str) -> str:
    r"""Return a text in one line with unsafe characters written as escapes such as `\x1b`."""
    if text.isprintable():
        return text
    return "".join(
        repr(character)[1:-1] if unicodedata.category(character) in _UNSAFE else character
        for character in text
    )
