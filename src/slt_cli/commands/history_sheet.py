"""How a case's history is shown: each event with its time, who recorded it, and what changed."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from slt_cli.domain.case import Event
from slt_cli.domain.instant import Zone, format_instant, format_utc
from slt_cli.output import Column, Flex, Sheet


def history_sheet(events: Iterable[Event], zone: Zone, now: datetime) -> Sheet[Event]:
    """Return the sheet that lists events in the order in which they were recorded."""
    return Sheet(
        schema="slt.event/1",
        as_of=now,
        rows=events,
        item=event_item,
        columns=(
            Column("When", lambda event: format_instant(event.at, zone, now.year)),
            Column("Event", lambda event: event.kind),
            Column("By", lambda event: event.who),
            Column("Remark", lambda event: event.note or "", Flex.WRAPPED),
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
            field: {"old": _plain(change.old), "new": _plain(change.new)}
            for field, change in event.changes.items()
        },
    }


def _plain(value: Any) -> Any:  # noqa: ANN401 - a field's value, whatever its type
    return format_utc(value) if isinstance(value, datetime) else value
