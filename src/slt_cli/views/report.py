"""How a report is shown: a row for each group of clocks, its misses as blocks."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from slt_cli.domain.calendar.duration import format_duration
from slt_cli.domain.calendar.instant import Zone, format_utc
from slt_cli.domain.policy import Policy
from slt_cli.domain.report.dates import Unit
from slt_cli.domain.report.figures import Figures
from slt_cli.domain.report.outcomes import Period
from slt_cli.domain.report.rows import By, Row
from slt_cli.output import Cell, Column, Sheet, Tone
from slt_cli.output.text import printable
from slt_cli.views.periods import name_of_part

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
            Column("Share", lambda row: share(row.figures), right=True),
            *_other_columns(),
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

    def number(row: Row) -> Cell:
        return Cell(f"{row.figures.missed:,}", Tone.LATE if row.figures.missed else Tone.NONE)

    def aligned(row: Row) -> Cell:
        text, tone, *_ = number(row)
        return Cell(f"{text:>{wide}}", tone)

    def bar(row: Row) -> Cell:
        blocks = 0 if row is total else -(-row.figures.missed // per_block)
        text, tone, *_ = aligned(row)
        return Cell(f"{text} {BLOCK * blocks}".rstrip(), tone)

    objective, median, within = _other_columns()
    return report_sheet(form, rows)._replace(
        rows=[*rows, total] if form.by else rows,
        columns=(
            *value_columns(form, total),
            Column("Met", lambda row: met_of(row.figures), right=bool(form.by)),
            Column("Share", lambda row: share(row.figures), right=True),
            objective,
            Column(heading, bar, brief=aligned, brief_gives_way=4, brief_header="Missed")
            if with_bars
            else Column(heading, number, right=True),
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


def share(figures: Figures) -> str:
    """Return the share of met clocks in whole percent, rounded down; empty for none of none."""
    return "" if figures.percent is None else f"{figures.percent} %"


def met_of(figures: Figures) -> str:
    """Return how many clocks were met, of how many."""
    return f"{figures.met:,} of {figures.decided:,}"


def objective_of(figures: Figures) -> Cell:
    """Return the objective, and whether it was reached."""
    if figures.objective is None:
        return Cell("")
    match figures.is_reached:
        case True:
            return Cell(f"{figures.objective} reached", Tone.OK)
        case False:
            return Cell(f"{figures.objective} missed", Tone.LATE)
        case None:
            return Cell(str(figures.objective))


def length(seconds: int | None) -> str:
    """Return a length of time; empty where there is none."""
    return "" if seconds is None else format_duration(seconds)


def _other_columns() -> tuple[Column[Row], Column[Row], Column[Row]]:
    return (
        Column("Objective", lambda row: objective_of(row.figures), gives_way=1),
        Column("Median", lambda row: length(row.figures.median_seconds), right=True, gives_way=2),
        Column("90 % within", lambda row: length(row.figures.p90_seconds), right=True, gives_way=3),
    )


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
