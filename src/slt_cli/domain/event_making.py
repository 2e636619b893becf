"""The event that a change makes: who records it, and what is another after it."""

from datetime import datetime
from typing import Any, NamedTuple

from slt_cli.domain.case import Case
from slt_cli.domain.events import COLLECTIONS, IDENTITY, Change, Event, EventKind
from slt_cli.domain.texts import require_storable

_NOTHING: tuple[Any, ...] = tuple(() if field in COLLECTIONS else None for field in Case._fields)
"""What the fields of a case are before it is opened."""


class Recording(NamedTuple):
    """Who records, when, and by which command: every event has it."""

    who: str
    at: datetime
    command: str

    def with_key(self, key: str) -> "Recording":
        """Return the same, by the command that a key names."""
        return self._replace(command=key_command(key))


def key_command(key: str) -> str:
    """Return the id of the command that a key names: given again it is the same one."""
    return f"once:{key}"


def changes_between(before: Case | None, after: Case) -> dict[str, Change]:
    """Return the changes that turn one state of a case into another; `before` is None at first."""
    changes = {}
    olds: tuple[Any, ...] = before or _NOTHING
    news: tuple[Any, ...] = after
    for field, old, new in zip(Case._fields, olds, news, strict=True):
        if old is new or old == new or field in IDENTITY:  # most are the same object
            continue
        if field in COLLECTIONS:
            removed = [value for value in old if value not in new]
            added = [value for value in new if value not in old]
            changes[field] = Change(tuple(removed), tuple(added))
        else:
            changes[field] = Change(old, new)
    return changes


def event_between(
    before: Case | None,
    after: Case,
    kind: EventKind,
    at: datetime,
    recording: Recording,
    note: str | None = None,
    sequence: int = 0,
    detail: str | None = None,
    undoes: int | None = None,
) -> Event:
    """Return the event that turns one state of a case into the next.

    Raises RefusedError if a text that it would store cannot be stored. What an older store has of
    such texts may be replaced.
    """
    changes = changes_between(before, after)
    who, recorded_at, command = recording
    stored = [*[new for _, new in changes.values()], *after.tags, note, who, command, detail]
    require_storable([value for value in stored if isinstance(value, str)])
    return Event(kind, at, who, changes, note, recorded_at, command, sequence, detail, undoes)
