"""The answer of a correction: what was taken back, and what that changed."""

from collections.abc import Iterator

from slt_cli.domain.changed import Changed
from slt_cli.domain.events import Event
from slt_cli.domain.policy import Policy
from slt_cli.output import Line, Note, Sheet, line, notes_of
from slt_cli.output.times import Times
from slt_cli.views.changes import aligned, change_lines, changes_sheet, note_line
from slt_cli.views.clock_changes import unchanged_hint


def undone_sheet(
    policy: Policy, changed: Changed, taken: Event | None, times: Times, *, dry_run: bool
) -> Sheet[Changed]:
    """Return the sheet for an event that was taken back; None if an earlier run took one back."""
    sheet = changes_sheet(policy, [changed], times)
    if taken is None:
        return sheet.with_answer_notes()
    notes = (Note("Dry run", "nothing was recorded"),) if dry_run else ()

    def lines(changed: Changed) -> Iterator[Line]:
        return aligned(changed, _undone(policy, changed, taken, times, dry_run=dry_run))

    def answer_notes(changed: Changed) -> Iterator[Note]:
        yield Note("Undone", f"event {taken.id}")
        yield from notes_of(lines(changed), sheet.key(changed))

    return sheet.with_changes(lines=lines, notes=notes, answer_notes=answer_notes)


def _undone(
    policy: Policy, changed: Changed, taken: Event, times: Times, *, dry_run: bool
) -> Iterator[Line]:
    case = changed.before
    verb = "Would undo" if dry_run else "Undid"
    at = times.told(taken.at, policy.zone_of(case))
    name = policy.case_id(case.number)
    yield line(f'{verb} "{taken.kind}" of {name} ({at} by {taken.who})', indented=False)
    if taken.note and taken.id is not None:
        yield note_line(taken, taken.id)
    yield from change_lines(policy, changed, times)
    yield from unchanged_hint(policy, changed, times)
