"""Cases and events that the tests of the stores write."""

from datetime import UTC, datetime, timedelta
from typing import Any

from slt_cli.domain.case import Case, Event, EventKind, event_between
from slt_cli.store.protocols import Store

MONDAY = datetime(2026, 11, 23, 10, tzinfo=UTC)


def after(**length: int) -> datetime:
    """Return an instant so long after the Monday on which everything begins."""
    return MONDAY + timedelta(**length)


def opening(**fields: Any) -> Event:
    """Return the event that opens a case with these fields."""
    known = {
        "subject": "Phones are down",
        "partner_type": "certified",
        "priority": "S1",
        "region": "usa",
        "opened_at": MONDAY,
    }
    case = Case(number=0, **{**known, **fields})
    return event_between(None, case, "opened", case.opened_at, "tester", None)


def create(store: Store, **fields: Any) -> Case:
    """Open a case with these fields in a transaction of its own."""
    with store.writing() as transaction:
        return transaction.create(opening(**fields))


def change(
    store: Store, case: Case, kind: EventKind = "responded", note: str | None = None, **fields: Any
) -> Case:
    """Record that fields of a case changed, in a transaction of its own."""
    event = event_between(case, case._replace(**fields), kind, after(hours=1), "tester", note)
    with store.writing() as transaction:
        return transaction.record(case, event)
