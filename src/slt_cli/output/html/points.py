"""A chart of shares over time: a labelled point for each week, and a gap where there is none."""

from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise
from typing import NamedTuple
from xml.etree.ElementTree import Element

from slt_cli.output.html.chart import WIDTH, Chart, canvas, line, number, text
from slt_cli.output.html.elements import add

MOST = 13
"""Points in a chart, so that their labels have room: a quarter of a year in weeks."""

_HEIGHT, _TOP, _BOTTOM = 200, 46, 156
_LEFT, _RIGHT = 58, 14
_FAR, _NEAR = 64, 8
_BESIDE_ROOM = 34
_CUT_AT = 0.8
"""Where the axis begins if no share is below: from there on a point is not the length of a bar."""


class Point(NamedTuple):
    """A share from 0 to 1 and that as a text, None where nothing was decided; when it was.

    `when` is the day or the month below the point, `beside` what it is a part of: its month, its
    year.
    """

    when: str
    beside: str
    share: float | None
    shown: str = ""


class Axis(NamedTuple):
    """Where the axis of shares begins, and where the objective is on it."""

    start: float
    objective: float | None = None

    def height(self, share: float) -> float:
        """Return where a share is, from the top."""
        return _BOTTOM - (share - self.start) / (1 - self.start) * (_BOTTOM - _TOP)


def axis_of(points: Sequence[Point], objective: float | None) -> Axis:
    """Return the axis of all points: it is cut at 80 % only where nothing is below."""
    shares = [point.share for point in points if point.share is not None]
    lowest = min([*shares, *([] if objective is None else [objective])], default=1)
    return Axis(_CUT_AT if lowest >= _CUT_AT else 0, objective)


def points_chart(
    chart: Chart, points: Sequence[Point], axis: Axis, objective: str, *, room_for: int = 0
) -> Element:
    """Return a chart of at most MOST points; `objective` is the word at its line.

    With `room_for`, the points are as near to each other as that many would be.
    """
    made = canvas(chart, _HEIGHT)
    for tick in (axis.start, (axis.start + 1) / 2, 1):
        level = axis.height(tick)
        line(made, (_LEFT - 10, level), (WIDTH, level), "axis")
        text(made, _LEFT - 16, level + 4, f"{round(tick * 100)} %", "end", "quiet", "small")
    if axis.objective is not None:
        line(made, (0, 9), (24, 9), "objective-line")
        text(made, 30, 13, objective, "quiet")
        level = axis.height(axis.objective)
        line(made, (_LEFT - 10, level), (WIDTH, level), "objective-line")
    placed = list(_placed(points, axis, room_for))
    _draw_course(made, placed)
    for x, y, point in placed:
        if y is not None:
            _draw_point(made, x, y, point, axis)
    _label(made, placed)
    return made


Placed = tuple[float, float | None, Point]
"""Where a point is: x, and y if it has a share."""


def _placed(points: Sequence[Point], axis: Axis, room_for: int) -> Iterator[Placed]:
    step = min(_FAR, (WIDTH - _LEFT - _RIGHT) / max(len(points) - 1, room_for - 1, 1))
    for index, point in enumerate(points):
        y = None if point.share is None else axis.height(point.share)
        yield _LEFT + index * step, y, point


def _draw_course(made: Element, placed: Sequence[Placed]) -> None:
    """Join neighbours that both have a share: a gap stays a gap."""
    for (x1, y1, _), (x2, y2, _) in pairwise(placed):
        if y1 is not None and y2 is not None:
            line(made, (x1, y1), (x2, y2), "course")


def _draw_point(made: Element, x: float, y: float, point: Point, axis: Axis) -> None:
    share, objective = point.share, axis.objective
    is_late = share is not None and objective is not None and share < objective
    kind = "point-late" if is_late else "point"
    add(made, "circle", cx=number(x), cy=number(y), r="3.5", class_=kind)
    text(made, x, y - 8, point.shown, "middle", "small", "over", *(["late"] if is_late else []))


def _label(made: Element, placed: Sequence[Placed]) -> None:
    """Write when each point was, and once below all those of a month or year which it was."""
    for x, _, point in placed:
        text(made, x, _BOTTOM + 18, point.when, "middle", "small")
    groups = groupby(placed, key=lambda each: each[2].beside)
    starts = [(next(of_one)[0], beside) for beside, of_one in groups]
    for (x, beside), (following, _) in pairwise([*starts, (WIDTH + _FAR, "")]):
        is_near = following - x < _BESIDE_ROOM
        place = (x + _NEAR, "end") if is_near else (x, "middle")
        text(made, place[0], _BOTTOM + 34, beside, place[1], "small", "quiet")
