"""A chart of bars, one below the other, each with its name above it and its number beside it."""

from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple
from xml.etree.ElementTree import Element

from slt_cli.output.html.chart import SIZE, WIDTH, Chart, canvas, line, number, text
from slt_cli.output.html.elements import add, element
from slt_cli.output.html.letters import fitted, text_width

_PITCH, _TOP, _THICK = 46, 19, 14
_KEY = 20
_GAP = 6
_LEAST = 1.5
"""Pixels of a bar that is not 0, however small it is beside the others."""


class Shape(StrEnum):
    """How a bar is filled: it says without colour what the colour says."""

    FILLED = "filled"
    HATCHED = "hatched"
    PLAIN = "plain"


class Bar(NamedTuple):
    """A bar: its name, its length and that as a text, and where a line crosses it, if one does.

    The word says on which side of the line it ends.
    """

    name: str
    length: float
    shown: str
    shape: Shape = Shape.PLAIN
    limit: float | None = None
    word: str = ""


class Key(NamedTuple):
    """What a shape means, or the line where it is None."""

    shape: Shape | None
    meaning: str


def bars(chart: Chart, drawn: Sequence[Bar], keys: Sequence[Key] = ()) -> Element:
    """Return a chart with a bar for each row, and below them what the shapes mean."""
    made = canvas(chart, len(drawn) * _PITCH + len(keys) * _KEY)
    hatch = f"{chart.name}-hatch"
    if Shape.HATCHED in {*(bar.shape for bar in drawn), *(key.shape for key in keys)}:
        made.append(element("defs", _hatch(hatch)))
    scale = _scale(drawn)
    for index, bar in enumerate(drawn):
        _draw(made, bar, index * _PITCH, scale, hatch)
    for index, key in enumerate(keys):
        _explain(made, key, len(drawn) * _PITCH + index * _KEY, hatch)
    return made


def _scale(drawn: Sequence[Bar]) -> float:
    """Return the pixels of one unit: the longest bar, or line, leaves room for every number."""
    longest = max((max(bar.length, bar.limit or 0) for bar in drawn), default=0)
    room = WIDTH - _GAP - max((text_width(bar.shown, SIZE) for bar in drawn), default=0)
    return room / longest if longest else 0


def _draw(made: Element, bar: Bar, y: float, scale: float, hatch: str) -> None:
    word = fitted(bar.word, SIZE, WIDTH / 2, bold=True)
    room = WIDTH - (text_width(word, SIZE, bold=True) + 2 * _GAP if word else 0)
    text(made, 0, y + SIZE, fitted(bar.name, SIZE, room, bold=True), "name")
    if word:
        text(made, WIDTH, y + SIZE, word, "end", *(["late"] if bar.shape is Shape.FILLED else []))
    length = max(bar.length * scale, _LEAST if bar.length else 0)
    if length:
        _fill(made, (0, y + _TOP, length, _THICK), bar.shape, hatch)
    limit = None if bar.limit is None else max(bar.limit * scale, 1)
    if limit is not None:
        line(made, (limit, y + _TOP - 3), (limit, y + _TOP + _THICK + 3), "objective")
    text(made, max(length, limit or 0) + _GAP, y + _TOP + _THICK - 2, bar.shown)


def _explain(made: Element, key: Key, y: float, hatch: str) -> None:
    if key.shape is None:
        line(made, (6, y + 1), (6, y + 17), "objective")
    else:
        _fill(made, (0, y + 3, 12, 12), key.shape, hatch)
    text(made, 20, y + SIZE, fitted(key.meaning, SIZE, WIDTH - 20), "quiet")


def _fill(made: Element, box: tuple[float, float, float, float], shape: Shape, hatch: str) -> None:
    x, y, width, height = map(number, box)
    fill = {"fill": f"url(#{hatch})"} if shape is Shape.HATCHED else {}
    add(made, "rect", x=x, y=y, width=width, height=height, class_=f"bar-{shape}", **fill)


def _hatch(name: str) -> Element:
    """Return a pattern of slanted lines."""
    stroke = element("line", x1="0", y1="0", x2="0", y2="5", class_="hatch")
    return element(
        "pattern",
        stroke,
        id=name,
        width="5",
        height="5",
        patternUnits="userSpaceOnUse",
        patternTransform="rotate(45)",
    )
