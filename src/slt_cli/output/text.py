"""Text made safe to show: what a terminal would obey is written out instead."""

import unicodedata

# Cc: control characters, among them ESC, newline and NUL. Cf: invisible ones, among them those that
# turn the direction of writing. Zl, Zp: line and paragraph separators. Cs: halves of a character.
_UNSAFE = frozenset({"Cc", "Cf", "Zl", "Zp", "Cs"})
_IN_ASCII = {"\N{MIDDLE DOT}": "-", "\N{HORIZONTAL ELLIPSIS}": "~"}


def printable(text: str) -> str:
    r"""Return a text in one line with unsafe characters written as escapes such as `\x1b`."""
    if text.isprintable():
        return text
    return "".join(
        repr(character)[1:-1] if unicodedata.category(character) in _UNSAFE else character
        for character in text
    )


def width(text: str) -> int:
    """Return how many columns of a terminal a text takes: wide characters two, combining none."""
    if text.isascii():
        return len(text)
    shown = [character for character in text if not unicodedata.combining(character)]
    return len(shown) + sum(unicodedata.east_asian_width(character) in "WF" for character in shown)


def spell_out(error: UnicodeError) -> tuple[str, int]:
    """Stand in for characters that a stream's encoding lacks: an error handler for codecs."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    lacking = error.object[error.start : error.end]
    spelled = (
        _IN_ASCII.get(character) or character.encode("ascii", "backslashreplace").decode()
        for character in lacking
    )
    return "".join(spelled), error.end
