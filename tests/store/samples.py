"""Cases and events that the tests of the stores write."""

from datetime import UTC, datetime, timedelta
from typing import Any

from slt_cli.domain.case import Case
from slt_cli.domain.clocks import Clock
from slt_cli.domain.event_making import Recording, event_between
from slt_cli.domain.events import Event, EventKind, fold
from slt_cli.domain.plan import Target
from slt_cli.store.changes import clock_row, span_row
from slt_cli.store.protocols import Reading, Store
from slt_cli.store.sql.event_rows import EVENT_COLUMNS, event_row, read_history
from slt_cli.store.sql.rows import (
    CASE_COLUMNS,
    CASE_FIELDS,
    RECORD,
    UNIT,
    case_row,
)
from slt_cli.store.sql.transaction import random_id

MONDAY = datetime(2026, 11, 23, 10, tzinfo=UTC)


def after(**length: int) -> datetime:
    """Return an instant so long after the Monday on which everything begins."""
    return MONDAY + timedelta(**length)


def response(due_at: datetime | None, **fields: Any) -> Clock:
    """Return a response clock that started on the Monday, with a target of an hour."""
    return Clock("response", 1, 0, MONDAY, due_at, Target(3600, "support-hours"), **fields)


def escalation(due_at: datetime | None, **fields: Any) -> Clock:
    """Return the clock of level 1, started on the Monday with a target of an hour."""
    return Clock("escalation", 1, 1, MONDAY, due_at, Target(3600, "24x7"))._replace(**fields)


def recording(command: str = "") -> Recording:
    """Return who records, an hour after the Monday began, by a command of its own."""
    return Recording("tester", after(hours=1), command or random_id())


def opening(**fields: Any) -> Event:
    """Return the event that opens a case with these fields, always by the same command."""
    known = {
        "subject": "Phones are down",
        "partner_type": "certified",
        "priority": "S1",
        "region": "usa",
        "opened_at": MONDAY,
    }
    case = Case(number=0, **{**known, **fields})
    return event_between(None, case, "opened", case.opened_at, recording("opening"))


def create(store: Store, **fields: Any) -> Case:
    """Open a case with these fields in a transaction of its own."""
    with store.writing() as transaction:
        return transaction.create(opening(**fields))


def change(
    store: Store,
    case: Case,
    kind: EventKind = "responded",
    note: str | None = None,
    command: str = "",
    **fields: Any,
) -> Case:
    """Record that fields of a case changed, in a transaction of its own."""
    changed = case._replace(**fields)
    event = event_between(case, changed, kind, after(hours=1), recording(command), note)
    with store.writing() as transaction:
        return transaction.record(case, event)


def events_of(store: Reading, number: int) -> list[Event]:
    """Return a case's events without the ids that the store gave them."""
    return [event._replace(id=None) for event in store.events(number)]


def refolded(store: Reading, case: Case) -> Case:
    """Return what the events of a case add up to."""
    return fold(store.events(case.number), case.number, case.uid)


def selected_row(case: Case) -> list[Any]:
    """Return what a statement that selects a case gives: its fields, its clocks and its spans."""
    row = dict(zip(CASE_COLUMNS, case_row(case), strict=True))
    spans = [
        [field, *span_row(span)] for field in ("holds", "closed") for span in getattr(case, field)
    ]
    clocks = [clock_row(clock) for clock in case.clocks]
    return [*(row[field] for field in CASE_FIELDS), joined(clocks), joined(spans)]


def joined(rows: list[list[Any]]) -> str | None:
    """Return rows as one text, as the statement joins them; None for no rows."""
    texts = [["" if value is None else str(value) for value in row] for row in rows]
    return RECORD.join(map(UNIT.join, texts)) or None


def read_back(event: Event) -> Event:
    """Return an event from its row, as the second of a history, with 9 as its id."""
    first, second = (
        {"id": number, **dict(zip(EVENT_COLUMNS, event_row(7, recorded), strict=True))}
        for number, recorded in ((8, opening()), (9, event))
    )
    return read_history(7, [first, second])[1]
