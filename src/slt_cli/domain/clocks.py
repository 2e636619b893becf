"""A clock of a case: what it counts towards, when it is due, and how it ended."""

from datetime import datetime
from typing import Literal, NamedTuple

from slt_cli.domain.calendar.business_days import due_after_business_days
from slt_cli.domain.calendar.schedule import Schedule
from slt_cli.domain.plan import AROUND_THE_CLOCK, SUPPORT_HOURS, Target

RESPONSE = "response"
ESCALATION = "escalation"

Verdict = Literal["met", "missed", "superseded", "cancelled"]


class Clock(NamedTuple):
    """One clock of a case. A kind may start again: `cycle` counts its starts from 1.

    `level` is the escalation level, 0 for any other kind. `promised_at` is the due time without
    holds, counted from `counted_from` (None: from its start); `due_at` is the one in force, None
    while it is paused or cannot be counted. While the clock runs there is no verdict. `stopped_by`
    is the kind of event that stopped it. `stopped_at`, `stopped_by` and `active_seconds` (counted
    on the target's own clock) are None where they are not known. `missed_due_at` is the due time
    that had passed when its target was changed, the first one; None where that never happened.
    """

    kind: str
    cycle: int
    level: int
    started_at: datetime
    due_at: datetime | None
    target: Target | None
    stopped_at: datetime | None = None
    verdict: Verdict | None = None
    active_seconds: int | None = None
    promised_at: datetime | None = None
    counted_from: datetime | None = None
    stopped_by: str | None = None
    missed_due_at: datetime | None = None

    @property
    def key(self) -> tuple[str, int]:
        """Return what identifies it among the clocks of its case."""
        return self.kind, self.cycle

    @property
    def order(self) -> tuple[datetime, int, str, int]:
        """Return what the clocks of a case are sorted by: first of all their start."""
        return self.started_at, self.level, self.kind, self.cycle

    @property
    def name(self) -> str:
        """Return what people call it: `response`, or `level 2`."""
        return f"level {self.level}" if self.level else self.kind

    @property
    def running(self) -> bool:
        """Return whether it counts towards a due time, or is paused."""
        return self.target is not None and self.verdict is None

    @property
    def paused(self) -> bool:
        """Return whether a hold keeps it from running on."""
        return self.running and self.due_at is None and self.promised_at is not None

    def is_late(self, at: datetime) -> bool:
        """Return whether it is running and an instant is after its due time."""
        return self.verdict is None and self.due_at is not None and is_late(self.due_at, at)


class Span(NamedTuple):
    """A half-open time during which clocks stand still; without an end it still lasts."""

    started_at: datetime
    ended_at: datetime | None = None

    @property
    def key(self) -> datetime:
        """Return what identifies it: two spans of a case never overlap."""
        return self.started_at

    @property
    def order(self) -> datetime:
        """Return what spans are sorted by."""
        return self.started_at


def is_late(due_at: datetime, at: datetime) -> bool:
    """Return whether an instant is after a due time; exactly at it is in time."""
    return at > due_at


def due_unless_cancelled(clock: Clock | None) -> datetime | None:
    """Return when a clock is due; None for one that was cancelled, as nothing is due then."""
    return None if clock is None or clock.verdict == "cancelled" else clock.due_at


def verdict(due_at: datetime | None, at: datetime) -> Verdict | None:
    """Return how a clock that stops at an instant ends; None if there is no due time."""
    if due_at is None:
        return None
    return "missed" if is_late(due_at, at) else "met"


def counted_on(schedule: Schedule, target: Target) -> Schedule | None:
    """Return the schedule that a target is counted on: support hours, 24x7, or a named one.

    `schedule` has the support hours of a region. None means that the named one is no longer
    configured.
    """
    if target.clock == SUPPORT_HOURS:
        return schedule
    if target.clock == AROUND_THE_CLOCK:
        return schedule.around_the_clock()
    return schedule.named.get(target.clock)


def promised(target: Target, counted: Schedule, start: datetime) -> tuple[Target, datetime]:
    """Return a target counted from a start, and when it is due without holds.

    `counted` is the schedule that it is counted on. Business days get their seconds.
    """
    if target.days is None:
        return target, counted.due(start, target.seconds)
    due = due_after_business_days(counted, start, target.days)
    return target._replace(seconds=counted.elapsed(start, due)), due
