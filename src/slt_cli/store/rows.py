"""Cases and events as database rows: instants are UTC text, an event's changes are JSON."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from slt_cli.domain.case import Case, Change, Event
from slt_cli.domain.instant import format_utc, parse_utc
from slt_cli.errors import StoreError

INSTANTS = frozenset(field for field in Case._fields if field.endswith("_at"))
CASE_COLUMNS = ", ".join(Case._fields)


def case_row(case: Case) -> tuple[Any, ...]:
    """Return a case's values in the order of the columns."""
    return tuple(format_utc(value) if isinstance(value, datetime) else value for value in case)


def row_case(row: Iterable[Any]) -> Case:
    """Return the case in a row of CASE_COLUMNS; raises StoreError for a damaged instant."""
    return Case._make(
        _instant(value) if value is not None and field in INSTANTS else value
        for field, value in zip(Case._fields, row, strict=True)
    )


def event_row(event: Event) -> tuple[Any, ...]:
    """Return an event as kind, at, who, changes, note; changes read `{"field": [old, new]}`."""
    import json  # noqa: PLC0415 - lists of cases read no events

    changes = {
        field: [format_utc(value) if isinstance(value, datetime) else value for value in change]
        for field, change in event.changes.items()
    }
    return event.kind, format_utc(event.at), event.who, json.dumps(changes), event.note


def row_event(row: tuple[Any, ...]) -> Event:
    """Return the event in a row of kind, at, who, changes, note."""
    import json  # noqa: PLC0415 - lists of cases read no events

    kind, at, who, changes, note = row
    return Event(
        kind,
        _instant(at),
        who,
        {
            field: Change(
                *(_instant(value) if value and field in INSTANTS else value for value in values)
            )
            for field, values in json.loads(changes).items()
        },
        note,
    )


def _instant(text: str) -> datetime:
    try:
        return parse_utc(text)
    except (TypeError, ValueError):
        raise StoreError(
            f"the store is damaged: {text!r} is not an instant",
            "`slt restore` a backup; `slt doctor` tells more",
        ) from None
