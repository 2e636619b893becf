"""How wide a text is in a chart, whatever the font: never less than the text takes."""

from slt_cli.output.text import printable, width

_NARROW, _USUAL, _LARGE, _LARGEST = 0.42, 0.68, 0.85, 1.05
"""Widths of letters in the size of the font: of the widest of the usual fonts, DejaVu Sans."""

_NARROW_LETTERS = frozenset("iljtfrI1.,:;'|!()[]/- ")
_LARGEST_LETTERS = frozenset("mMWw@%&")
_CUT = "\N{HORIZONTAL ELLIPSIS}"


def text_width(text: str, size: float) -> float:
    """Return a width that a printable text in a font of some size does not exceed."""
    return size * sum(map(_letter_width, text))


def fitted(text: str, size: float, room: float) -> str:
    """Return a text, made printable, cut at its end to what fits."""
    safe = printable(text)
    if text_width(safe, size) <= room:
        return safe
    taken, left = "", room - text_width(_CUT, size)
    for letter in safe:
        left -= _letter_width(letter) * size
        if left < 0:
            break
        taken += letter
    return taken.rstrip() + _CUT


def _letter_width(letter: str) -> float:
    if letter in _NARROW_LETTERS:
        return _NARROW
    if letter in _LARGEST_LETTERS:
        return _LARGEST
    if not letter.isascii():
        return (0, _LARGE, _LARGEST * 1.3)[width(letter)]
    return _LARGE if letter.isupper() else _USUAL
