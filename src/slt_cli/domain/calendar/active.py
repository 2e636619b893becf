"""Active time: support time without the spans during which a clock stood still.

Spans are half-open, in the order of time, and none overlaps another; the last may have no end yet.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from slt_cli.domain.calendar.schedule import Schedule


class Cut(Protocol):
    """A span that is cut out of support time; it has no end while it lasts."""

    @property
    def started_at(self) -> datetime:
        """Return where it begins."""

    @property
    def ended_at(self) -> datetime | None:
        """Return where it ends."""


def moved(
    schedule: Schedule, start: datetime, promised: datetime, cuts: Sequence[Cut]
) -> datetime | None:
    """Return a due time moved on by what was cut out of the time from `start` to it.

    Each span moves it to the first instant at which as much active time has passed after it as was
    cut out before it. One that begins at the due time or later changes nothing. None while a span
    without an end began before the due time.
    """
    due = promised
    for cut in cuts:
        begins = max(cut.started_at, start)
        if begins >= due:
            continue
        if cut.ended_at is None:
            return None
        if cut.ended_at <= begins:
            continue
        lost = schedule.elapsed(begins, min(cut.ended_at, due))
        if lost:
            due = schedule.due(max(cut.ended_at, due), lost)
    return due


def active_seconds(schedule: Schedule, start: datetime, end: datetime, cuts: Sequence[Cut]) -> int:
    """Return the seconds of active time in [start, end); 0 where it ends before it starts."""
    if end <= start:
        return 0
    total = schedule.elapsed(start, end)
    for cut in cuts:
        begins, ends = max(cut.started_at, start), min(cut.ended_at or end, end)
        if begins < ends:
            total -= schedule.elapsed(begins, ends)
    return total
