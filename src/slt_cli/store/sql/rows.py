"""Cases and events as database rows: instants are UTC text, an event's changes are JSON."""

from collections.abc import Iterable
from datetime import datetime
from types import NoneType
from typing import Any

from slt_cli.domain.calendar.instant import format_utc, parse_utc
from slt_cli.domain.case import Case, Change, Event
from slt_cli.errors import StoreError

INSTANTS = frozenset(field for field in Case._fields if field.endswith("_at"))
_INSTANT_PLACES = [place for place, field in enumerate(Case._fields) if field in INSTANTS]
CASE_COLUMNS = ", ".join(Case._fields)
_FIELDS = frozenset(Case._fields)
_COUNTS = ("number", "target_seconds", "level", "escalation_seconds", "rev")
_MAY_BE_NULL = [Case._field_defaults.get(field, "") is None for field in Case._fields]
_TYPES = [
    (int if field in _COUNTS else str, *([NoneType] if may_be_null else []))
    for field, may_be_null in zip(Case._fields, _MAY_BE_NULL, strict=True)
]


def case_row(case: Case) -> tuple[Any, ...]:
    """Return a case's values in the order of the columns."""
    return tuple(format_utc(value) if isinstance(value, datetime) else value for value in case)


def row_case(row: Iterable[Any]) -> Case:
    """Return the case in a row of CASE_COLUMNS; raises StoreError for a damaged value."""
    values = list(row)
    if not all(map(isinstance, values, _TYPES)):
        raise _damaged(f"case {values[0]!r} holds what no case can hold")
    for place in _INSTANT_PLACES:
        if values[place] is not None:
            values[place] = read_instant(values[place])
    return Case._make(values)


def event_row(event: Event) -> tuple[Any, ...]:
    """Return an event as kind, at, who, changes, note; changes read `{"field": [old, new]}`."""
    import json  # noqa: PLC0415 - lists of cases read no events

    changes = {
        field: [format_utc(value) if isinstance(value, datetime) else value for value in change]
        for field, change in event.changes.items()
    }
    return event.kind, format_utc(event.at), event.who, json.dumps(changes), event.note


def row_event(row: tuple[Any, ...]) -> Event:
    """Return the event in a row of kind, at, who, changes, note; raises StoreError for damage."""
    import json  # noqa: PLC0415 - lists of cases read no events

    kind, at, who, text, note = row
    try:
        changes = {
            field: Change(
                *(read_instant(value) if value and field in INSTANTS else value for value in values)
            )
            for field, values in json.loads(text).items()
        }
    except (ValueError, TypeError, AttributeError):
        raise _damaged(f"{text!r:.60} is no list of changes") from None
    if not changes.keys() <= _FIELDS:
        raise _damaged(f"{text!r:.60} changes what no case has")
    return Event(kind, read_instant(at), who, changes, note)


def read_instant(text: str) -> datetime:
    """Return the instant in a row; raises StoreError where it is none."""
    try:
        return parse_utc(text)
    except (TypeError, ValueError):
        raise _damaged(f"{text!r} is not an instant") from None


def _damaged(what: str) -> StoreError:
    return StoreError(
        f"the store is damaged: {what}", "`slt restore` a backup; `slt doctor` tells more"
    )
