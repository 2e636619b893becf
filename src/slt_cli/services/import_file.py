"""Import an open file: all of its rows in one transaction, or none."""

import sys
from collections.abc import Callable, Collection, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from itertools import islice
from typing import NamedTuple

from slt_cli.app import App
from slt_cli.domain.calendar.instant import Zone
from slt_cli.domain.case import Case
from slt_cli.errors import BadRowsError, LostTransactionError, StoreError
from slt_cli.exchange.date_order import in_one_order
from slt_cli.exchange.file_times import FileTimes
from slt_cli.exchange.row_reader import RowReader
from slt_cli.exchange.rows import Row
from slt_cli.exchange.source import Source
from slt_cli.interruption import is_interruption
from slt_cli.output.messages import print_line
from slt_cli.services.dry_run import DryRun
from slt_cli.services.import_form import FileForm
from slt_cli.services.importing import Import
from slt_cli.store.protocols import Adding
from slt_cli.store.repeating import after_loss

_LARGE = 2**20

CasesAmong = Callable[[Collection[int], Collection[str]], list[Case]]
"""Returns the cases that have one of the numbers or references."""


class Given(NamedTuple):
    """The rows of a file, how they are written, and what to do with bad ones."""

    source: Source
    rows: Iterator[Row]
    form: FileForm
    skip_bad: bool


def check(app: App, given: Given) -> tuple[Import, DryRun]:
    """Return what an import would record, and the cases; nothing is recorded."""
    with app.store.reading():
        adding = DryRun(app.store)
        return _taken(app, given, adding), adding


def record(app: App, given: Given, show: Callable[[Import], None]) -> None:
    """Import all rows in one transaction, and call `show` with what was done.

    An interruption, also one of `show`, is followed by what it left in the store.
    """
    done: Import | None = None
    try:
        try:
            with app.store.writing() as transaction:
                done = _taken(app, given, transaction)
        except LostTransactionError as lost:
            if done is None or not lost.may_be_recorded:
                raise
            _require_recorded(app, lost, done)
        show(done)
    except (Exception, KeyboardInterrupt) as stop:
        if is_interruption(stop):
            print_line(f"slt: interrupted, {_told(app, done)}")
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


def _taken(app: App, given: Given, adding: Adding) -> Import:
    source, rows, (form, times, notes), skip_bad = given
    reader = RowReader(app.policy, app.now, form, app.sentence)
    done = Import(adding, reader, app.policy.case_id, app.recording, source.name)
    rows = in_one_order(rows, form.dates, source.name)
    with _progress(app, source) as advance:
        done.take(notes.following(rows), advance)
    for note in notes:
        app.note(*note)
    _note_on_reading(app, source, times)
    if done.bad and not skip_bad:
        fix = "correct the bad rows, or leave them out with --skip-bad"
        raise BadRowsError(source.name, done.faults, done.bad, fix)
    return done


def _note_on_reading(app: App, source: Source, times: FileTimes) -> None:
    """Note what was assumed of a file, as it does not say so itself."""
    if source.lines.first_other is not None:
        app.note(
            f"{source.name} is not UTF-8, first in line {source.lines.first_other}: it is read as "
            "Windows-1252",
            "--encoding NAME says another one",
        )
    if times.as_local:
        zone = Zone().abbreviation(app.now)
        app.note(
            f"{source.name} has times without an offset: they are read as your local time, {zone}",
            "--timezone Europe/London names another zone",
        )


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
