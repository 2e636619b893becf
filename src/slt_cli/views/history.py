"""How a case's history is shown: each event with its time, who recorded it, and what changed."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from slt_cli.domain.calendar.instant import Zone, format_instant, format_utc
from slt_cli.domain.clocks import ESCALATION, RESPONSE
from slt_cli.domain.events import Change, Event
from slt_cli.output import Column, Flex, Sheet
from slt_cli.views.fields import DERIVED, ITEM, plain_value

_DETAILED = ("marked", "responded", "noted")
"""The events whose detail people read: the milestone, `hold` if an answer also waits, SHARED."""

_LATER = timedelta(minutes=1)

EventRow = tuple[Event, Mapping[str, Change]]
"""An event and what it changed, by the fields of the JSON contract."""


def history_sheet(
    events: Iterable[EventRow],
    taken: Mapping[int, int | None],
    case: str,
    zones: tuple[Zone, Zone],
    now: datetime,
) -> Sheet[EventRow]:
    """Return the sheet that lists events in the order in which they were recorded.

    `taken` has the ids of those that were taken back, with the id of what did it. `zones` are those
    of the case and of the reader.
    """
    zone, reader = zones
    return Sheet(
        schema="slt.event/1",
        as_of=now,
        rows=events,
        item=lambda row: event_item(row, case),
        columns=(
            Column("Id", lambda row: str(row[0].id)),
            Column("When", lambda row: format_instant(row[0].at, zone, now.year)),
            Column(
                "Your time", lambda row: format_instant(row[0].at, reader, now.year), gives_way=1
            ),
            Column("Event", lambda row: row[0].kind),
            Column("By", lambda row: row[0].who),
            Column("What", lambda row: _what(row, taken, zone, now.year), Flex.WRAPPED),
        ),
        key=lambda row: row[0].kind,
    )


def event_item(row: EventRow, case: str) -> dict[str, Any]:
    """Return an event of a case as the JSON contract has it; `changes` has old and new values."""
    event, changes = row
    return {
        "kind": event.kind,
        "at": format_utc(event.at),
        "who": event.who,
        "note": event.note,
        "changes": {
            field: {"old": plain_value(change.old), "new": plain_value(change.new)}
            for field, change in changes.items()
        },
        "recorded_at": None if event.recorded_at is None else format_utc(event.recorded_at),
        "detail": event.detail if event.kind in _DETAILED else None,
        "id": event.id,
        "case": case,
        "undoes": event.undoes,
    }


def _what(row: EventRow, taken: Mapping[int, int | None], zone: Zone, year: int) -> str:
    """Return what an event changed and the remark that was recorded with it."""
    event, changed = row

    def shown(value: Any) -> str:  # noqa: ANN401 - a field's value, whatever its type
        if isinstance(value, datetime):
            return format_instant(value, zone, year)
        return "none" if value is None else str(value)

    listed = {} if event.kind == "opened" else dict(sorted(changed.items(), key=_place))
    changes = [
        f"{field.removesuffix('_at').replace('_', ' ')} {shown(change.old)} to {shown(change.new)}"
        for field, change in listed.items()
        if field not in DERIVED or (field == "opened_at" and event.kind != "opened")
    ]
    if event.detail and event.kind in _DETAILED:
        changes.insert(0, event.detail)
    if event.undoes is not None:
        changes.insert(0, f"event {event.undoes}")
    changes += _ended(row)
    changes += [event.note] if event.note else []
    if event.recorded_at is not None and event.recorded_at - event.at > _LATER:
        changes.append(f"recorded {shown(event.recorded_at)}")
    if event.id is not None and event.id in taken:
        changes.append(f"taken back by event {taken[event.id]}")
    return "; ".join(changes)


def _place(changed: tuple[str, Change]) -> int:
    """Return where people read a field: the subject first, then as in a case's JSON."""
    field, _ = changed
    order = ("subject", *ITEM)
    return order.index(field) if field in order else len(order)


def _ended(row: EventRow) -> list[str]:
    """Return the verdicts of the clocks that an event stopped."""
    event, changes = row
    response, escalation = (changes.get(field) for field in ("verdict", "escalation_verdict"))
    ended = [f"response {response.new}"] if response and response.new else []
    if escalation is not None and event.kind == "escalated":
        ended.append(f"level {changes['level'].old} {escalation.old}")
    elif escalation is not None and escalation.new:
        ended.append(f"escalation {escalation.new}")
    return [*ended, *_others_ended(event)]


def _others_ended(event: Event) -> list[str]:
    """Return the verdicts of the clocks that an event stopped, but response and escalation."""
    if "clocks" not in event.changes:
        return []
    old, new = event.changes["clocks"]
    ended = {clock.key for clock in old if clock.verdict}
    return [
        f"{clock.name} {clock.verdict}"
        for clock in new
        if clock.verdict and clock.key not in ended and clock.kind not in (RESPONSE, ESCALATION)
    ]
