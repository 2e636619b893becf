"""The answer of `slt import --dry-run` for people: how a file is read, and what it becomes."""

from collections.abc import Iterator

from slt_cli.app import App
from slt_cli.domain.calendar.written_dates import DateFormats
from slt_cli.domain.clocks import RESPONSE
from slt_cli.domain.policy import Policy
from slt_cli.exchange.columns import Columns
from slt_cli.exchange.given import LENGTHS
from slt_cli.exchange.words import Words
from slt_cli.output import Note, said
from slt_cli.services.import_file import Checked, FileToImport
from slt_cli.services.import_form import FileForm
from slt_cli.services.importing import Import
from slt_cli.views.import_check import (
    MOST_COLUMNS,
    ColumnRead,
    Counts,
    columns_sheet,
    fault_lines,
    first_rows_sheet,
    summary,
)
from slt_cli.views.imported import Imported, cases_with_fields, differing, left_out_as_redacted

_ANSWERS = {"responded_at", *LENGTHS}


def show_check(app: App, given: FileToImport, columns: Columns, checked: Checked) -> None:
    """Show what the file is, what would happen, how it is read, what it becomes, what is wrong."""
    done = checked.done
    counts = Counts(done.count, done.there, len(done.updated), len(done.redacted), done.bad)
    notes = list(read_as(columns, app.policy))
    heading = [f"{note.label} {note.text}" for note in notes[:1]]
    notes += not_started(columns, app.policy, done)
    heading += [summary(counts, checked.rows), *map(str, notes[len(heading) :]), ""]
    app.show(said(heading, app.now))
    all_read = list(_columns_read(columns, given.form))
    shown = all_read[:MOST_COLUMNS]
    app.show(columns_sheet(shown, len(all_read) - len(shown), app.now))
    if checked.first:
        app.show(said(["", "The first rows would become"], app.now))
        app.show(first_rows_sheet(app.policy, checked.first, app.times()))
    if changes := list(_changes(imported(done), app.policy)):
        app.show(said(["", *changes], app.now))
    if done.bad:
        app.show(said(["", *fault_lines(done.faults, done.bad)], app.now))


def imported(done: Import) -> Imported:
    """Return what an import did, or would do, for its answer."""
    return Imported(
        numbers=lambda: done.numbers,
        total=done.count,
        first=done.first,
        last=done.last,
        there=done.there,
        updated=done.updated,
        unlike=done.unlike,
        bad=done.bad,
        updates=done.updates,
        redacted=done.redacted,
    )


def _changes(done: Imported, policy: Policy) -> Iterator[str]:
    """Yield which cases an import would change, and which it would leave otherwise."""
    if done.updated:
        yield f"Would change {cases_with_fields(done.updated, policy)}"
    if done.unlike:
        yield f"Differ {differing(done, policy)}"
    if done.redacted:
        yield left_out_as_redacted(done, policy)


def read_as(columns: Columns, policy: Policy) -> Iterator[Note]:
    """Yield what another system's file is read as, and what its columns do not say."""
    if columns.profile is None:
        return
    how = "from its header; another one: " if columns.is_recognised else "as said with "
    yield Note("Read as", f"{columns.profile.export} ({how}--from NAME)")
    if "region" not in columns.fields.values():
        yield Note("Region", f"{policy.default_region} for all, as no column says: defaults.region")
    if not _ANSWERS & {*columns.fields.values()}:
        yield Note("Answers", "no column has the first answer: cases count as unanswered")


def not_started(columns: Columns, policy: Policy, done: Import) -> Iterator[Note]:
    """Yield which clocks with a target start for no case that is added from a row."""
    kinds = {kind for plan in policy.plans.values() for of in plan.targets.values() for kind in of}
    rules = policy.clock_rules.values()
    names = [rule.name for rule in rules if rule.key in kinds and rule.key != RESPONSE]
    if names and done.count and "events" not in columns.fields.values():
        text = f"new cases have no {', '.join(names)} yet: docs/help-desks.md says when they start"
        yield Note("Clocks", text)


def _columns_read(columns: Columns, form: FileForm) -> Iterator[ColumnRead]:
    for column in columns.named:
        field = columns.fields.get(column, "")
        example = columns.examples.get(column, "") if field else ""
        yield ColumnRead(column, field, example, _note(field, form))


def _note(field: str, form: FileForm) -> str:
    """Return how the values of a field are read, if that is not plain."""
    words: Words = form.form.words
    if field in form.notes.naive:
        return f"read as {form.times.zone_name}: --timezone{_order(form.form.dates)}"
    if field.startswith("responded_after_"):
        return f"{field.rpartition('_')[2]} from opened_at to responded_at"
    return words.meanings(field)


def _order(dates: DateFormats) -> str:
    return f"; {dates.order}: --date-format" if dates.order else ""
