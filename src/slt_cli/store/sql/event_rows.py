"""Events as database rows: their changes are JSON, clocks and spans in it by their columns."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from operator import itemgetter
from typing import Any

from slt_cli.domain.events import COLLECTIONS, Event
from slt_cli.store.changes import UNREADABLE, plain_change, read_change, text
from slt_cli.store.damage import damaged
from slt_cli.store.sql.earlier_events import FLAT_FIELDS, ClockRow, EarlierClocks
from slt_cli.store.sql.rows import read_instant

EVENT_FIELDS = tuple(field for field in Event._fields if field != "id")
EVENT_COLUMNS = ("case_number", *EVENT_FIELDS)
"""The columns of an event. Its id counts the events of its case, so no column has it."""

_written = itemgetter(*map(Event._fields.index, EVENT_FIELDS))
_CHANGES = EVENT_COLUMNS.index("changes")
_AT, _RECORDED_AT = EVENT_COLUMNS.index("at"), EVENT_COLUMNS.index("recorded_at")

Read = Callable[[Any], Any]


def event_row(number: int, event: Event) -> list[Any]:
    """Return an event's values in the order of EVENT_COLUMNS."""
    values = [number, *_written(event)]
    values[_AT] = text(event.at)
    values[_RECORDED_AT] = event.recorded_at and text(event.recorded_at)
    _, encode = _json()
    with_many = {
        field: plain_change(event.changes[field]) for field in COLLECTIONS & event.changes.keys()
    }
    values[_CHANGES] = encode({**event.changes, **with_many})
    return values


def changes_with(written: str, old: Event, new: Event) -> str:
    """Return the changes in an event's row with those that `new` has otherwise than `old`.

    What else is in them stays as it was recorded, as do the fields from before schema 3.
    """
    _, encode = _json()
    others = {
        field: plain_change(change)
        for field, change in new.changes.items()
        if change != old.changes.get(field)
    }
    return encode({**_read_changes(written), **others})


def read_history(number: int, rows: Iterable[Mapping[str, Any]]) -> list[Event]:
    """Return a case's events from their rows by EVENT_FIELDS, in the order of their recording.

    Events from before schema 3 become changes of clocks. Raises StoreError for damaged rows.
    """
    earlier = EarlierClocks()
    events: list[Event] = []
    for row in rows:
        if not events and row["kind"] != "opened":
            raise damaged(f"the first event of case {number} does not open it")
        changes = _read_changes(row["changes"])
        if row["command"] is None:
            changes = _with_clocks(earlier, row, changes)
        events.append(_read_event(row, changes, len(events) + 1))
    return events


def _read_event(row: Mapping[str, Any], changes: Mapping[str, Sequence[Any]], number: int) -> Event:
    try:
        read = {field: read_change(field, pair, read_instant) for field, pair in changes.items()}
    except UNREADABLE:
        raise damaged(f"{dict(changes)!r:.60} is not a list of changes") from None
    recorded_at = row["recorded_at"]
    return Event(
        kind=row["kind"],
        at=read_instant(row["at"]),
        who=row["who"],
        changes=read,
        note=row["note"],
        recorded_at=None if recorded_at is None else read_instant(recorded_at),
        command=row["command"],
        sequence=row["sequence"],
        detail=row["detail"],
        undoes=row["undoes"],
        id=number,
    )


def _read_changes(given: str) -> dict[str, Any]:
    decode, _ = _json()
    try:
        changes = decode(given)
        if all(len(pair) == 2 for pair in changes.values()):
            return dict(changes)
    except (ValueError, TypeError, AttributeError):
        pass
    raise damaged(f"{given!r:.60} is not a list of changes")


def _with_clocks(
    earlier: EarlierClocks, row: Mapping[str, Any], changes: dict[str, Any]
) -> dict[str, Any]:
    """Return the changes of an event from before schema 3, with clocks in place of flat fields."""
    before = earlier.rows
    earlier.take(row["kind"], row["at"], changes)
    kept = {field: pair for field, pair in changes.items() if field not in FLAT_FIELDS}
    removed, added = _without(before, earlier.rows), _without(earlier.rows, before)
    return {**kept, "clocks": [removed, added]} if removed or added else kept


def _without(rows: list[ClockRow], others: list[ClockRow]) -> list[ClockRow]:
    return [row for row in rows if row not in others]


@cache
def _json() -> tuple[Read, Callable[[Any], str]]:
    """Return what reads JSON and what writes it, loaded where events are: lists read none."""
    import json  # noqa: PLC0415

    return json.loads, json.JSONEncoder(default=text, check_circular=False).encode
