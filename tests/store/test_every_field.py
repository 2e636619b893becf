"""No field of a case is lost, whichever it is: what holds of each is asked of each."""

from datetime import datetime
from typing import Any, get_type_hints

import pytest

from slt_cli.domain.case import Case
from slt_cli.domain.clocks import Span
from slt_cli.domain.event_making import changes_between, event_between
from slt_cli.domain.events import IDENTITY, Change, Event, apply
from slt_cli.store.protocols import Store
from slt_cli.store.sql.rows import row_case
from tests.store.samples import (
    MONDAY,
    after,
    create,
    escalation,
    read_back,
    recording,
    refolded,
    response,
    selected_row,
)

PLAIN = Case(7, "x", "certified", "S1", "usa", MONDAY, clocks=(response(after(hours=1)),))
OTHERS = {
    "status": "responded",
    "clocks": (
        response(after(hours=1), stopped_at=MONDAY, verdict="met", active_seconds=0),
        escalation(after(hours=2)),
    ),
    "holds": (Span(MONDAY, after(hours=1)), Span(after(hours=2))),
    "tags": ("another", "VIP"),
    "closed": (Span(after(hours=3), after(hours=4)),),
}


def another(field: str) -> Any:
    """Return a value of a field that a plain case does not have."""
    kind = get_type_hints(Case)[field]
    if field in OTHERS:
        return OTHERS[field]
    if kind is int:
        return 41
    return after(days=3) if kind in (datetime, datetime | None) else f"another {field}"


def changed(field: str) -> Case:
    """Return a plain case with another value of a field."""
    case = PLAIN._replace(**{field: another(field)})
    assert case != PLAIN
    return case


EVERY_FIELD = pytest.mark.parametrize("field", Case._fields)
EVERY_FACT = pytest.mark.parametrize("field", [f for f in Case._fields if f not in IDENTITY])


@EVERY_FIELD
def test_a_row_keeps_it(field: str) -> None:
    assert row_case(selected_row(changed(field))) == changed(field)


@EVERY_FACT
def test_an_event_has_its_change_and_makes_it_again(field: str) -> None:
    event = event_between(PLAIN, changed(field), "updated", MONDAY, recording())

    assert list(event.changes) == [field]
    assert apply(PLAIN, event) == changed(field)._replace(rev=1)


@EVERY_FACT
def test_the_row_of_an_event_keeps_its_change(field: str) -> None:
    changes = changes_between(PLAIN, changed(field))
    event = Event("updated", MONDAY, "tester", changes, None, MONDAY, "c0ffee", 0)

    assert read_back(event) == event._replace(id=2)


@EVERY_FACT
def test_the_opening_has_it(field: str) -> None:
    case = changed(field)

    event = event_between(None, case, "opened", MONDAY, recording())

    assert apply(None, event, case.number, case.uid) == case._replace(rev=1)
    known = case.clocks if field == "clocks" else another(field)
    nothing = () if isinstance(known, tuple) else None
    assert event.changes[field] == Change(nothing, known)


@EVERY_FIELD
def test_no_event_changes_what_the_store_gives(field: str) -> None:
    assert (changes_between(PLAIN, changed(field)) == {}) == (field in IDENTITY)


@EVERY_FACT
def test_the_store_keeps_it(store: Store, field: str) -> None:
    case = create(store, subject=PLAIN.subject, clocks=PLAIN.clocks)
    after_it = case._replace(**{field: another(field)})
    event = event_between(case, after_it, "updated", after(hours=1), recording())
    with store.writing() as transaction:
        recorded = transaction.record(case, event)

    assert recorded == after_it._replace(rev=2)
    assert store.case(1) == recorded == refolded(store, recorded)
