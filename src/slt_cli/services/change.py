"""How a command changes a case: read it, decide, and record the event, in one transaction."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import NamedTuple, TypeVar

from slt_cli.app import App
from slt_cli.domain.case import Case, EventKind, event_between
from slt_cli.errors import ConfigError, Fault, NoSuchCaseError

Item = TypeVar("Item")
Result = TypeVar("Result")


class Changed(NamedTuple):
    """Hold a case as it was and as it is after an event."""

    before: Case
    after: Case


def each_despite_faults(
    items: Iterable[Item], act: Callable[[Item], Result]
) -> tuple[list[Result], list[Fault]]:
    """Return what comes of each item, and the configuration's faults that some met.

    What one item lacks in the configuration keeps no other from its turn; whoever calls this shows
    the results first, as they may be recorded, and then raises the faults.
    """
    results: list[Result] = []
    faults: list[Fault] = []
    for item in items:
        try:
            results.append(act(item))
        except ConfigError as error:
            faults += error.faults
    return results, faults


def change_case(
    app: App,
    given: str,
    kind: EventKind,
    at: datetime,
    decide: Callable[[Case], Case],
    note: str | None = None,
) -> Changed:
    """Record what `decide` makes of a case; what it refuses or leaves as it is records nothing."""
    number = app.case_number(given)
    with app.store.writing() as transaction:
        before = transaction.case(number)
        if before is None:
            raise NoSuchCaseError(given, "`slt list --all` shows every case")
        after = decide(before)
        if after == before and not note:
            return Changed(before, before)
        event = event_between(before, after, kind, at, app.who, note or None)
        return Changed(before, transaction.record(before, event))
