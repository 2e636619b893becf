"""`slt report --html`: write a report as a page that is one file."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from slt_cli.app import App
from slt_cli.commands.report_options import OF_CASES, kind_typed, typed
from slt_cli.commands.written_file import require_not_in_use
from slt_cli.domain.calendar.instant import format_utc
from slt_cli.errors import OutputError, RefusedError, UsageError
from slt_cli.exchange.whole_file import whole_file
from slt_cli.file_remarks import mode_remark, root_remark
from slt_cli.output.html.page import START, is_page
from slt_cli.output.streams import write_utf_8
from slt_cli.output.times import Times
from slt_cli.services.report import ReportQuestion
from slt_cli.services.report_page import PageQuestion, page_contents
from slt_cli.views.html_report.report_page import report_page
from slt_cli.views.report import ReportForm


def write_page(
    app: App, asked: ReportQuestion, form: ReportForm, file: Path, given: Mapping[str, Any]
) -> None:
    """Write a report as a page, from options as they were given; `-` is standard output.

    Raises UsageError for a format, and RefusedError for a file that is not a report of slt.
    """
    named = None if str(file) == "-" else file
    _require_only_a_page(app)
    if named is not None:
        _require_new_or_a_report(app, named)
    kind = None if given["clock"] is None else asked.kind
    filters = list(typed(given, OF_CASES))
    then = [] if given["at"] is None else [f"--at {format_utc(form.now)}"]
    of_cases = [*filters, *then]
    of_clocks = [*_limits(form), *kind_typed(given, every_kind=asked.kind is None), *of_cases]
    question = PageQuestion(asked, form, kind, filters, of_cases, of_clocks)
    text = report_page(page_contents(app, question, _times(app, form.now)))
    if named is None:
        if not app.terminal.stdout:
            write_utf_8()
        app.write(text)
        return
    _require_new_or_a_report(app, named)  # it may be there by now
    app.remark(root_remark(named))
    with whole_file(named, replace=True) as stream:
        stream.write(text)
    app.remark(mode_remark(named))


def _require_only_a_page(app: App) -> None:
    if app.options.output is not None or app.options.quiet:
        other = "--quiet" if app.options.quiet else f"--output {app.options.output}"
        raise UsageError(f"--html and {other} exclude each other", "leave one out")


def _require_new_or_a_report(app: App, named: Path) -> None:
    require_not_in_use(app, named)
    if named.exists() and not _is_report(named):
        what = "already exists and is not a report of slt"
        raise RefusedError(f"{named} {what}, so it was not replaced", "name another file")


def _is_report(file: Path) -> bool:
    """Return whether a file is a report of slt; raises OutputError if it cannot be read."""
    try:
        with file.open("rb") as stream:
            return is_page(stream.read(START))
    except OSError as error:
        problem = f"{file} cannot be read: {error.strerror}; it may be no report of slt"
        raise OutputError(problem, "name another file") from None


def _times(app: App, now: datetime) -> Times:
    """Return how times are written on a page, which is read later: in full."""
    zone = app.shown_zone if app.whose_time == "local" else app.reader_zone
    return Times(now, zone, app.whose_time)


def _limits(form: ReportForm) -> Iterator[str]:
    """Yield the options of the period as instants: the page is read later."""
    for name, instant in (("since", form.period.since), ("until", form.period.until)):
        if instant is not None:
            yield f"--{name} {format_utc(instant)}"
