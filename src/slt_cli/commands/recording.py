"""How a command changes a case: read it, decide, and record the event, in one transaction."""

from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple

from slt_cli.app import App
from slt_cli.domain.case import Case, EventKind, event_between
from slt_cli.errors import NoSuchCaseError


class Changed(NamedTuple):
    """Hold a case as it was and as it is after an event."""

    before: Case
    after: Case


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
            raise NoSuchCaseError(given)
        after = decide(before)
        if after == before and not note:
            return Changed(before, before)
        event = event_between(before, after, kind, at, app.who, note or None)
        return Changed(before, transaction.record(before, event))
