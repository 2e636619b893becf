"""`slt import`: read cases from CSV or JSON Lines, all of them or none."""

import sys
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from functools import partial
from itertools import chain, islice
from pathlib import Path
from typing import Annotated, Any, NamedTuple

import typer

from slt_cli.app import App
from slt_cli.domain.case import Case
from slt_cli.domain.policy import Policy
from slt_cli.errors import BadRowsError, LostTransactionError, StoreError
from slt_cli.exchange.columns import Columns, parse_map
from slt_cli.exchange.row_reader import RowReader
from slt_cli.exchange.rows import Row, rows_of
from slt_cli.exchange.source import Source, opened
from slt_cli.exchange.time_notes import TimeNotes
from slt_cli.interruption import is_interruption
from slt_cli.output import Column, Note, Sheet
from slt_cli.output.messages import print_bad_rows
from slt_cli.parameters import app_of
from slt_cli.services.dry_run import DryRun
from slt_cli.services.importing import Import
from slt_cli.store.batches import with_numbers
from slt_cli.store.protocols import Adding
from slt_cli.store.repeating import after_loss
from slt_cli.views.case import SCHEMA, case_item

_LARGE = 2**20
_MOST_NAMED = 10

CasesAmong = Callable[[Collection[int], Collection[str]], list[Case]]
"""Returns the cases that have one of the numbers or references."""

CasesWith = Callable[[Iterable[int]], Iterable[Case]]
"""Returns the cases with these numbers, in this order."""


def import_command(
    ctx: typer.Context,
    file: Annotated[
        Path,
        typer.Argument(
            metavar="FILE", readable=False, help="CSV or JSON Lines; - for standard input."
        ),
    ],
    mapped: Annotated[
        list[str] | None,
        typer.Option(
            "--map", metavar="COLUMN=FIELD", help="Take a column as a field; COLUMN= leaves it out."
        ),
    ] = None,
    skip_bad: Annotated[
        bool, typer.Option("--skip-bad", help="Leave out bad rows and import the others.")
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Check every row and record nothing.")
    ] = False,
) -> None:
    """Read cases from CSV or JSON Lines.

    The columns are named like the fields of --json; opened_at and priority are required. A missing
    due time is computed. A row with the ref of a case in the store, or with its id and opened_at,
    changes nothing, so a file can be imported again; a row with neither is a new case each time. A
    case that has other facts than its row is named. A ref belongs to one case that is not void.
    Every row is checked: if one is bad, nothing is imported.

    JSON Lines of `slt export` have the events of each case: it comes back with exactly that
    history. --map events= leaves the history out and takes only the other fields.

    \b
    slt import cases.csv --dry-run
    slt import tickets.csv --map Opened=opened_at --map Severity=priority --map Assignee=
    slt export -o jsonl | slt import - --db copy.db
    """
    app = app_of(ctx)
    with opened(file) as source:
        rows = rows_of(source, Columns(parse_map(mapped or [])))
        ahead = list(islice(rows, 1))  # wrong columns are reported before anything else
        given = _Given(source, chain(ahead, rows), skip_bad=skip_bad)
        (_check if dry_run else _record)(app, given)
        if not ahead:  # said last: an error of the store is an outcome of its own
            what = "is empty" if source.is_empty else "has no row of a case"
            app.note(f"{source.name} {what}", "check where it comes from; nothing was imported")


class _Given(NamedTuple):
    """The rows of a file, and what to do with bad ones."""

    source: Source
    rows: Iterator[Row]
    skip_bad: bool


def _check(app: App, given: _Given) -> None:
    """Show what an import would record."""
    with app.store.reading():
        adding = DryRun(app.store)
        done = _taken(app, given, adding)
    _show(app, done, partial(map, adding.cases.__getitem__), dry_run=True)


def _record(app: App, given: _Given) -> None:
    """Import all rows in one transaction, and show the cases."""
    done: Import | None = None
    try:
        try:
            with app.store.writing() as transaction:
                done = _taken(app, given, transaction)
        except LostTransactionError as lost:
            if done is None or not lost.may_be_recorded:
                raise
            _require_recorded(app, lost, done)
        _show_imported(app, done)
    except (Exception, KeyboardInterrupt) as stop:
        if is_interruption(stop):
            typer.echo(f"slt: interrupted, {_told(app, done)}", err=True)
        raise


def _require_recorded(app: App, lost: LostTransactionError, done: Import) -> None:
    """Find out how a transaction ended whose answer was lost; raise an error if it was undone."""

    def ask() -> bool:
        with app.store.writing() as transaction:
            # It waits for a transaction that adds cases: the lost one may still do so.
            return _is_among(done, transaction.cases_among)

    if not after_loss(app.store, lost, ask):
        raise LostTransactionError(
            f"the connection to {app.location} was lost, and nothing was imported",
            "import it again",
        )


def _show_imported(app: App, done: Import) -> None:
    try:
        _show(app, done, partial(with_numbers, app.store), dry_run=False)
    except StoreError as error:
        error.fix = "everything was imported: see `slt list`"
        raise


def _told(app: App, done: Import | None) -> str:
    """Return what an interruption left in the store."""
    app.store.close()  # ends a transaction that the interruption left open
    try:
        is_imported = done is not None and _is_among(done, app.store.cases_among)
    except StoreError:
        return "and the store does not say whether everything was imported: see `slt list`"
    return "after everything was imported" if is_imported else "nothing was imported"


def _is_among(done: Import, cases_among: CasesAmong) -> bool:
    """Return whether the cases are in the store: the number alone may be another process's."""
    return any(case.uid == done.uid for case in cases_among([*islice(done.numbers, 1)], ()))


def _taken(app: App, given: _Given, adding: Adding) -> Import:
    source, rows, skip_bad = given
    times = app.given_times
    notes = TimeNotes(source.name, times.note_on)
    fix, policy = source.in_utf_8, app.policy
    reader = RowReader(policy, app.now, times.unnoted, app.sentence, notes.add, fix)
    done = Import(adding, reader, policy.case_id, app.recording, source.name)
    with _progress(app, source) as advance:
        done.take(notes.following(rows), advance)
    for note in notes:
        app.note(*note)
    if done.bad and not skip_bad:
        fix = "correct the bad rows, or leave them out with --skip-bad"
        raise BadRowsError(source.name, done.faults, done.bad, fix)
    return done


def _progress(app: App, source: Source) -> AbstractContextManager[Callable[[], None]]:
    """Return what reports progress in a source: a bar for a large file on a terminal."""
    if source.size < _LARGE or not app.terminal.stderr:
        return nullcontext(lambda: None)
    return _bar(source)


@contextmanager
def _bar(source: Source) -> Iterator[Callable[[], None]]:
    from slt_cli.output.progress import progress_bar  # noqa: PLC0415 - Rich, only on a terminal

    with progress_bar(f"Import of {source.name}", source.size, sys.stderr) as report:
        yield lambda: report(source.stream.tell())


def _show(app: App, done: Import, cases: CasesWith, *, dry_run: bool) -> None:
    if done.bad:
        print_bad_rows(done.faults, done.bad, "left out")
    app.show(_sheet(app, done, cases, dry_run=dry_run))


def _sheet(app: App, done: Import, cases: CasesWith, *, dry_run: bool) -> Sheet[Any]:
    """Return the imported cases for programs, only their ids if quiet; their number for people."""
    policy = app.policy
    notes = (Note("Dry run", "nothing was recorded"),) if dry_run else ()
    if not app.options.quiet and app.format.is_for_people:
        return Sheet(SCHEMA, app.now, [done], dict, _counts(policy), str, notes=notes, record=True)
    told = {
        "Already there": str(done.there or ""),
        "Differ": _unlike(done, policy),
        "Left out": str(done.bad or ""),
    }
    notes = (*notes, *(Note(label, text) for label, text in told.items() if text))
    if app.options.quiet:
        return Sheet(SCHEMA, app.now, done.numbers, dict, (), policy.case_id, notes=notes)
    return Sheet(
        schema=SCHEMA,
        as_of=app.now,
        rows=cases(done.numbers),
        item=partial(case_item, policy),
        columns=(),
        key=lambda case: policy.case_id(case.number),
        notes=notes,
    )


def _unlike(done: Import, policy: Policy) -> str:
    """Return which cases the store keeps with other facts than those of their rows."""
    if not done.unlike:
        return ""
    named = [
        f"{policy.case_id(number)} ({', '.join(fields)})"
        for number, fields in islice(done.unlike.items(), _MOST_NAMED)
    ]
    more = len(done.unlike) - len(named)
    others = f" and {more:,} more" if more else ""
    return f"{len(done.unlike):,}, which the store keeps as they are: {', '.join(named)}{others}"


def _counts(policy: Policy) -> tuple[Column[Import], ...]:
    def named(number: int | None) -> str:
        return "" if number is None else policy.case_id(number)

    return (
        Column("Imported", lambda done: f"{done.count:,}"),
        Column("Already there", lambda done: f"{done.there:,}" if done.there else ""),
        Column("Differ", lambda done: _unlike(done, policy)),
        Column("Left out", lambda done: f"{done.bad:,}" if done.bad else ""),
        Column("First", lambda done: named(done.first)),
        Column("Last", lambda done: named(done.last)),
    )
