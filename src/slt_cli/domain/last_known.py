"""How new is what imports knew of a case: the last changes of the rows that they took."""

from collections.abc import Iterable
from datetime import datetime

from slt_cli.domain.calendar.instant import format_utc
from slt_cli.domain.events import Event, EventKind

NOTE = "imported"
"""The note of what only an import knows."""

KEEPS: tuple[EventKind, ...] = ("opened", "responded", "held", "resolved", "closed")
"""The kinds whose instant need not be the last change of their row: their detail keeps it."""

_AT_LAST_CHANGE: tuple[EventKind, ...] = ("resumed", "reopened", "updated")


def detail_in(kind: EventKind, updated_at: datetime | None) -> str | None:
    """Return what an event of an import keeps of when its row was last changed."""
    return format_utc(updated_at) if updated_at is not None and kind in KEEPS else None


def kept_in(event: Event) -> datetime | None:
    """Return when the row of an event was last changed, if its detail keeps that."""
    if event.kind not in KEEPS or event.detail is None or not event.detail.endswith("Z"):
        return None  # such as `hold`
    return datetime.fromisoformat(event.detail)


def last_known(events: Iterable[Event]) -> datetime | None:
    """Return when the newest row of a case was changed; None if no row said so.

    What was taken back counts, too: an import knew it. A change that a row without its time brought
    happened when it was recorded, which says nothing of the row.
    """
    return max(filter(None, map(_last_change, events)), default=None)


def _last_change(event: Event) -> datetime | None:
    if event.note == NOTE and event.kind in _AT_LAST_CHANGE:
        is_own = event.recorded_at is not None and event.at < event.recorded_at
        return event.at if is_own else None
    return kept_in(event)
