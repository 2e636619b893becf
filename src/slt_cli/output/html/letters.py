"""How wide a text is in a chart, whatever the font: never less than the text takes."""

from unicodedata import combining

from slt_cli.output.text import printable, width

_NARROW, _USUAL, _CAPITAL, _LARGE, _LARGEST, _WIDE = 0.42, 0.64, 0.79, 0.84, 1.0, 1.35
"""Widths of letters in the size of the font: those of DejaVu Sans, the widest of the usual ones."""

_NARROW_LETTERS = frozenset("iljtfrI.,:;'|!()[]/- ")
_LARGE_LETTERS = frozenset("Mw+=<>~#^")
_LARGEST_LETTERS = frozenset("mW@%")
_MOST_MARKS = 3
_BOLD = 1.13
"""How much wider bold letters are."""

_CUT = "\N{HORIZONTAL ELLIPSIS}"


def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """Return a width that a printable text in a font of some size does not exceed."""
    return size * (_BOLD if bold else 1) * sum(map(_letter_width, text))


def fitted(text: str, size: float, room: float, *, bold: bool = False) -> str:
    """Return a text, made printable, cut at its end to what fits; a pile of marks is cut too."""
    safe = _without_piles(printable(text))
    if bold:
        size *= _BOLD
    if text_width(safe, size) <= room:
        return safe
    taken, left = "", room - text_width(_CUT, size)
    for letter in safe:
        left -= _letter_width(letter) * size
        if left < 0:
            break
        taken += letter
    return taken.rstrip() + _CUT


def _without_piles(text: str) -> str:
    """Return a text with few marks over one letter: more would be over the texts above."""
    kept, marks = [], 0
    for letter in text:
        marks = marks + 1 if combining(letter) else 0
        if marks <= _MOST_MARKS:
            kept.append(letter)
    return "".join(kept)


def _letter_width(letter: str) -> float:
    if letter in _NARROW_LETTERS:
        return _NARROW
    if letter in _LARGE_LETTERS:
        return _LARGE
    if letter in _LARGEST_LETTERS:
        return _LARGEST
    if not letter.isascii():
        return (0, _LARGEST, _WIDE)[width(letter)]
    return _CAPITAL if letter.isupper() else _USUAL
