"""The trend of a report: the share of met clocks, week by week or month by month."""

from collections.abc import Callable, Iterator, Sequence

from slt_cli.domain.report.figures import Figures
from slt_cli.domain.report.rows import Row
from slt_cli.output import Column, Sheet
from slt_cli.output.text import width as width_of
from slt_cli.views.periods import name_of_part
from slt_cli.views.report import ReportForm, report_sheet, value_columns
from slt_cli.views.report_columns import share

_LEVELS = "▁▂▃▄▅▆▇█"
_CUT_AXIS, _WHOLE_AXIS = 80, 0
_GAP = 2
_WIDEST_SHARE = len("100 %")


def trend_sheet(
    form: ReportForm, rows: Sequence[Row], total: Row, *, first: int = 0, with_line: bool = False
) -> Sheet[Row]:
    """Return the sheet of the shares, from the week or month with the index `first` on.

    `with_line` repeats them as a line of blocks, where there is room for it. Its axis is the one
    that its heading names: from 0 where a share is below 80 %.
    """
    axis = _axis([figures.percent for row in rows for _, figures in row.trend[first:]])
    line = Column[Row](f"{axis}-100 %", lambda row: _blocks(row, first, axis), gives_way=1)
    return report_sheet(form, rows).with_changes(
        columns=(
            *value_columns(form, total),
            *_columns(form, total, first),
            *([line] if with_line else ()),
        )
    )


def first_that_fits(
    form: ReportForm, rows: Sequence[Row], total: Row, width: int, shown: Callable[[str], str]
) -> int:
    """Return the index of the first week or month from which on a trend fits into a width.

    `shown` returns a text as it is shown. The last week or month is always there.
    """
    for column in value_columns(form, total):
        texts = [column.header, *(shown(str(column.cell(row))) for row in rows)]
        width -= max(map(width_of, texts)) + _GAP
    first = len(total.trend)
    for header in reversed(_headers(form, total)):
        width -= max(len(header), _WIDEST_SHARE)
        if width < 0:
            break
        width -= _GAP
        first -= 1
    return min(first, len(total.trend) - 1)


def left_out_before(form: ReportForm, total: Row, first: int) -> Iterator[str]:
    """Yield that a terminal is too narrow for the weeks or months before an index."""
    if first:
        what = f"{first:,} {form.trend}s" if first > 1 else f"The {form.trend}"
        verb = "do" if first > 1 else "does"
        yield f"{what} before {_headers(form, total)[first]} {verb} not fit here; --json has all."


def _headers(form: ReportForm, total: Row) -> list[str]:
    if form.trend is None:
        return []
    return [name_of_part(name, form.trend, form.now.year) for name, _ in total.trend]


def _columns(form: ReportForm, total: Row, first: int) -> Iterator[Column[Row]]:
    """Yield a column for each week or month."""

    def cell(place: int) -> Callable[[Row], str]:
        return lambda row: share(row.trend[place][1])

    for place, header in enumerate(_headers(form, total)):
        if place >= first:
            yield Column(header, cell(place), right=True)


def _axis(shares: Sequence[int | None]) -> int:
    known = [share for share in shares if share is not None]
    return _CUT_AXIS if min(known, default=_CUT_AXIS) >= _CUT_AXIS else _WHOLE_AXIS


def _blocks(row: Row, first: int, axis: int) -> str:
    """Return a block for each share; a blank where nothing was decided."""
    return "".join(_block(figures, axis) for _, figures in row.trend[first:])


def _block(figures: Figures, axis: int) -> str:
    if figures.percent is None:
        return " "
    return _LEVELS[(figures.percent - axis) * (len(_LEVELS) - 1) // (100 - axis)]
