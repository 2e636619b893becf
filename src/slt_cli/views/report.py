"""How a report is shown: a row for each group of clocks, its misses as blocks."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from slt_cli.domain.calendar.instant import Zone, format_utc
from slt_cli.domain.policy import Policy
from slt_cli.domain.report.dates import Unit
from slt_cli.domain.report.figures import Figures
from slt_cli.domain.report.outcomes import Period
from slt_cli.domain.report.rows import By, Row
from slt_cli.output import Cell, Column, Sheet
from slt_cli.output.text import printable
from slt_cli.views.periods import name_of_part
from slt_cli.views.report_columns import (
    met_column,
    missed_cell,
    objective_and_lengths,
    share_column,
)

SCHEMA = "slt.report/1"
ALL = "All"
BLOCK = "\N{FULL BLOCK}"
HEADERS: dict[By, str] = {
    "priority": "Priority",
    "region": "Region",
    "partner": "Partner",
    "partner_type": "Partner type",
    "customer": "Customer",
    "owner": "Owner",
    "tag": "Tag",
    "clock": "Clock",
    "week": "Week",
    "month": "Month",
}
_MOST_BLOCKS = 20
_PER_BLOCK = (1, 2, 5)


class ReportForm(NamedTuple):
    """What all rows of a report have in common: what it is about, and how it was divided.

    `clock` is the kind of its clocks, None for all kinds; `timezone` the IANA name of the zone of
    its dates, None if that is not known.
    """

    policy: Policy
    now: datetime
    period: Period
    clock: str | None
    zone: Zone
    timezone: str | None
    by: tuple[By, ...] = ()
    trend: Unit | None = None

    @property
    def zone_name(self) -> str:
        """Return what people call the zone of its dates."""
        return self.timezone or self.zone.abbreviation(self.now)


def report_sheet(form: ReportForm, rows: Sequence[Row]) -> Sheet[Row]:
    """Return the sheet of a report for programs and pipes, a row for each group."""
    return Sheet(
        schema=SCHEMA,
        as_of=form.now,
        rows=rows,
        item=lambda row: report_item(form, row),
        columns=(
            *value_columns(form),
            Column("Met", lambda row: str(row.figures.met), right=True),
            Column("Missed", lambda row: str(row.figures.missed), right=True),
            share_column(),
            *objective_and_lengths(),
        ),
        key=lambda row: " ".join(printable(value or "-") for value in row.values) or ALL,
    )


def report_table(
    form: ReportForm, rows: Sequence[Row], total: Row, *, with_bars: bool = True
) -> Sheet[Row]:
    """Return the sheet of a report for a terminal; with groups the last row is that of all.

    `with_bars` shows the misses of each group as blocks, too.
    """
    with_bars = with_bars and bool(form.by)
    per_block = _per_block(max(row.figures.missed for row in rows)) if with_bars and rows else 1
    wide = len(f"{total.figures.missed:,}")
    heading = "Missed" if per_block == 1 else f"Missed ({BLOCK} = {per_block:,})"

    def aligned(row: Row) -> Cell:
        text, tone, *_ = missed_cell(row)
        return Cell(f"{text:>{wide}}", tone)

    def bar(row: Row) -> Cell:
        blocks = 0 if row is total else -(-row.figures.missed // per_block)
        text, tone, *_ = aligned(row)
        return Cell(f"{text} {BLOCK * blocks}".rstrip(), tone)

    objective, median, within = objective_and_lengths()
    return report_sheet(form, rows).with_changes(
        rows=[*rows, total] if form.by else rows,
        names_left_out=True,
        columns=(
            *value_columns(form, total),
            met_column().with_changes(right=bool(form.by)),
            share_column(),
            objective,
            Column(heading, bar, brief=aligned, brief_gives_way=4, brief_header="Missed")
            if with_bars
            else Column(heading, missed_cell, right=True),
            median,
            within,
        ),
    )


def report_item(form: ReportForm, row: Row) -> dict[str, Any]:
    """Return a row of a report as the JSON contract has it."""
    figures, period = row.figures, form.period
    item: dict[str, Any] = dict(zip(form.by, row.values, strict=True))
    item |= {
        "met": figures.met,
        "missed": figures.missed,
        "attainment": figures.attainment,
        "objective": figures.objective.fraction if figures.objective else None,
        "median_seconds": figures.median_seconds,
        "p90_seconds": figures.p90_seconds,
        "running": figures.running,
        "superseded": figures.superseded,
        "cancelled": figures.cancelled,
        "unanswered": figures.unanswered,
        "retargeted": figures.retargeted,
        "held_seconds": figures.held_seconds,
        "closed_seconds": figures.closed_seconds,
        "void": figures.void,
        "held_cases": figures.held_cases,
    }
    if "clock" not in form.by:
        item["clock"] = form.clock
    item["since"] = None if period.since is None else format_utc(period.since)
    item["until"] = None if period.until is None else format_utc(period.until)
    item["timezone"] = form.timezone
    if form.trend is not None:
        item["trend"] = [_trend_item(form.trend, name, each) for name, each in row.trend]
    return item


def value_columns(form: ReportForm, total: Row | None = None) -> Iterator[Column[Row]]:
    """Yield a column for each field that a report is divided by; the first one names the total."""

    def cell(place: int) -> Callable[[Row], str]:
        def shown(row: Row) -> str:
            if form.by and row is total:
                return " " if place else ALL
            return shown_values(form, row)[place]

        return shown

    for place, field in enumerate(form.by):
        yield Column(HEADERS[field], cell(place))


def shown_values(form: ReportForm, row: Row) -> list[str]:
    """Return what a row is about, in the words of the configuration."""
    return [
        "" if value is None else _shown(form, field, value)
        for field, value in zip(form.by, row.values, strict=bool(row.values))
    ]


def _shown(form: ReportForm, field: By, value: str) -> str:
    policy = form.policy
    match field:
        case "region":
            return policy.regions[value].name if value in policy.regions else value
        case "partner_type":
            known = policy.partner_types.get(value)
            return known.name if known else value
        case "clock":
            return policy.clock_rules[value].name if value in policy.clock_rules else value
        case "week" | "month":
            return name_of_part(value, field, form.now.year)
        case "priority" | "partner" | "customer" | "owner" | "tag":
            return value


def _trend_item(unit: Unit, name: str, figures: Figures) -> dict[str, Any]:
    return {
        unit: name,
        "met": figures.met,
        "missed": figures.missed,
        "attainment": figures.attainment,
    }


def _per_block(most: int) -> int:
    """Return how many misses a block stands for, so that no bar is too long: 1, 2, 5, 10, ..."""
    scale = 1
    while True:
        for step in _PER_BLOCK:
            if most < _MOST_BLOCKS * step * scale:
                return step * scale
        scale *= 10
