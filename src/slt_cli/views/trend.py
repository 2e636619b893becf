"""The trend of a report: the share of met clocks, week by week or month by month."""

from collections.abc import Callable, Iterator, Sequence

from slt_cli.domain.report.figures import Figures
from slt_cli.domain.report.rows import Row
from slt_cli.output import Column, Sheet
from slt_cli.views.periods import name_of_part
from slt_cli.views.report import ReportForm, report_sheet, share, value_columns

_LEVELS = "▁▂▃▄▅▆▇█"
_CUT_AXIS, _WHOLE_AXIS = 80, 0


def trend_sheet(
    form: ReportForm, rows: Sequence[Row], total: Row, *, with_line: bool
) -> Sheet[Row]:
    """Return the sheet of the shares; `with_line` repeats them as a line of blocks.

    The line has the axis that its heading names: from 0 where a share is below 80 %. On a narrow
    terminal the earliest weeks go first. Without a total it is not shown.
    """
    shown = [*rows, total] if form.by and with_line else rows
    shares = [figures.percent for row in shown for _, figures in row.trend]
    first = _axis(shares)
    line: list[Column[Row]] = []
    if with_line:
        line = [
            Column(
                f"{first}-100 %", lambda row: _blocks(row, first), gives_way=len(total.trend) + 1
            )
        ]
    return report_sheet(form, shown)._replace(
        columns=(*value_columns(form, total), *_columns(form, total), *line)
    )


def _columns(form: ReportForm, total: Row) -> Iterator[Column[Row]]:
    """Yield a column for each week or month."""
    if form.trend is None:
        return

    def cell(place: int) -> Callable[[Row], str]:
        return lambda row: share(row.trend[place][1])

    for place, (name, _) in enumerate(total.trend):
        header = name_of_part(name, form.trend, form.now.year)
        yield Column(header, cell(place), right=True, gives_way=len(total.trend) - place)


def _axis(shares: Sequence[int | None]) -> int:
    known = [share for share in shares if share is not None]
    return _CUT_AXIS if min(known, default=_CUT_AXIS) >= _CUT_AXIS else _WHOLE_AXIS


def _blocks(row: Row, first: int) -> str:
    """Return a block for each share; a blank where nothing was decided."""
    return "".join(_block(figures, first) for _, figures in row.trend)


def _block(figures: Figures, first: int) -> str:
    if figures.percent is None:
        return " "
    return _LEVELS[(figures.percent - first) * (len(_LEVELS) - 1) // (100 - first)]
