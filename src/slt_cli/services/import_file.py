"""Import an open file: all of its rows in one transaction, or none."""

import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from itertools import islice
from typing import NamedTuple

from slt_cli.app import App
from slt_cli.errors import BadRowsError, LostTransactionError, StoreError
from slt_cli.exchange.row_reader import RowReader
from slt_cli.exchange.rows import Row
from slt_cli.exchange.source import Source
from slt_cli.exchange.time_notes import TimeNotes
from slt_cli.interruption import is_interruption
from slt_cli.output.messages import print_line
from slt_cli.services.dry_run import DryRun
from slt_cli.services.importing import Import
from slt_cli.services.updating import Updating
from slt_cli.store.protocols import Adding, Store, Writing
from slt_cli.store.repeating import after_loss

_LARGE = 2**20


class Given(NamedTuple):
    """The rows of a file, and what to do with bad ones and with those of cases that are known."""

    source: Source
    rows: Iterator[Row]
    skip_bad: bool
    update: bool = False


def check(app: App, given: Given) -> tuple[Import, DryRun]:
    """Return what an import would record, and the cases; nothing is recorded."""
    with app.store.reading():
        adding = DryRun(app.store, update=given.update)
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
            return _is_among(done, transaction)

    if not after_loss(app.store, lost, ask):
        raise LostTransactionError(
            f"the connection to {app.location} was lost, and nothing was imported",
            "import it again",
        )


def _told(app: App, done: Import | None) -> str:
    """Return what an interruption left in the store."""
    app.store.close()  # ends a transaction that the interruption left open
    try:
        is_imported = done is not None and _is_among(done, app.store)
    except StoreError:
        return "and the store does not say whether everything was imported: see `slt list`"
    return "after everything was imported" if is_imported else "nothing was imported"


def _is_among(done: Import, store: Store | Writing) -> bool:
    """Return whether the cases are in the store: the number alone may be another process's."""
    if done.count or done.last_change is None:
        return any(
            case.uid == done.uid for case in store.cases_among([*islice(done.numbers, 1)], ())
        )
    number, event = done.last_change
    return any(each._replace(id=None) == event for each in store.events(number))


def _taken(app: App, given: Given, adding: Adding) -> Import:
    source, policy = given.source, app.policy
    times = app.given_times
    notes = TimeNotes(source.name, times.note_on)
    fix = source.in_utf_8
    reader = RowReader(policy, app.now, times.unnoted, app.sentence, notes.add, fix)
    updating = Updating(adding, policy, app.now, app.recording) if given.update else None
    done = Import(adding, reader, policy.case_id, app.recording, source.name, updating)
    with _progress(app, source) as advance:
        done.take(notes.following(given.rows), advance)
    for note in notes:
        app.note(*note)
    if done.bad and not given.skip_bad:
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
