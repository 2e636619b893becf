"""The sections of figures: met and missed by each field, by week, how long it took, on hold."""

from collections.abc import Iterator, Sequence
from xml.etree.ElementTree import Element

from slt_cli.domain.report.figures import Figures
from slt_cli.domain.report.rows import Row
from slt_cli.output import Column
from slt_cli.output.html.bars import Bar, Key, Shape, bars
from slt_cli.output.html.chart import Chart
from slt_cli.output.html.elements import element
from slt_cli.output.html.tables import table
from slt_cli.views.html_report.contents import (
    Contents,
    Division,
    beside,
    paragraph,
    section,
)
from slt_cli.views.report import HEADERS, shown_values, value_columns
from slt_cli.views.report_columns import (
    length,
    met_column,
    missed_cell,
    objective_and_lengths,
    objective_of,
    share_column,
)
from slt_cli.views.report_notes import lengths_are

_MOST_BARS = 20

_KEYS = (
    Key(Shape.FILLED, "missed, and the objective was missed"),
    Key(Shape.HATCHED, "missed, and the objective was reached"),
    Key(None, "objective: the most misses that it allows"),
)


def met_and_missed(contents: Contents) -> Element:
    """Return the misses by each field as bars, each chart with its figures as a table."""
    if not contents.total.figures.decided:
        nothing = paragraph("Nothing was met or missed, so there are no shares.")
        return section("met-and-missed", "Met and missed", nothing)
    parts = [part for division in contents.divided for part in _by_field(division)]
    return section("met-and-missed", "Met and missed", *parts)


def how_long(contents: Contents) -> Element:
    """Return the median and the 90th percentile by clock."""
    division = contents.by_clock
    rows = [row for row in division.rows if row.figures.median_seconds is not None]
    if not rows:
        nothing = paragraph("No clock that was met or missed has stopped.")
        return section("how-long", "How long it took", nothing)
    columns: tuple[Column[Row], ...] = (
        *value_columns(division.form),
        met_column(),
        *_lengths(),
    )
    shown = table("clocks-table", "How long the clocks that stopped took", columns, rows)
    return section(
        "how-long", "How long it took", shown, paragraph(lengths_are(division.form), "note")
    )


def on_hold_by_partner(contents: Contents) -> Iterator[Element]:
    """Yield how long cases stood still, by partner."""
    division = contents.by_partner
    rows = [row for row in division.rows if row.figures.held_seconds]
    if not rows:
        yield paragraph("No case was on hold in the period.")
        return
    has_sum = len(rows) > 1
    total = [division.total] if has_sum else []
    columns: tuple[Column[Row], ...] = (
        *value_columns(division.form, division.total),
        Column("On hold", lambda row: length(row.figures.held_seconds), right=True),
        Column("Cases", lambda row: f"{row.figures.held_cases:,}", right=True),
    )
    caption = "On hold in the period, by partner"
    yield table("on-hold-table", caption, columns, [*rows, *total], sums=len(total))
    yield paragraph("In support time of the region of each case.", "note")


def _by_field(division: Division) -> Iterator[Element]:
    form, (field,) = division.form, division.form.by
    name = f"by-{field.replace('_', '-')}"
    heading = HEADERS[field].lower()
    caption = f"Met and missed, by {heading}"
    yield element("h3", f"By {heading}")
    drawn = _drawn(division.shown)
    cut = "" if len(drawn) == len(division.shown) else _those_with_most(len(drawn), division)
    described = f"{cut}The figures are in the table “{caption}”."
    chart = Chart(f"{name}-chart", f"Missed clocks by {heading}", described)
    figure = [bars(chart, [_bar(division, row) for row in drawn], _keys(drawn))]
    chart_of = element("figure", *figure, *([element("figcaption", cut.strip())] if cut else []))
    has_sum = len(division.rows) > 1
    total = [division.total] if has_sum else []
    objective, *_ = objective_and_lengths()
    columns: tuple[Column[Row], ...] = (
        *value_columns(form, division.total),
        met_column(),
        share_column(),
        objective,
        Column("Missed", missed_cell, right=True),
        *_lengths(),
    )
    rows = [*division.shown, *total]
    yield beside(chart_of, table(f"{name}-table", caption, columns, rows, sums=len(total)))


def _drawn(rows: Sequence[Row]) -> Sequence[Row]:
    """Return the rows to draw: all in their order, or only those with the most misses."""
    if len(rows) <= _MOST_BARS:
        return rows
    return sorted(rows, key=lambda row: -row.figures.missed)[:_MOST_BARS]


def _those_with_most(count: int, division: Division) -> str:
    return f"The {count} of {len(division.shown):,} with the most misses. "


def _bar(division: Division, row: Row) -> Bar:
    figures = row.figures
    name = ", ".join(value or "-" for value in shown_values(division.form, row))
    limit = None
    if figures.objective is not None and figures.decided:
        limit = (1 - figures.objective.fraction) * figures.decided
    word = objective_of(figures).text if figures.decided else ""
    shown = f"{figures.missed:,} of {figures.decided:,}"
    return Bar(name, figures.missed, shown, _shape(figures), limit, word)


def _shape(figures: Figures) -> Shape:
    match figures.is_reached:
        case True:
            return Shape.HATCHED
        case False:
            return Shape.FILLED
        case None:
            return Shape.PLAIN


def _keys(rows: Sequence[Row]) -> list[Key]:
    """Return what the shapes mean that the bars have."""
    shapes = {_shape(row.figures) for row in rows if row.figures.missed}
    has_line = any(row.figures.is_reached is not None for row in rows)
    return [key for key in _KEYS if (has_line if key.shape is None else key.shape in shapes)]


def _lengths() -> list[Column[Row]]:
    """Return the columns of the median and the 90th percentile, which a page always has."""
    _, *lengths = objective_and_lengths()
    return [column.with_changes(gives_way=0) for column in lengths]
