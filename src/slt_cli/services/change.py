"""The one way to change a case: read it, let the domain decide, and record the event."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import NamedTuple, TypeVar

from slt_cli.app import App
from slt_cli.domain.case import Case
from slt_cli.domain.events import Event, EventKind, event_between
from slt_cli.errors import ConfigError, Fault, NoSuchCaseError

Item = TypeVar("Item")
Result = TypeVar("Result")


class Decision(NamedTuple):
    """What to record for a case: what happened, when, the case after it, and a note."""

    kind: EventKind
    at: datetime
    after: Case
    note: str | None = None


class Changed(NamedTuple):
    """A case before and after an event; without an event nothing was recorded."""

    before: Case
    after: Case
    event: Event | None = None


Decide = Callable[[Case], Decision | None]
"""Returns what to record for a case as it is now, or None to record nothing."""


def open_case(app: App, case: Case) -> Case:
    """Record a new case and return it with the number that the store gives it."""
    event = event_between(None, case, "opened", case.opened_at, app.recording)
    with app.store.writing() as transaction:
        return transaction.create(event)


def change_case(app: App, number: int, decide: Decide, *, dry_run: bool = False) -> Changed:
    """Record what `decide` returns for a case, in one transaction.

    A decision that changes nothing and has no note records nothing. Nor does a dry run, which
    returns what would be recorded. Raises NoSuchCaseError.
    """
    if dry_run:
        case = app.store.case(number)
        if case is None:
            raise NoSuchCaseError(app.policy.case_id(number), "`slt list --all` shows every case")
        return _changed(app, case, decide(case))
    with app.store.writing() as transaction:
        case = transaction.case(number)
        if case is None:
            raise NoSuchCaseError(app.policy.case_id(number), "`slt list --all` shows every case")
        changed = _changed(app, case, decide(case))
        if changed.event is None:
            return changed
        return changed._replace(after=transaction.record(case, changed.event))


def change_named_case(
    app: App,
    given: str,
    kind: EventKind,
    at: datetime,
    change: Callable[[Case], Case],
    note: str | None = None,
) -> Changed:
    """Record what `change` returns for the case with an id or the provider's own number."""
    return change_case(
        app, app.case_number(given), lambda case: Decision(kind, at, change(case), note)
    )


def each_despite_faults(
    items: Iterable[Item], act: Callable[[Item], Result]
) -> tuple[list[Result], list[Fault]]:
    """Return the result of `act` for each item, and the faults of the configuration it ran into.

    An item that needs what is no longer configured does not stop the others. The caller shows the
    results first, as they may be recorded, and then raises the faults.
    """
    results: list[Result] = []
    faults: list[Fault] = []
    for item in items:
        try:
            results.append(act(item))
        except ConfigError as error:
            faults += error.faults
    return results, faults


def _changed(app: App, before: Case, decision: Decision | None) -> Changed:
    if decision is None or (decision.after == before and not decision.note):
        return Changed(before, before)
    kind, at, after, note = decision
    event = event_between(before, after, kind, at, app.recording, note or None)
    return Changed(before, after, event)
