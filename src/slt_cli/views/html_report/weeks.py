"""The section that shows how shares changed, week by week or month by month."""

from collections.abc import Iterator, Sequence
from datetime import date
from xml.etree.ElementTree import Element

from slt_cli.domain.calendar.instant import MONTHS
from slt_cli.domain.plan import Objective
from slt_cli.domain.report.dates import Unit
from slt_cli.domain.report.figures import Figures
from slt_cli.output import Column
from slt_cli.output.html.chart import Chart
from slt_cli.output.html.elements import element
from slt_cli.output.html.points import MOST, Axis, Point, axis_of, points_chart
from slt_cli.output.html.tables import table
from slt_cli.views.html_report.contents import Contents, beside, paragraph, section
from slt_cli.views.periods import name_of_part
from slt_cli.views.report_columns import met_of, share

_MOST_CHARTS = 8

Part = tuple[str, Figures]
"""A week or month by its name in JSON, with its figures."""


def over_time(contents: Contents) -> Element:
    """Return the share of each week or month, as points and as a table."""
    unit, parts = contents.unit, _from_the_first(contents.total.trend)
    heading = f"By {unit}"
    if not parts:
        nothing = paragraph("Nothing was met or missed, so there is no course of shares.")
        return section("by-time", heading, nothing)
    caption = f"Share of met clocks, by {unit}"
    year = contents.form.now.year
    columns: tuple[Column[Part], ...] = (
        Column(unit.capitalize(), lambda part: name_of_part(part[0], unit, year)),
        Column("Met", lambda part: met_of(part[1]), right=True),
        Column("Share", lambda part: share(part[1]), right=True),
        Column("Missed", lambda part: f"{part[1].missed:,}", right=True),
    )
    days = "Weeks begin on Monday. " if unit == "week" else ""
    told = f"{days}A {unit} in which nothing was met or missed has no point"
    earlier = ", and is left out before the first" if len(parts) < len(contents.total.trend) else ""
    note = paragraph(f"{told}{earlier}.", "note")
    charts = element("figure", *_charts(contents, parts, caption), class_="charts")
    shown = table("time-table", caption, columns, parts)
    return section("by-time", heading, beside(charts, shown), note)


def _from_the_first(parts: Sequence[Part]) -> Sequence[Part]:
    """Return the parts from the first one on in which something was met or missed."""
    decided = (index for index, (_, figures) in enumerate(parts) if figures.decided)
    return parts[next(decided, len(parts)) :]


def _charts(contents: Contents, parts: Sequence[Part], caption: str) -> Iterator[Element]:
    """Yield a chart for each few weeks or months, the last ones of a long period."""
    unit, drawn = contents.unit, parts[-MOST * _MOST_CHARTS :]
    objective = contents.total.figures.objective
    points = [_point(name, figures, unit) for name, figures in drawn]
    axis = axis_of(points, objective.fraction if objective else None)
    pieces = [points[at : at + MOST] for at in range(0, len(points), MOST)]
    for number, piece in enumerate(pieces, 1):
        part = f", part {number} of {len(pieces)}" if len(pieces) > 1 else ""
        described = f"{_axis_words(axis)} The figures are in the table “{caption}”."
        chart = Chart(f"time-chart-{number}", f"{caption}, in percent{part}", described)
        room_for = MOST if len(pieces) > 1 else 0
        yield points_chart(chart, piece, axis, _objective_words(objective), room_for=room_for)


def _axis_words(axis: Axis) -> str:
    return f"The axis goes from {round(axis.start * 100)} to 100 %."


def _objective_words(objective: Objective | None) -> str:
    return f"objective {objective}" if objective else ""


def _point(name: str, figures: Figures, unit: Unit) -> Point:
    day = date.fromisoformat(name if unit == "week" else f"{name}-01")
    month = MONTHS[day.month - 1]
    shown = "" if figures.percent is None else str(figures.percent)
    if unit == "week":
        return Point(str(day.day), month, figures.attainment, shown)
    return Point(month, str(day.year), figures.attainment, shown)
