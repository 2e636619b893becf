"""Redaction: the texts of a case and of its history are replaced; all else stays as it is."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from slt_cli.domain.case import Case, FreeText
from slt_cli.domain.events import Change, Event, apply
from slt_cli.domain.last_known import NOTE
from slt_cli.domain.texts import REDACTED

TEXTS = (
    "subject",
    *(field for field, kind in Case.__annotations__.items() if kind is FreeText),
)
"""The fields of a case that are redacted, beside its tags."""


class Redaction(NamedTuple):
    """A case and its events with their texts replaced, and how many of each were changed."""

    case: Case
    events: list[Event]
    texts: int
    changed_events: int


class Redacted(NamedTuple):
    """A case whose texts were replaced: how many of its own, and in how many events.

    `repeated` says that an earlier run with the same key recorded on it.
    """

    case: Case
    texts: int = 0
    events: int = 0
    repeated: bool = False


def redaction_of(case: Case, events: Sequence[Event], reason: str) -> Redaction | None:
    """Return a case and its events without their texts; None if nothing is left to replace.

    The reason of an earlier redaction is left if it is the same as this one, and nothing else is.
    Instants, facts, clocks and who recorded stay, and so does what slt itself notes on an import,
    which `import --update` goes by.
    """
    texts = {field: _replaced(getattr(case, field)) for field in TEXTS} | {"tags": _tags(case)}
    changed = {field: new for field, new in texts.items() if new != getattr(case, field)}
    redacted = list(_redacted(events))
    pairs = zip(events, redacted, strict=True)
    differing = sum(old != new and not _has_reason(old, reason) for old, new in pairs)
    if not changed and not differing:
        return None
    return Redaction(case._replace(**changed), redacted, len(changed), differing)


def _has_reason(event: Event, reason: str) -> bool:
    return event.kind == "redacted" and event.note == reason


def was_redacted(events: Iterable[Event]) -> bool:
    """Return whether the texts of a case with these events were ever replaced."""
    return any(event.kind == "redacted" for event in events)


def _redacted(events: Iterable[Event]) -> Iterator[Event]:
    """Yield events without their texts.

    Of tags an event has only whether there were any before and after it: one of several that goes
    leaves others.
    """
    before: Case | None = None
    for event in events:
        after = apply(before, event)
        changes = {
            field: Change(*map(_replaced, change)) if field in TEXTS else change
            for field, change in event.changes.items()
        }
        if "tags" in changes:
            changes["tags"] = Change(_tags(before), _tags(after))
        note = event.note if event.note == NOTE else _replaced(event.note)
        yield event._replace(changes=changes, note=note)
        before = after


def _tags(case: Case | None) -> tuple[str, ...]:
    return (REDACTED,) if case is not None and case.tags else ()


def _replaced(value: Any) -> Any:  # noqa: ANN401 - a field's value, whatever its type
    """Return what is in the place of a text; nothing where there was none."""
    return None if value is None else REDACTED
