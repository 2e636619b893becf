"""Correct mistakes: take back what a command recorded, and end a case that should not be there."""

from datetime import datetime
from typing import NamedTuple

from slt_cli.app import App
from slt_cli.domain.case import Case
from slt_cli.domain.changed import Changed
from slt_cli.domain.corrections import require_own, to_take_back, without
from slt_cli.domain.event_making import event_between
from slt_cli.domain.events import Event
from slt_cli.domain.recording import voided
from slt_cli.services.change import recorded_before, recorded_with_key, require_reference
from slt_cli.store.damage import require_history
from slt_cli.store.naming import CaseName, case_to_change, named_case
from slt_cli.store.protocols import Store, Writing
from slt_cli.store.repeating import in_transaction


class Undone(NamedTuple):
    """A case before and after an event was taken back; `taken` is None where none was."""

    before: Case
    after: Case
    taken: Event | None = None


def undo(
    app: App,
    name: CaseName,
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
        case = named_case(app.store, app.policy, name)
        events = app.store.events(case.number)
        if recorded_with_key(case, events, once) is not None:
            return Undone(case, case)
        return _undone(app, app.store, case, events, wanted, others_too=True)

    def work(transaction: Writing) -> Undone:
        case = case_to_change(transaction, app.policy, name)
        events = transaction.events(case.number)
        if (done := recorded_before(app, case, events, once)) is not None:
            undone = done.event and events[(done.event.undoes or 1) - 1]
            return Undone(done.before, done.after, undone)
        before, after, taken = _undone(
            app, transaction, case, events, wanted, others_too=others_too
        )
        recording = app.recording_with(once)
        event = event_between(before, after, "undone", at, recording, undoes=taken and taken.id)
        return Undone(before, transaction.record(before, event), taken)

    return in_transaction(app.store, work)


def void(
    app: App, name: CaseName, reason: str, at: datetime, *, once: str | None = None
) -> Changed:
    """End a case that was opened by mistake, in one transaction."""

    def work(transaction: Writing) -> Changed:
        before = case_to_change(transaction, app.policy, name)
        events = transaction.events(before.number)
        if (done := recorded_before(app, before, events, once)) is not None:
            return done
        after = voided(before, at, app.policy)
        recording = app.recording_with(once)
        event = event_between(before, after, "voided", at, recording, reason)
        return Changed(before, transaction.record(before, event), event)

    return in_transaction(app.store, work)


def _undone(
    app: App,
    store: Store | Writing,
    before: Case,
    events: list[Event],
    wanted: int | None,
    *,
    others_too: bool,
) -> Undone:
    require_history(before.number, events)
    taken = to_take_back(events, wanted)
    after = without(before, events, taken, app.policy)
    require_reference(app, store, before, after)
    if not others_too:  # asked last: what is refused anyway needs no --yes
        require_own(taken, app.who)
    return Undone(before, after, taken)
