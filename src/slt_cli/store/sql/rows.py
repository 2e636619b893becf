"""Cases, clocks and events as database rows: instants are UTC text, what is nested is JSON.

The columns are the fields of the types, so that a new field needs no line here.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from json import JSONEncoder
from operator import itemgetter
from types import NoneType
from typing import Any, get_args, get_type_hints

from slt_cli.domain.calendar.instant import format_utc, parse_utc
from slt_cli.domain.case import Case
from slt_cli.domain.clocks import Clock, Span
from slt_cli.domain.events import COLLECTIONS, Change, Event
from slt_cli.domain.plan import Target
from slt_cli.store.damage import damaged

CASE_FIELDS = tuple(field for field in Case._fields if field not in COLLECTIONS)
CASE_COLUMNS = (*CASE_FIELDS, "leads_due_at")
"""The fields that are columns of `cases`, and when the leading clock is due: lists sort by it."""

CLOCK_COLUMNS = tuple(
    column
    for field in Clock._fields
    for column in (("target_seconds", "target_clock") if field == "target" else (field,))
)
SPAN_COLUMNS = Span._fields
EVENT_FIELDS = Event._fields
EVENT_COLUMNS = ("case_number", *(field for field in EVENT_FIELDS if field != "id"))
"""The columns of an event that is written; its id is the store's."""

_written = itemgetter(*map(EVENT_FIELDS.index, EVENT_COLUMNS[1:]))
_CHANGES = EVENT_COLUMNS.index("changes")
_EVENT_INSTANTS = [EVENT_COLUMNS.index("at"), EVENT_COLUMNS.index("recorded_at")]
_text = lru_cache(1024)(format_utc)  # a case and its events have the same few instants
_encode = JSONEncoder(default=_text, check_circular=False).encode


def _kinds(hint: Any) -> tuple[type, ...]:  # noqa: ANN401 - a type as it is annotated
    """Return what a column holds that keeps values of a type: text, unless they are numbers."""
    options = get_args(hint) or (hint,)
    return (int if int in options else str, *([NoneType] if NoneType in options else []))


_HINTS = get_type_hints(Case)
INSTANTS = frozenset(field for field in CASE_FIELDS if field.endswith("_at"))
_INSTANT_PLACES = [place for place, field in enumerate(Case._fields) if field in INSTANTS]
_KINDS = [_kinds(_HINTS[field]) for field in Case._fields]
_CLOCKS, _HOLDS, _CLOSED = map(Case._fields.index, ("clocks", "holds", "closed"))
_facts = itemgetter(*map(Case._fields.index, CASE_FIELDS))
_FACT_INSTANTS = [place for place, field in enumerate(CASE_FIELDS) if field in INSTANTS]

_TARGET = CLOCK_COLUMNS.index("target_seconds")
_CLOCK_INSTANTS = [place for place, name in enumerate(CLOCK_COLUMNS) if name.endswith("_at")]
_NO_TARGET = (None, None)
_CLOCK_HINTS = {
    **get_type_hints(Clock),
    "target_seconds": int | None,
    "target_clock": str | None,
}
_CLOCK_KINDS = [_kinds(_CLOCK_HINTS[name]) for name in CLOCK_COLUMNS]


def case_row(case: Case) -> list[Any]:
    """Return a case's values in the order of CASE_COLUMNS."""
    leading = case.leading_clock
    due_at = leading.due_at if leading else None
    return [*_texts(list(_facts(case)), _FACT_INSTANTS), due_at and _text(due_at)]


def row_case(row: Sequence[Any]) -> Case:
    """Return the case in a row that has every field of Case; raises StoreError for damage.

    Clocks and spans are JSON lists of their columns' values.
    """
    values = list(row)
    if not all(map(isinstance, values, _KINDS)):
        raise damaged(f"case {values[0]!r} has a value that no case can have")
    for place in _INSTANT_PLACES:
        if values[place] is not None:
            values[place] = read_instant(values[place])
    values[_CLOCKS] = _sorted(map(row_clock, _loaded(values[_CLOCKS])))
    for place in (_HOLDS, _CLOSED):
        values[place] = _sorted(map(row_span, _loaded(values[place])))
    return Case._make(values)


def clock_row(clock: Clock) -> list[Any]:
    """Return a clock's values in the order of CLOCK_COLUMNS."""
    return _texts(_clock_values(clock), _CLOCK_INSTANTS)


def row_clock(row: Iterable[Any]) -> Clock:
    """Return the clock in a row of CLOCK_COLUMNS; raises StoreError for a damaged value."""
    values = list(row)
    if not all(map(isinstance, values, _CLOCK_KINDS)):
        raise damaged(f"a clock has a value that no clock can have: {values!r:.60}")
    for place in _CLOCK_INSTANTS:
        if values[place] is not None:
            values[place] = read_instant(values[place])
    seconds, clock = values[_TARGET : _TARGET + 2]
    values[_TARGET : _TARGET + 2] = [None if seconds is None else Target(seconds, clock)]
    return Clock._make(values)


def span_row(span: Span) -> list[Any]:
    """Return a span's values in the order of SPAN_COLUMNS."""
    return [None if instant is None else _text(instant) for instant in span]


def row_span(row: Iterable[Any]) -> Span:
    """Return the span in a row of SPAN_COLUMNS; raises StoreError for a damaged value."""
    started_at, ended_at = row
    return Span(read_instant(started_at), None if ended_at is None else read_instant(ended_at))


def event_row(number: int, event: Event) -> list[Any]:
    """Return an event's values in the order of EVENT_COLUMNS."""
    values = [number, *_written(event)]
    values[_CHANGES] = _encode({field: _nested(c) for field, c in event.changes.items()})
    return _texts(values, _EVENT_INSTANTS)


def read_event(row: Mapping[str, Any], changes: Mapping[str, Sequence[Any]]) -> Event:
    """Return the event in a row by its columns; raises StoreError for a damaged value."""
    try:
        read = {field: Change(*map(_reader(field), pair)) for field, pair in changes.items()}
    except (ValueError, TypeError, AttributeError, KeyError):
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
        id=row["id"],
    )


def read_changes(text: str) -> dict[str, list[Any]]:
    """Return the changes in an event's row as JSON; raises StoreError where they are none."""
    try:
        changes = json.loads(text)
        if all(len(pair) == 2 for pair in changes.values()):
            return dict(changes)
    except (ValueError, TypeError, AttributeError):
        pass
    raise damaged(f"{text!r:.60} is not a list of changes")


def read_instant(text: str) -> datetime:
    """Return the instant in a row; raises StoreError where it is none."""
    try:
        return parse_utc(text)
    except (TypeError, ValueError):
        raise damaged(f"{text!r} is not an instant") from None


def _texts(values: list[Any], instants: Sequence[int]) -> list[Any]:
    """Return values with the instants among them, by their places, as text."""
    for place in instants:
        if values[place] is not None:
            values[place] = _text(values[place])
    return values


def _clock_values(clock: Clock) -> list[Any]:
    values: list[Any] = list(clock)
    values[_TARGET : _TARGET + 1] = clock.target or _NO_TARGET
    return values


def _nested(change: Change) -> Sequence[Any]:
    """Return a change as JSON has it: clocks and spans by the names of their columns."""
    if isinstance(change.new, tuple):
        return [[_named(part) for part in parts] for parts in change]
    return change


def _named(part: Clock | Span) -> dict[str, Any]:
    """Return the values of a clock or span that are known, by the names of their columns."""
    values = _clock_values(part) if isinstance(part, Clock) else part
    names = CLOCK_COLUMNS if isinstance(part, Clock) else SPAN_COLUMNS
    return {name: value for name, value in zip(names, values, strict=True) if value is not None}


def _reader(field: str) -> Any:  # noqa: ANN401 - a function for each field's type
    """Return what reads a field's value from JSON; raises KeyError where no case has the field."""
    if field == "clocks":
        return lambda parts: tuple(row_clock(part.get(c) for c in CLOCK_COLUMNS) for part in parts)
    if field in COLLECTIONS:
        return lambda parts: tuple(row_span(part.get(c) for c in SPAN_COLUMNS) for part in parts)
    if field in INSTANTS:
        return lambda value: None if value is None else read_instant(value)
    if field not in _HINTS:
        raise KeyError(field)
    return lambda value: value


def _loaded(text: str) -> list[Any]:
    if text == "[]":
        return []
    try:
        parts: list[Any] = json.loads(text)
    except ValueError:
        raise damaged(f"{text!r:.60} is not a list of clocks") from None
    return parts


def _sorted(parts: Iterable[Any]) -> tuple[Any, ...]:
    found = tuple(parts)
    return found if len(found) < 2 else tuple(sorted(found, key=lambda part: part.order))
