"""`slt export`: write cases as CSV or JSON Lines, for `slt import` and for other programs."""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import typer

from slt_cli.app import App
from slt_cli.config.in_force import require_no_configuration
from slt_cli.domain.case import VALID, Case
from slt_cli.errors import RefusedError, UsageError
from slt_cli.exchange.lines import line_sheet, lines_of
from slt_cli.exchange.whole_file import require_allowed, whole_file
from slt_cli.file_remarks import mode_remark, root_remark
from slt_cli.output import Format, Sheet, write
from slt_cli.parameters import (
    Limit,
    Partner,
    PriorityName,
    RegionName,
    StatusName,
    app_of,
    filter_of,
    status_of,
)
from slt_cli.views.case_list import case_list

_WORKBOOKS = frozenset({".xls", ".xlsx", ".xlsm", ".ods"})
"""Names by which a spreadsheet would open no text."""


def export_command(
    ctx: typer.Context,
    file: Annotated[
        Path | None,
        typer.Argument(
            metavar="[FILE]", readable=False, help="A .csv or .jsonl file; - for standard output."
        ),
    ] = None,
    region: RegionName = None,
    priority: PriorityName = None,
    partner: Partner = None,
    status: StatusName = None,
    limit: Limit = None,
    force: Annotated[bool, typer.Option("--force", help="Replace FILE if it exists.")] = False,
) -> None:
    """Write cases as CSV or JSON Lines, closed ones too; void ones only with --status void.

    The name of FILE decides the format, unless -o csv or -o jsonl does; standard output gets CSV.
    CSV has the fields of each case, JSON Lines its clocks and its whole history, too: `slt import`
    brings it back as it was.
    FILE appears when it is complete, and only you can read it. In CSV, a text that a spreadsheet
    would run as a formula gets an apostrophe in front; `slt import` removes it again.

    \b
    slt export cases.csv
    slt export --region apac --status closed -o jsonl | gzip > apac.jsonl.gz
    """
    app = app_of(ctx)
    named = None if file is None or str(file) == "-" else file
    if named is not None:
        _require_allowed(app, named)
    form = _format_of(app, named)
    wanted = filter_of(
        app,
        region,
        priority,
        partner,
        statuses=VALID if status is None else (status_of(status),),
        limit=limit,
    )
    with app.store.reading():
        sheet = _sheet(app, app.store.cases(wanted), form)
        if named is None:
            app.show(sheet, form)
        else:
            app.remark(root_remark(named))
            with whole_file(named, replace=force) as stream:
                write(sheet, form, quiet=False, stream=stream)
            app.remark(mode_remark(named))


def _require_allowed(app: App, named: Path) -> None:
    """Refuse what no option lets an export replace."""
    if part := app.upkeep.part(named):
        raise RefusedError(f"{named} is {part} and was not touched", "name another file")
    require_no_configuration(named, app.config_file)
    require_allowed(named)


def _sheet(app: App, cases: Iterator[Case], form: Format) -> Sheet[Any]:
    """Return the cases as rows of flat fields; in JSON Lines each with its history, too."""
    if form is Format.JSONL:
        return line_sheet(app.policy, lines_of(app.store, cases), app.now)
    return case_list(app.policy, cases, app.times())


def _format_of(app: App, file: Path | None) -> Format:
    if app.options.quiet:
        raise UsageError(
            "an export has every field of a case", "`slt list --all -q` prints only ids"
        )
    form = app.options.output or (Format.CSV if file is None else _format_of_name(file))
    if not form.suffixes:
        raise UsageError(f"cannot export as {form}", "add -o csv or -o jsonl")
    return form


def _format_of_name(file: Path) -> Format:
    if (form := Format.of_file(file)) is not None:
        return form
    fix = f"name it {file.stem}.csv or {file.stem}.jsonl"
    if file.suffix.lower() not in _WORKBOOKS:
        fix += ", or add -o csv or -o jsonl"
    raise UsageError(f"{file} is not a .csv or .jsonl file", fix)
