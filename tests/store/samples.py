"""Cases and events that the tests of the stores write."""

from datetime import UTC, datetime, timedelta
from typing import Any

from slt_cli.domain.case import Case
from slt_cli.domain.clocks import Clock
from slt_cli.domain.events import Event, EventKind, Recording, event_between
from slt_cli.domain.plan import Target
from slt_cli.store.protocols import Store
from slt_cli.store.sql.transaction import random_id

MONDAY = datetime(2026, 11, 23, 10, tzinfo=UTC)


def after(**length: int) -> datetime:
    """Return an instant so long after the Monday on which everything begins."""
    return MONDAY + timedelta(**length)


def response(due_at: datetime, **fields: Any) -> Clock:
    """Return a response clock that started on the Monday, with a target of an hour."""
    return Clock("response", 1, 0, MONDAY, due_at, Target(3600, "support-hours"), **fields)


def recording(command: str = "") -> Recording:
    """Return who records, an hour after the Monday began, by a command of its own."""
    return Recording("tester", after(hours=1), command or random_id())


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
    return event_between(None, case, "opened", case.opened_at, recording())


def create(store: Store, **fields: Any) -> Case:
    """Open a case with these fields in a transaction of its own."""
    with store.writing() as transaction:
        return transaction.create(opening(**fields))


def change(
    store: Store, case: Case, kind: EventKind = "responded", note: str | None = None, **fields: Any
) -> Case:
    """Record that fields of a case changed, in a transaction of its own."""
    changed = case._replace(**fields)
    event = event_between(case, changed, kind, after(hours=1), recording(), note)
    with store.writing() as transaction:
        return transaction.record(case, event)
