"""Events: what happened to a case and what each changed. A case is what they add up to."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Literal, NamedTuple

from slt_cli.domain.case import Case
from slt_cli.domain.clocks import Clock
from slt_cli.domain.tags import in_order_of_letters

EventKind = Literal[
    "opened",
    "updated",
    "responded",
    "followup",
    "escalated",
    "noted",
    "marked",
    "held",
    "resumed",
    "resolved",
    "closed",
    "reopened",
    "undone",
    "voided",
    "redacted",
]

IDENTITY = ("number", "uid", "rev")
"""The fields that the store sets: no event changes them."""

COLLECTIONS = frozenset(field for field, default in Case._field_defaults.items() if default == ())
"""The fields with several values: an event keeps those that it removed and those that it added."""


class Change(NamedTuple):
    """What a field was before an event and what it is after.

    For a field with several values: those that were removed, and those that were added.
    """

    old: Any
    new: Any


class Event(NamedTuple):
    """One entry of a case's history: when it happened, who recorded it, and which fields changed.

    `recorded_at` and `command` are None for events that a store kept before it had them.
    `sequence` counts the events that one command recorded on the case, `detail` is what the kind
    alone does not say (see Moment). `id` counts the events of the case from 1, in the order of
    their recording; `undoes` is the id of the event that an `undone` event takes back.
    """

    kind: EventKind
    at: datetime
    who: str
    changes: Mapping[str, Change]
    note: str | None = None
    recorded_at: datetime | None = None
    command: str | None = None
    sequence: int | None = None
    detail: str | None = None
    undoes: int | None = None
    id: int | None = None


def apply(before: Case | None, event: Event, number: int = 0, uid: str = "") -> Case:
    """Return the case after an event.

    `before` is None for the event that opens the case; then the store sets its number and uid.
    """
    changed: dict[str, Any] = {
        field: _patched(before, field, change) if field in COLLECTIONS else change.new
        for field, change in event.changes.items()
    }
    if before is None:
        return Case(number=number, uid=uid, rev=1, **changed)
    return before._replace(rev=before.rev + 1, **changed)


def numbered(events: Iterable[Event]) -> list[Event]:
    """Return all events of a case, each with its id: they are given as they were recorded."""
    return [event._replace(id=number) for number, event in enumerate(events, start=1)]


def taken_back(events: Iterable[Event]) -> dict[int, int | None]:
    """Return the ids of the events that were taken back, each with the id of what did it."""
    return {event.undoes: event.id for event in events if event.undoes is not None}


def events_that_count(events: Sequence[Event]) -> list[Event]:
    """Return the events that count: not those that were taken back, nor what took them back."""
    taken = taken_back(events)
    return [event for event in events if event.kind != "undone" and event.id not in taken]


def fold(events: Iterable[Event], number: int, uid: str) -> Case:
    """Return the case that its events add up to; raises ValueError if there are none."""
    case: Case | None = None
    for event in events:
        case = apply(case, event, number, uid)
    if case is None:
        raise ValueError(f"case {number} has no events")
    return case


def _patched(before: Case | None, field: str, change: Change) -> tuple[Any, ...]:
    """Return the values of a field after an event replaced some of them.

    Seen as of an earlier time the case may differ from the one that an event found that was
    recorded late: what it does not have stays away, and only what the event changed changes.
    """
    if field == "tags":
        kept = set(() if before is None else before.tags) - {*change.old}
        return in_order_of_letters(kept | {*change.new})
    values = {value.key: value for value in (() if before is None else getattr(before, field))}
    replaced = {value.key: value for value in change.old}
    patched = {key: value for key, value in values.items() if key not in replaced}
    for new in change.new:
        old = replaced.get(new.key)
        present = new if old is None else values.get(new.key) or _answered(values.values(), new)
        if present is not None:
            patched[present.key] = _changed(present, old, new)
    return tuple(sorted(patched.values(), key=lambda value: value.order))


def _answered(values: Iterable[Any], new: Any) -> Clock | None:  # noqa: ANN401 - a clock or a span
    """Return the clock that an answer stops, seen as of a time before the clock that it stopped.

    It is the one that ran instead: of the same kind, as of a lower escalation level.
    """
    if not isinstance(new, Clock) or new.verdict is None:
        return None
    running = (clock for clock in values if clock.kind == new.kind and clock.running)
    return max(running, key=lambda clock: clock.cycle, default=None)


def _changed(value: Any, old: Any, new: Any) -> Any:  # noqa: ANN401 - a clock or a span
    """Return a value with the changes that turn `old` into `new`."""
    if old is None or old == value:
        return new
    fields = zip(new._fields, old, new, strict=True)
    return value._replace(**{name: after for name, before, after in fields if before != after})
