"""How a clock stands: pending, soon due or late while it runs; met or missed once stopped."""

from datetime import datetime
from typing import Literal, NamedTuple

from slt_cli.domain.calendar.schedule import Schedule
from slt_cli.domain.plan import Target

ClockSort = Literal["response", "escalation"]
Verdict = Literal["met", "missed"]
State = Literal["pending", "soon", "late", "met", "missed", "none"]


class Clock(NamedTuple):
    """Hold one clock of a case: its initial response (level 0) or the response to an escalation.

    Without a target there is no due time; while the clock runs there is no verdict.
    """

    kind: ClockSort
    level: int
    started_at: datetime
    due_at: datetime | None
    target: Target | None
    verdict: Verdict | None = None

    @property
    def name(self) -> str:
        """Return what people call it: `response`, or `level 2`."""
        return f"level {self.level}" if self.level else "response"

    @property
    def running(self) -> bool:
        """Return whether an answer is still awaited."""
        return self.due_at is not None and self.verdict is None


class Warn(NamedTuple):
    """Hold when a clock is soon due: a share of its target in percent, or else a fixed length."""

    percent: int | None = None
    seconds: int = 0

    def threshold(self, target: Target) -> int:
        """Return the seconds before the due time at which a clock with this target is soon due."""
        return self.seconds if self.percent is None else target.seconds * self.percent // 100


class Standing(NamedTuple):
    """Hold a clock's state and the seconds left on the target's own clock, negative when late."""

    state: State
    remaining: int | None = None


def counted_on(schedule: Schedule, target: Target) -> Schedule:
    """Return the clock that a target is counted on: the region's support hours, or every hour."""
    return schedule if target.clock == "support-hours" else schedule.around_the_clock()


class Selection(NamedTuple):
    """Hold which clocks are wanted: late ones, soon ones, those with at most so many seconds left.

    Any of them that fits is enough; where none is named every clock is wanted. A late clock has
    less than nothing left.
    """

    late: bool = False
    soon: bool = False
    within: int | None = None

    @property
    def only_late(self) -> bool:
        """Return whether nothing is wanted but what is late: due before now."""
        return self.late and not self.soon and self.within is None

    def takes(self, standing: Standing) -> bool:
        """Return whether a clock that stands like this is wanted."""
        if not (self.late or self.soon or self.within is not None):
            return True
        if standing.remaining is not None and self.within is not None:
            return standing.remaining <= self.within or self._names(standing.state)
        return self._names(standing.state)

    def _names(self, state: State) -> bool:
        return (self.late and state == "late") or (self.soon and state == "soon")


def is_late(due_at: datetime, at: datetime) -> bool:
    """Return whether an instant is after a due time; exactly at it is in time."""
    return at > due_at


def verdict(due_at: datetime | None, at: datetime) -> Verdict | None:
    """Return how a clock that stops at an instant ends; None where there is no target."""
    if due_at is None:
        return None
    return "missed" if is_late(due_at, at) else "met"


def standing(clock: Clock, schedule: Schedule | None, warn: Warn, now: datetime) -> Standing:
    """Return how a clock stands at `now`; `schedule` is that of the case's region.

    Without a schedule, as of a region that is configured no more, only what is late is known.
    """
    if clock.verdict is not None:
        return Standing(clock.verdict)
    if clock.due_at is None or clock.target is None:
        return Standing("none")
    if schedule is None:
        return Standing("late" if is_late(clock.due_at, now) else "pending")
    counted = counted_on(schedule, clock.target)
    if is_late(clock.due_at, now):
        return Standing("late", -counted.elapsed(clock.due_at, now))
    remaining = counted.elapsed(now, clock.due_at)
    soon = remaining <= warn.threshold(clock.target)
    return Standing("soon" if soon else "pending", remaining)
