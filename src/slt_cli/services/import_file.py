"""Import an open file: all of its rows in one transaction, or none."""

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from itertools import islice
from typing import NamedTuple

from slt_cli.app import App
from slt_cli.domain.calendar.instant import Zone
from slt_cli.domain.event_making import key_command
from slt_cli.errors import BadRowsError, LostTransactionError, StoreError
from slt_cli.exchange.date_order import in_one_order
from slt_cli.exchange.given import BadRowError, Problem, Recorded
from slt_cli.exchange.row_reader import Form, RowReader
from slt_cli.exchange.rows import Row
from slt_cli.exchange.source import Source
from slt_cli.interruption import is_interruption
from slt_cli.output.messages import print_line
from slt_cli.services.dry_run import DryRun
from slt_cli.services.import_form import FileForm
from slt_cli.services.importing import Import
from slt_cli.services.known_cases import KnownCases
from slt_cli.services.updating import Updating
from slt_cli.store.protocols import Adding, Store, Writing
from slt_cli.store.repeating import after_loss
from slt_cli.store.waiting import INTERRUPTED_SECONDS
from slt_cli.views.import_check import FirstRow

_LARGE = 2**20


class FileToImport(NamedTuple):
    """The rows of a file, how they are written, and what to do with them.

    Bad ones may be left out; those of cases that are known may update them. With the key `once` an
    earlier run may have recorded them.
    """

    source: Source
    rows: Iterator[Row]
    form: FileForm
    skip_bad: bool
    update: bool = False
    once: str | None = None


class Checked(NamedTuple):
    """What an import would do: the cases, how many rows there are, and what the first become."""

    done: Import
    cases: DryRun
    rows: int
    first: list[FirstRow]


def check(app: App, given: FileToImport, most_first: int) -> Checked:
    """Return what an import would record; nothing is recorded."""
    first: list[Row] = []
    rows = 0

    def counted() -> Iterator[Row]:
        nonlocal rows
        for row in given.rows:
            rows += 1
            if len(first) < most_first:
                first.append(row)
            yield row

    with app.store.reading():
        adding = DryRun(app.store, update=given.update)
        done = _taken(app, given._replace(rows=counted()), adding)
        checked = Checked(done, adding, rows, list(_become(app, first, given.form.form, done)))
    _note_on_reading(app, given)
    return checked


def _become(app: App, rows: Iterable[Row], form: Form, done: Import) -> Iterator[FirstRow]:
    """Yield what rows become; those left out are not among them. Their times were noted before."""
    reader = RowReader(app.policy, app.now, form._replace(note=None), app.sentence)
    for line, row in rows:
        if isinstance(row, Problem) or line in done.redacted:
            continue
        try:
            case = (
                reader.with_history(row)[0] if isinstance(row, Recorded) else reader.read(row).case
            )
        except BadRowError:
            continue
        stored = app.store.cases_among({case.number}, {case.ref or ""})
        known = KnownCases(stored).like(case)
        yield FirstRow(case, known, known is not None and known.number in done.updated)


def require_no_bad_rows(given: FileToImport, done: Import) -> None:
    """Raise BadRowsError if rows are bad, and not to be left out."""
    if done.bad and not given.skip_bad:
        fix = "correct the bad rows, or leave them out with --skip-bad"
        raise BadRowsError(given.source.name, done.faults, done.bad, fix)


def record(app: App, given: FileToImport, show: Callable[[Import], None]) -> bool:
    """Import all rows in one transaction, and call `show` with what was done.

    An interruption, also one of `show`, is followed by what it left in the store. Returns False,
    and does nothing, if an earlier run with the same key has recorded.
    """
    done: Import | None = None
    try:
        try:
            with app.store.writing() as transaction:
                if given.once is not None and transaction.case_with(key_command(given.once)):
                    return False
                done = _taken(app, given, transaction)
                _note_on_reading(app, given)
                require_no_bad_rows(given, done)
        except LostTransactionError as lost:
            if done is None or not lost.may_be_recorded:
                raise
            _require_recorded(app, lost, done)
        show(done)
    except (Exception, KeyboardInterrupt) as stop:
        if is_interruption(stop):
            print_line(f"slt: interrupted, {_told(app, done)}")
        raise
    return True


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
    app.waiting.end_in(INTERRUPTED_SECONDS)
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


def _taken(app: App, given: FileToImport, adding: Adding) -> Import:
    source, rows, (form, _, notes), _, update, once = given
    reader = RowReader(app.policy, app.now, form, app.sentence)
    policy, recording = app.policy, app.recording_with(once)
    updating = Updating(adding, policy, app.now, recording) if update else None
    done = Import(adding, reader, policy.case_id, recording, source.name, updating)
    rows = in_one_order(rows, form.dates, source.name)
    with _progress(app, source) as advance:
        done.take(notes.following(rows), advance)
    return done


def _note_on_reading(app: App, given: FileToImport) -> None:
    """Note what was assumed of a file, as it does not say so itself."""
    source, (form, times, notes) = given.source, given.form
    for note in notes:
        app.note(*note)
    for field, count in (form.defaulted or {}).items():
        _note_on_default(app, source.name, field, form.columns[field], count)
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


def _note_on_default(app: App, file: str, field: str, column: str, count: int) -> None:
    """Note how many rows are empty in a column, and what their cases became, if that matters."""
    policy = app.policy
    defaults = {
        "partner_type": (policy.default_partner_type, policy.partner_types),
        "region": (policy.default_region, policy.regions),
    }
    default, entries = defaults[field]
    if len(entries) > 1:
        rows = "1 row has" if count == 1 else f"{count:,} rows have"
        app.note(
            f"{rows} nothing as {column} in {file}: read as {default}, by defaults.{field}",
            f"--map-value {field}:=NAME says what an empty one is",
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
