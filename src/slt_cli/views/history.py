"""How a case's history is shown: each event with its time, who recorded it, and what changed."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from slt_cli.domain.calendar.instant import Zone, format_instant, format_utc
from slt_cli.domain.case import Event
from slt_cli.output import Column, Flex, Sheet

_TOLD = ("subject", "ref", "partner", "partner_type", "priority", "region", "due_at", "level")
"""The fields whose changes people read; the others follow from them or from the kind of event."""


def history_sheet(events: Iterable[Event], zone: Zone, reader: Zone, now: datetime) -> Sheet[Event]:
    """Return the sheet that lists events in the order in which they were recorded."""

    def your_time(event: Event) -> str:
        return format_instant(event.at, reader, now.year)

    return Sheet(
        schema="slt.event/1",
        as_of=now,
        rows=events,
        item=event_item,
        columns=(
            Column("When", lambda event: format_instant(event.at, zone, now.year)),
            Column("Your time", your_time, gives_way=1),
            Column("Event", lambda event: event.kind),
            Column("By", lambda event: event.who),
            Column("What", lambda event: _what(event, zone, now.year), Flex.WRAPPED),
        ),
        key=lambda event: event.kind,
    )


def event_item(event: Event) -> dict[str, Any]:
    """Return an event as the JSON contract has it; `changes` gives old and new of each field."""
    return {
        "kind": event.kind,
        "at": format_utc(event.at),
        "who": event.who,
        "note": event.note,
        "changes": {
            field: {"old": plain_value(change.old), "new": plain_value(change.new)}
            for field, change in event.changes.items()
        },
    }


def plain_value(value: Any) -> Any:  # noqa: ANN401 - a field's value, whatever its type
    """Return a field's value as JSON has it."""
    return format_utc(value) if isinstance(value, datetime) else value


def _what(event: Event, zone: Zone, year: int) -> str:
    """Return what an event changed and the remark that was recorded with it."""

    def shown(value: Any) -> str:  # noqa: ANN401 - a field's value, whatever its type
        if isinstance(value, datetime):
            return format_instant(value, zone, year)
        return "none" if value is None else str(value)

    told = [] if event.kind == "opened" else [field for field in _TOLD if field in event.changes]
    changes = [
        f"{field.removesuffix('_at').replace('_', ' ')} {shown(event.changes[field].old)}"
        f" to {shown(event.changes[field].new)}"
        for field in told
    ]
    changes += _ended(event)
    return "; ".join([*changes, *([event.note] if event.note else [])])


def _ended(event: Event) -> list[str]:
    """Return how the clocks ended that an event stopped."""
    response, escalation = (event.changes.get(f) for f in ("verdict", "escalation_verdict"))
    ended = [f"response {response.new}"] if response and response.new else []
    if escalation is not None and event.kind == "escalated":
        ended.append(f"level {event.changes['level'].old} {escalation.old}")
    elif escalation is not None and escalation.new:
        ended.append(f"escalation {escalation.new}")
    return ended
