"""Correct mistakes: take back what a command recorded, and end a case that should not be there."""

from datetime import datetime
from typing import NamedTuple

from slt_cli.app import App
from slt_cli.domain.case import Case
from slt_cli.domain.corrections import require_own, to_take_back, without
from slt_cli.domain.events import Event, event_between
from slt_cli.domain.recording import voided
from slt_cli.services.change import Changed, is_repeated, own_change, require_reference, required
from slt_cli.store.protocols import Store, Writing
from slt_cli.store.repeating import in_transaction


class Undone(NamedTuple):
    """A case before and after an event was taken back; `taken` is None where none was."""

    before: Case
    after: Case
    taken: Event | None = None


def undo(
    app: App,
    number: int,
    wanted: int | None,
    at: datetime,
    *,
    others_too: bool,
    once: str | None = None,
    dry_run: bool = False,
) -> Undone:
    """Take back an event of a case, or without one the last that counts, in one transaction.

    What somebody else recorded needs `others_too`.
    """
    if dry_run:
        return _undone(app, app.store, number, wanted, None, others_too=True)

    def work(transaction: Writing) -> Undone:
        undone = _undone(app, transaction, number, wanted, once, others_too=others_too)
        before, after, taken = undone
        if taken is None or after.rev > before.rev:  # recorded before its answer was lost
            return undone
        recording = app.recording_with(once)
        event = event_between(before, after, "undone", at, recording, undoes=taken.id)
        return undone._replace(after=transaction.record(before, event))

    return in_transaction(app.store, work)


def void(app: App, number: int, reason: str, at: datetime, *, once: str | None = None) -> Changed:
    """End a case that was opened by mistake, in one transaction."""

    def work(transaction: Writing) -> Changed:
        before = required(app, transaction.case(number), number)
        events = transaction.events(number)
        if is_repeated(events, once):
            return Changed(before, before)
        if (done := own_change(app, before, events)) is not None:
            return done
        after = voided(before, at, app.policy)
        recording = app.recording_with(once)
        event = event_between(before, after, "voided", at, recording, reason)
        return Changed(before, transaction.record(before, event), event)

    return in_transaction(app.store, work)


def _undone(
    app: App,
    store: Store | Writing,
    number: int,
    wanted: int | None,
    once: str | None,
    *,
    others_too: bool,
) -> Undone:
    before = required(app, store.case(number), number)
    events = store.events(number)
    if is_repeated(events, once):
        return Undone(before, before)
    if (done := own_change(app, before, events)) is not None and done.event is not None:
        return Undone(done.before, done.after, events[(done.event.undoes or 1) - 1])
    taken = to_take_back(events, wanted)
    if not others_too:
        require_own(taken, app.who)
    after = without(before, events, taken, app.policy)
    require_reference(app, store, before, after)
    return Undone(before, after, taken)
