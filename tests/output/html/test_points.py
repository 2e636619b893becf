"""Points of shares over time: labelled, on an axis that does not lie, with gaps where none is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slt_cli.output.html.chart import Chart
from slt_cli.output.html.elements import markup
from slt_cli.output.html.points import MOST, Axis, Point, axis_of, points_chart
from tests.output.html.drawing import require_readable
from tests.output.html.reading import Node, read_element

CHART = Chart("weeks", "Share of met clocks by week", "The figures are in the table below.")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def point(share: float | None, when: str = "5", beside: str = "Oct") -> Point:
    return Point(when, beside, share, "" if share is None else f"{int(share * 100)}")


def drawn(points: list[Point], objective: float | None = None) -> Node:
    axis = axis_of(points, objective)
    return read_element(markup(points_chart(CHART, points, axis, "objective 95 %")))


@pytest.mark.parametrize(
    ("shares", "objective", "start"),
    [
        pytest.param([0.95, 0.8], None, 0.8, id="all at least 80 %"),
        pytest.param([0.95, 0.79], None, 0, id="one below"),
        pytest.param([0.95, None], 0.9, 0.8, id="one missing"),
        pytest.param([0.95], 0.5, 0, id="the objective below"),
        pytest.param([], None, 0.8, id="none"),
        pytest.param([None, 0.0], 0.9, 0, id="zero is a share"),
    ],
)
def test_the_axis_is_cut_only_where_nothing_is_below(
    shares: list[float | None], objective: float | None, start: float
) -> None:
    assert axis_of([point(share) for share in shares], objective) == Axis(start, objective)


def test_a_point_is_where_its_share_is_on_the_axis() -> None:
    read = drawn([point(0.8), point(0.9), point(1.0)])
    heights = [float(each.attributes["cy"]) for each in read.all("circle")]
    lines = [
        float(each.attributes["y1"])
        for each in read.all("line")
        if each.attributes["class"] == "axis"
    ]
    assert heights == lines
    assert [each.text for each in read.all("text")][:3] == ["80 %", "90 %", "100 %"]


def test_a_week_without_a_share_is_a_gap() -> None:
    read = drawn([point(0.9), point(0.95), point(None), point(1.0)])
    courses = [each for each in read.all("line") if each.attributes["class"] == "course"]
    assert len(courses) == 1
    assert len(list(read.all("circle"))) == 3


def test_what_is_below_the_objective_is_filled() -> None:
    read = drawn([point(0.94), point(0.95), point(1.0)], 0.95)
    kinds = [each.attributes["class"] for each in read.all("circle")]
    assert kinds == ["point-late", "point", "point"]
    assert "objective 95 %" in [each.text for each in read.all("text")]


def test_without_an_objective_there_is_no_line_of_one() -> None:
    read = drawn([point(0.94)])
    assert not [each for each in read.all("line") if "objective" in each.attributes["class"]]
    assert "objective 95 %" not in [each.text for each in read.all("text")]


@st.composite
def weeks(draw: st.DrawFn) -> list[Point]:
    """Return points of weeks or months in a row, from any of them on."""
    number, first = draw(st.integers(1, MOST)), draw(st.integers(0, 51))
    shares = draw(st.lists(st.none() | st.floats(0, 1), min_size=number, max_size=number))
    if draw(st.booleans()):
        return [
            point(share, MONTHS[(first + index) % 12], str(2025 + (first + index) // 12))
            for index, share in enumerate(shares)
        ]
    return [
        point(share, str((first + index) * 7 % 30 + 1), MONTHS[(first + index) * 7 // 30 % 12])
        for index, share in enumerate(shares)
    ]


@given(weeks(), st.none() | st.floats(0, 1))
def test_no_text_is_over_another_or_cut_off(points: list[Point], objective: float | None) -> None:
    require_readable(drawn(points, objective))
