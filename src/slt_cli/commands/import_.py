"""`slt import`: read cases from CSV or JSON Lines, all of them or none."""

from collections.abc import Collection
from functools import partial
from itertools import chain, islice
from pathlib import Path
from typing import Annotated

import typer

from slt_cli.app import App
from slt_cli.commands.import_check import imported, not_started, read_as, show_check
from slt_cli.commands.import_options import (
    DateFormat,
    Encoding,
    From,
    Mapped,
    MapValue,
    OnlyMapped,
    TimeZone,
)
from slt_cli.errors import StoreError
from slt_cli.exchange.columns import Columns, parse_map
from slt_cli.exchange.rows import rows_of
from slt_cli.exchange.source import opened, text_encoding
from slt_cli.output import FOR_PEOPLE, Note
from slt_cli.output.messages import print_bad_rows
from slt_cli.parameters import Once, app_of
from slt_cli.services.change import cases_with_key
from slt_cli.services.import_file import FileToImport, check, record, require_no_bad_rows
from slt_cli.services.import_form import Asked, columns_of, date_formats, form_of, zone_of
from slt_cli.services.importing import Import
from slt_cli.store.batches import with_numbers
from slt_cli.views.import_check import MOST_COLUMNS, MOST_ROWS
from slt_cli.views.imported import CasesWith, Imported, imported_cases, imported_sheet


def import_command(
    ctx: typer.Context,
    file: Annotated[
        Path,
        typer.Argument(
            metavar="FILE", readable=False, help="CSV or JSON Lines; - for standard input."
        ),
    ],
    system: From = None,
    mapped: Mapped = None,
    map_value: MapValue = None,
    only_mapped: OnlyMapped = False,
    date_format: DateFormat = None,
    timezone: TimeZone = None,
    encoding: Encoding = None,
    skip_bad: Annotated[
        bool, typer.Option("--skip-bad", help="Leave out bad rows and import the others.")
    ] = False,
    update: Annotated[
        bool,
        typer.Option("--update", help="Record what rows know more about cases that are known."),
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Check every row and record nothing.")
    ] = False,
    once: Once = None,
) -> None:
    """Read cases from CSV or JSON Lines, of slt or of another system.

    An export of Zendesk, Salesforce, ServiceNow, Jira or Freshdesk is recognised by its columns;
    --from names it. Your own: [imports.NAME] in the configuration. Other columns are named like the
    fields of --json, or by --map; opened_at and priority are required. A missing due time is
    computed. A row with the ref of a case in the store, or with its id and opened_at,
    changes nothing, so a file can be imported again; a row with neither is a new case each time. A
    case that has other facts than its row is named. A ref belongs to one case that is not void.
    Every row is checked: if one is bad, nothing is imported.

    With --update a row also changes its case: an answer, a resolution, a closing, a hold or its
    end, a reopening, and another priority, region, partner type, subject or partner are recorded at
    the times in the row. What is older than the history of the case, what was undone, and what does
    not agree with it stays as it is. The same file again changes nothing.

    JSON Lines of `slt export` have the events of each case: it comes back with exactly that
    history. --map events= leaves the history out and takes only the other fields.

    \b
    slt import tickets.csv --timezone Europe/London --dry-run
    slt import tickets.csv --timezone Europe/London --update
    slt import cases.csv --map Opened=opened_at --map Severity=priority --only-mapped
    slt export -o jsonl | slt import - --db copy.db
    """
    app = app_of(ctx)
    asked = Asked(
        mapped=parse_map(mapped or []),
        only_mapped=only_mapped,
        profile=system,
        values=map_value or [],
        dates=date_formats(date_format or []),
        zone=zone_of(timezone),
    )
    with opened(file, None if encoding is None else text_encoding(encoding)) as source:
        columns = columns_of(app, asked, MOST_COLUMNS if dry_run else 0)
        rows = rows_of(source, columns)
        ahead = list(islice(rows, 1))  # wrong columns are reported before anything else
        form = form_of(app, asked, columns, source, ahead)
        given = FileToImport(source, chain(ahead, rows), form, skip_bad, update, once)
        if dry_run and (before := cases_with_key(app, once)):
            _show_before(app, before, Note("Dry run", "nothing was recorded"))
        elif dry_run:
            _check(app, given, columns)
        elif not record(app, given, partial(_show_imported, app, columns)):
            _show_before(app, cases_with_key(app, once))
        if not ahead:  # said last: an error of the store is an outcome of its own
            what = "is empty" if source.is_empty else "has no row of a case"
            app.note(f"{source.name} {what}", "check where it comes from; nothing was imported")


def _check(app: App, given: FileToImport, columns: Columns) -> None:
    """Show what an import would record; exit with 1 if bad rows would keep it from that."""
    checked = check(app, given, MOST_ROWS)
    done = checked.done
    if app.options.quiet or app.format not in FOR_PEOPLE:
        require_no_bad_rows(given, done)
        note = Note("Dry run", "nothing was recorded")
        cases = partial(map, checked.cases.cases.__getitem__)
        _show(app, columns, done, cases, note)
        return
    show_check(app, given, columns, checked)
    if done.bad and not given.skip_bad:
        raise typer.Exit(1)


def _show_imported(app: App, columns: Columns, done: Import) -> None:
    try:
        _show(app, columns, done, partial(with_numbers, app.store))
    except StoreError as error:
        error.fix = "everything was imported: see `slt list`"
        raise


def _show_before(app: App, numbers: Collection[int], *notes: Note) -> None:
    """Show the cases on which an earlier run with the same key recorded, as they are now."""
    did = Imported(
        numbers=lambda: iter(numbers),
        total=0,
        first=min(numbers),
        last=max(numbers),
        there=0,
        updated={},
        unlike={},
        bad=0,
        before=len(numbers),
    )
    _answer(app, did, partial(with_numbers, app.store), notes)


def _show(app: App, columns: Columns, done: Import, cases: CasesWith, *notes: Note) -> None:
    """Show the imported cases to programs, only their ids if quiet; their number to people."""
    if done.bad:
        print_bad_rows(done.faults, done.bad, "left out")
    read = (*read_as(columns, app.policy), *not_started(columns, app.policy, done))
    _answer(app, imported(done), cases, (*read, *notes))


def _answer(app: App, did: Imported, cases: CasesWith, notes: tuple[Note, ...]) -> None:
    quiet = app.options.quiet
    if not quiet and app.format in FOR_PEOPLE:
        app.show(imported_sheet(app.policy, app.now, did, notes))
    else:
        app.show(imported_cases(app.policy, app.now, did, None if quiet else cases, notes))
