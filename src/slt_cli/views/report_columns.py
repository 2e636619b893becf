"""The columns of figures of a report, and how each figure is written."""

from slt_cli.domain.calendar.duration import format_duration
from slt_cli.domain.report.figures import Figures
from slt_cli.domain.report.rows import Row
from slt_cli.output import Cell, Column


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
            return Cell(f"{figures.objective} reached", "ok")
        case False:
            return Cell(f"{figures.objective} missed", "late")
        case None:
            return Cell(str(figures.objective))


def length(seconds: int | None) -> str:
    """Return a length of time; empty where there is none."""
    return "" if seconds is None else format_duration(seconds)


def met_column() -> Column[Row]:
    """Return the column of how many clocks were met, of how many."""
    return Column("Met", lambda row: met_of(row.figures), right=True)


def share_column() -> Column[Row]:
    """Return the column of the share of met clocks."""
    return Column("Share", lambda row: share(row.figures), right=True)


def missed_cell(row: Row) -> Cell:
    """Return how many clocks were missed."""
    missed = row.figures.missed
    return Cell(f"{missed:,}", "late" if missed else "")


def objective_and_lengths() -> tuple[Column[Row], Column[Row], Column[Row]]:
    """Return the columns of the objective, the median and the 90th percentile."""
    return (
        Column("Objective", lambda row: objective_of(row.figures), gives_way=1),
        Column("Median", lambda row: length(row.figures.median_seconds), right=True, gives_way=2),
        Column("90 % within", lambda row: length(row.figures.p90_seconds), right=True, gives_way=3),
    )
