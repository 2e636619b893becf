"""How a command changes a case: read it, decide, and record the event, in one transaction."""

from collections.abc import Callable
from datetime import datetime

from slt_cli.app import App
from slt_cli.domain.case import Case, EventKind, event_between
from slt_cli.errors import NoSuchCaseError


def change_case(
    app: App,
    given: str,
    kind: EventKind,
    at: datetime,
    decide: Callable[[Case], Case],
    note: str | None = None,
) -> Case:
    """Record what `decide` makes of a case and return it; what it refuses changes nothing."""
    number = app.case_number(given)
    with app.store.writing() as transaction:
        before = transaction.case(number)
        if before is None:
            raise NoSuchCaseError(given)
        event = event_between(before, decide(before), kind, at, app.who, note)
        return transaction.record(before, event)
