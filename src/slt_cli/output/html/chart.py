"""What every chart has: its names, and a width that a phone shows as it is."""

from typing import NamedTuple
from xml.etree.ElementTree import Element

from slt_cli.output.html.elements import add, element

WIDTH = 360
"""Pixels. A chart does not grow with the screen, so that its letters keep their size."""

SIZE = 13
"""Pixels of the letters, as in the style."""

SMALL = 11


class Chart(NamedTuple):
    """The names of a chart: its id, its title, and a sentence that says where its figures are."""

    name: str
    title: str
    described: str


def canvas(chart: Chart, height: float) -> Element:
    """Return an empty chart with its title and its description."""
    title, description = f"{chart.name}-title", f"{chart.name}-description"
    return element(
        "svg",
        element("title", chart.title, id=title),
        element("desc", chart.described, id=description),
        id=chart.name,
        role="img",
        aria_labelledby=f"{title} {description}",
        viewBox=f"0 0 {WIDTH} {number(height)}",
        width=f"{WIDTH}",
        height=number(height),
    )


def text(parent: Element, x: float, y: float, content: str, *kinds: str) -> None:
    """Write a text at its start, or as its kinds say, in the middle or at its end."""
    add(parent, "text", content, x=number(x), y=number(y), class_=" ".join(kinds))


def line(parent: Element, start: tuple[float, float], end: tuple[float, float], kind: str) -> None:
    """Draw a line from a point to another."""
    (x1, y1), (x2, y2) = start, end
    ends = {"x1": number(x1), "y1": number(y1), "x2": number(x2), "y2": number(y2)}
    add(parent, "line", class_=kind, **ends)


def number(value: float) -> str:
    """Return a number of pixels in few digits."""
    return f"{value:.2f}".rstrip("0").rstrip(".")
