"""`slt report`: what was promised and what was kept."""

import sys
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from slt_cli.app import App
from slt_cli.commands.report_options import (
    OF_CASES,
    DecidedSince,
    DecidedUntil,
    DividedBy,
    Trend,
    fields_of,
    kind_typed,
    typed,
    unit_of,
)
from slt_cli.config.zone_names import zone_name
from slt_cli.domain.clocks import RESPONSE
from slt_cli.domain.report.figures import Figures
from slt_cli.domain.report.outcomes import Period
from slt_cli.errors import UsageError
from slt_cli.filters import Filters, span_of, takes_filters
from slt_cli.offered import offered
from slt_cli.output import said
from slt_cli.output.text import has_signs, shown_on
from slt_cli.parameters import At, app_of
from slt_cli.services.report import Report, ReportQuestion, missed, reported
from slt_cli.views.misses import miss_sheet
from slt_cli.views.report import ReportForm, report_sheet, report_table
from slt_cli.views.report_notes import (
    dates_are,
    dates_of_period,
    heading,
    left_out,
    lengths_are,
    nothing_decided,
    stood_still,
)
from slt_cli.views.trend import first_that_fits, left_out_before, trend_sheet


@takes_filters("since", "until", "clock")
def report_command(
    ctx: typer.Context,
    *,
    since: DecidedSince = None,
    until: DecidedUntil = None,
    by: DividedBy = None,
    clock: Annotated[
        str | None,
        typer.Option(
            "--clock",
            metavar="KIND",
            help="Clocks of this kind instead of response, as `slt targets --clocks` lists them.",
            autocompletion=offered("clocks"),
        ),
    ] = None,
    misses: Annotated[bool, typer.Option("--misses", help="List the clocks that were missed.")] = (
        False
    ),
    trend: Trend = None,
    html: Annotated[
        Path | None,
        typer.Option(
            "--html",
            metavar="FILE",
            readable=False,
            help="Write the report as a page for a browser to FILE; - for standard output.",
        ),
    ] = None,
    filters: Filters,
    at: At = None,
) -> None:
    """Show how many targets were met and missed.

    A clock counts in the period in which it was decided: met when it was stopped, missed when its
    due time passed, even if it still runs. What runs in time, was cancelled, or was closed without
    an answer is left out and counted apart. Days, weeks and months are those of
    defaults.report_timezone, else yours.

    The filters choose cases, as they are now. --limit is how many rows are shown.

    --html writes one file with charts and tables that loads nothing: what is at risk, the figures
    by priority and region or by each --by, by week, each miss, and open cases. FILE appears when
    it is complete, and only you can read it; an older report is replaced.

    \b
    slt report --since "last month" --until "last month" --by priority --by region
    slt report --since 2026-10 --until 2026-10 --misses
    slt report --clock resolution --by partner --trend month
    slt report --by week --json
    slt report --since "last month" --until "last month" --html report.html
    """
    app = app_of(ctx)
    now = app.at(at)
    asked = ReportQuestion(
        of_cases=filters.wanted(app),
        kind=None if clock is None else app.policy.clock_rule(clock).key,
        period=Period(*span_of(app, since, until, app.report_zone)),
        zone=app.report_zone,
        by=fields_of(by or ()),
        trend=None if trend is None else unit_of(trend),
        limit=filters.limit,
    )
    if clock is None and "clock" not in asked.by:
        asked = asked._replace(kind=RESPONSE)
    if misses:
        _require_only_misses(asked, html)
    with app.store.reading():
        if misses:
            _show_misses(app, asked, now)
        elif html is not None:
            from slt_cli.commands.report_html import write_page  # noqa: PLC0415 - loads XML

            write_page(app, asked, _form(app, asked, now), html, ctx.params)
        else:
            _show_report(app, asked, now, _to_see_misses(asked, ctx.params))


def _require_only_misses(asked: ReportQuestion, html: Path | None) -> None:
    """Raise UsageError for what a list of missed clocks does not have."""
    other = "--by" if asked.by else "--trend" if asked.trend else "--html" if html else None
    if other is not None:
        raise UsageError(f"--misses and {other} exclude each other", "leave one out")


def _form(app: App, asked: ReportQuestion, now: datetime) -> ReportForm:
    return ReportForm(
        app.policy,
        now,
        asked.period,
        asked.kind,
        asked.zone,
        zone_name(asked.zone, app.environment.get("TZ")),
        asked.by,
        asked.trend,
    )


def _show_misses(app: App, asked: ReportQuestion, now: datetime) -> None:
    store = app.store_at(now)

    def decided() -> Figures:
        return reported(store, app.policy, asked, now).total.figures

    form, found = _form(app, asked, now), missed(app, store, asked, now)
    app.show(miss_sheet(form, found, decided, app.times(now)), paged=True)


def _show_report(app: App, asked: ReportQuestion, now: datetime, see_misses: str) -> None:
    report, form = reported(app.store_at(now), app.policy, asked, now), _form(app, asked, now)
    if app.format == "table" and not app.options.quiet:
        _show_tables(app, form, report, see_misses)
        return
    app.show(report_sheet(form, report.rows))
    if app.format == "plain" and report.total.trend and report.rows and not app.options.quiet:
        app.show(said([""], now))
        app.show(trend_sheet(form, report.rows, report.total))


def _show_tables(app: App, form: ReportForm, report: Report, see_misses: str) -> None:
    """Show a report on a terminal, and how to see the misses if there are any."""
    figures, now = report.total.figures, form.now
    if not figures.decided:
        beside = [*left_out(figures), *stood_still(figures), *dates_of_period(form)]
        app.show(said([nothing_decided(form), *beside], now))
        return
    last = [see_misses] if figures.missed else []
    notes = [*left_out(figures), " ".join([*stood_still(figures), lengths_are(form)])]
    app.show(said([heading(form), ""], now))
    table = report_table(form, report.rows, report.total, with_bars=app.look.has_tables)
    if form.trend is None:
        app.show(table.with_changes(footer=lambda _: [*notes, dates_are(form), *last]))
        return
    app.show(table.with_changes(footer=lambda _: notes))
    app.show(said([""], now))
    _show_trend(app, form, report, [dates_are(form), *last])


def _show_trend(app: App, form: ReportForm, report: Report, last: list[str]) -> None:
    """Show the shares of the weeks or months that fit, then what is said last."""
    total, is_table = report.total, app.look.has_tables
    rows = [*report.rows, total] if form.by else report.rows
    shown = shown_on(sys.stdout)
    first = first_that_fits(form, rows, total, app.look.width, shown) if is_table else 0
    with_line = is_table and has_signs(sys.stdout) and len(total.trend) - first > 1
    trend = trend_sheet(form, rows, total, first=first, with_line=with_line)
    notes = [*left_out_before(form, total, first), *last]
    app.show(trend.with_changes(footer=lambda _: notes))


def _to_see_misses(asked: ReportQuestion, given: Mapping[str, Any]) -> str:
    """Return the command that lists the misses of a report, those of one kind of clock."""
    limits, filters = typed(given, ("since", "until")), typed(given, (*OF_CASES, "at"))
    options = [*limits, *kind_typed(given, every_kind=asked.kind is None), *filters]
    return f"See what was missed: {' '.join(['slt report', *options, '--misses'])}"
