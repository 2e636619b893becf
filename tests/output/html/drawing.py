"""What a chart shows, measured as if each letter were as wide as in the widest usual font."""

from itertools import combinations
from typing import NamedTuple

from slt_cli.output.html.chart import SIZE, SMALL, WIDTH
from slt_cli.output.html.letters import text_width
from tests.output.html.reading import Node

_SLACK = 1
_ABOVE, _BELOW = 0.75, 0.2
"""How far letters go above and below their line, in their size."""


class Box(NamedTuple):
    """Where a text is."""

    text: str
    left: float
    right: float
    top: float
    bottom: float


def boxes(chart: Node) -> list[Box]:
    """Return where the texts of a chart are."""
    found = []
    for node in chart.all("text"):
        kinds = node.attributes.get("class", "").split()
        size = SMALL if "small" in kinds else SIZE
        x, y = float(node.attributes["x"]), float(node.attributes["y"])
        width = text_width(node.text, size, bold=bool({"name", "late"} & set(kinds)))
        left = x - width if "end" in kinds else x - width / 2 if "middle" in kinds else x
        found.append(Box(node.text, left, left + width, y - _ABOVE * size, y + _BELOW * size))
    return found


def require_readable(chart: Node) -> None:
    """Raise AssertionError if a text is cut off at the edge, or is over another."""
    height = float(chart.attributes["height"])
    for box in boxes(chart):
        assert box.left >= -_SLACK, box
        assert box.right <= WIDTH + _SLACK, box
        assert box.top >= 0, box
        assert box.bottom <= height, box
    for one, other in combinations(boxes(chart), 2):
        is_over = (
            one.left < other.right - _SLACK
            and other.left < one.right - _SLACK
            and one.top < other.bottom - _SLACK
            and other.top < one.bottom - _SLACK
        )
        assert not is_over, (one, other)
