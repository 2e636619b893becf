"""The state of a clock: pending, soon due or late while it runs, met or missed when stopped."""

from datetime import datetime
from typing import Literal, NamedTuple

from slt_cli.domain.calendar.schedule import Schedule
from slt_cli.domain.clocks import Clock, counted_on, is_late
from slt_cli.domain.plan import Target

State = Literal["pending", "soon", "late", "met", "missed", "none"]


class Warn(NamedTuple):
    """When a clock is soon due: a share of its target in percent, or else a fixed length."""

    percent: int | None = None
    seconds: int = 0

    def threshold(self, target: Target) -> int:
        """Return the seconds before the due time at which a clock with this target is soon due."""
        return self.seconds if self.percent is None else target.seconds * self.percent // 100


class Standing(NamedTuple):
    """A clock's state and the seconds left on the target's own clock, negative when late."""

    state: State
    remaining: int | None = None


NO_TARGET = Standing("none")


class Selection(NamedTuple):
    """Which clocks are wanted: late ones, soon ones, those with at most `within` seconds left.

    A clock is wanted if it fits any of these, and every clock is if none is given. The seconds left
    of a late clock are negative.
    """

    late: bool = False
    soon: bool = False
    within: int | None = None

    @property
    def only_late(self) -> bool:
        """Return whether only late clocks are wanted: those due before now."""
        return self.late and not self.soon and self.within is None

    def takes(self, standing: Standing) -> bool:
        """Return whether a clock in this state is wanted."""
        if not (self.late or self.soon or self.within is not None):
            return True
        if standing.remaining is not None and self.within is not None:
            return standing.remaining <= self.within or self._names(standing.state)
        return self._names(standing.state)

    def _names(self, state: State) -> bool:
        return (self.late and state == "late") or (self.soon and state == "soon")


def standing(clock: Clock, schedule: Schedule | None, warn: Warn, now: datetime) -> Standing:
    """Return the state of a clock at `now`; `schedule` is that of the case's region.

    Without a schedule, because the region is no longer configured, it is only known to be late or
    pending.
    """
    if clock.verdict is not None:
        return Standing(clock.verdict)
    if clock.due_at is None or clock.target is None:
        return NO_TARGET
    if schedule is None:
        return Standing("late" if is_late(clock.due_at, now) else "pending")
    counted = counted_on(schedule, clock.target)
    if is_late(clock.due_at, now):
        return Standing("late", -counted.elapsed(clock.due_at, now))
    remaining = counted.elapsed(now, clock.due_at)
    soon = remaining <= warn.threshold(clock.target)
    return Standing("soon" if soon else "pending", remaining)
