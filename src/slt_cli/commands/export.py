"""`slt export`: write cases as CSV or JSON Lines, for `slt import` and for other programs."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from slt_cli.app import App
from slt_cli.commands.written_file import require_not_in_use
from slt_cli.domain.case import VALID, Case
from slt_cli.errors import UnknownNameError, UsageError
from slt_cli.exchange.lines import line_sheet, lines_of
from slt_cli.exchange.whole_file import whole_file
from slt_cli.file_remarks import mode_remark, root_remark
from slt_cli.filters import Filters, takes_filters
from slt_cli.offered import offered
from slt_cli.output import Format, Sheet, write
from slt_cli.output.csv_style import CsvStyle
from slt_cli.output.separators import separator_in
from slt_cli.output.times import Times
from slt_cli.parameters import app_of
from slt_cli.views.case_list import case_list
from slt_cli.views.spreadsheet import spreadsheet, zone_note

_FORMATS: Mapping[str, Format] = {".csv": "csv", ".jsonl": "jsonl", ".ndjson": "jsonl"}
"""The formats of cases in files, by the ends of their names."""

_WORKBOOKS = frozenset({".xls", ".xlsx", ".xlsm", ".ods"})
"""Names by which a spreadsheet would open no text."""


@takes_filters()
def export_command(
    ctx: typer.Context,
    *,
    file: Annotated[
        Path | None,
        typer.Argument(
            metavar="[FILE]", readable=False, help="A .csv or .jsonl file; - for standard output."
        ),
    ] = None,
    filters: Filters,
    program: Annotated[
        str | None,
        typer.Option(
            "--for",
            metavar="excel",
            help="CSV for a spreadsheet: local times, the separator of your locale.",
            autocompletion=offered("programs"),
        ),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace FILE if it exists.")] = False,
) -> None:
    """Write cases as CSV or JSON Lines, closed ones too; void ones only with --status void.

    The name of FILE decides the format, unless -o csv or -o jsonl does; standard output gets CSV.
    CSV has the fields of each case, JSON Lines its clocks and its whole history, too: `slt import`
    brings it back as it was.
    FILE appears when it is complete, and only you can read it. In CSV, a text that a spreadsheet
    would run as a formula gets an apostrophe in front; `slt import` removes it again.

    --for excel writes times as dates of a spreadsheet, in your time zone or as --times says, after
    a byte order mark; the separator is a semicolon where LC_ALL, LC_NUMERIC or LANG names a locale
    with a decimal comma. To keep the zeros of 00412355, load the file in Excel with Data > From
    Text/CSV, with that column as text.

    \b
    slt export cases.csv
    slt export cases.csv --for excel
    slt export --region apac --status closed -o jsonl | gzip > apac.jsonl.gz
    """
    app = app_of(ctx)
    named = None if file is None or str(file) == "-" else file
    for_excel = _is_for_excel(program)
    if named is not None:
        require_not_in_use(app, named)
    form = _format_of(app, named, for_excel=for_excel)
    wanted = filters.wanted(app, statuses=VALID)
    csv = _style_for_excel(app, named) if for_excel else None
    with app.store.reading():
        cases = app.store.cases(wanted)
        if for_excel:
            sheet = spreadsheet(app.policy, cases, _times_for_excel(app))
        else:
            sheet = _sheet(app, cases, form)
        if named is None:
            app.show(sheet, form, csv=csv)
        else:
            app.remark(root_remark(named))
            with whole_file(named, replace=force) as stream:
                write(sheet, form, quiet=False, stream=stream, csv=csv)
            app.remark(mode_remark(named))
    if for_excel:
        app.note(*zone_note(_times_for_excel(app)))


def _sheet(app: App, cases: Iterator[Case], form: Format) -> Sheet[Any]:
    """Return the cases as rows of flat fields; in JSON Lines each with its history, too."""
    if form == "jsonl":
        return line_sheet(app.policy, lines_of(app.store, cases), app.now)
    return case_list(app.policy, cases, app.times())


def _is_for_excel(program: str | None) -> bool:
    """Return whether the value of --for is excel; raises UnknownNameError for any other."""
    if program is not None and program.strip().lower() != "excel":
        raise UnknownNameError("value of --for", program, ["excel"])
    return program is not None


def _style_for_excel(app: App, named: Path | None) -> CsvStyle:
    """Return the style of CSV that a spreadsheet opens in the user's locale."""
    on_terminal = named is None and app.terminal.stdout
    return CsvStyle(separator_in(app.environment), is_marked=not on_terminal)


def _times_for_excel(app: App) -> Times:
    """Return how times are written for a spreadsheet: as local ones, unless others are chosen."""
    whose = app.whose_time or "local"
    zone = app.shown_zone if whose == "local" else app.reader_zone
    return Times(app.now, zone, whose)


def _format_of(app: App, file: Path | None, *, for_excel: bool) -> Format:
    if app.options.quiet:
        raise UsageError(
            "an export has every field of a case", "`slt list --all -q` prints only ids"
        )
    form = app.options.output
    if form is None:
        form = "csv" if file is None else _format_of_name(file, for_excel=for_excel)
    elif for_excel and form != "csv":
        raise _not_for_excel(form, "leave out one of the two")
    if form not in _FORMATS.values():
        raise UsageError(f"cannot export as {form}", "add -o csv or -o jsonl")
    return form


def _format_of_name(file: Path, *, for_excel: bool) -> Format:
    as_csv = f"name it {file.stem}.csv"
    form = _FORMATS.get(file.suffix.lower())
    if for_excel and form == "jsonl":
        raise _not_for_excel(f"JSON Lines, as {file} is", f"{as_csv}, or leave out --for excel")
    if form is not None:
        return form
    if file.suffix.lower() in _WORKBOOKS:
        fix = as_csv if for_excel else f"{as_csv} and add --for excel"
    elif for_excel:
        fix = f"{as_csv}, or add -o csv"
    else:
        fix = f"{as_csv} or {file.stem}.jsonl, or add -o csv or -o jsonl"
    raise UsageError(f"{file} is not a .csv or .jsonl file", fix)


def _not_for_excel(what: str, fix: str) -> UsageError:
    return UsageError(f"--for excel writes CSV, not {what}", fix)
