"""The state of a clock: pending, soon due or late while it runs, met or missed when stopped."""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal, NamedTuple

from slt_cli.domain.calendar.active import Cut, active_seconds, moved
from slt_cli.domain.calendar.schedule import Schedule
from slt_cli.domain.clocks import Clock, counted_on, is_late
from slt_cli.domain.plan import Target

State = Literal[
    "pending", "soon", "late", "held", "met", "missed", "superseded", "cancelled", "none"
]


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
    held: bool = False
    not_late: bool = False

    @property
    def only_late(self) -> bool:
        """Return whether only late clocks are wanted: those due before now."""
        return self.late and not (self.soon or self.held) and self.within is None

    def takes(self, standing: Standing) -> bool:
        """Return whether a clock in this state is wanted."""
        if self.not_late and standing.state == "late":
            return False
        if not (self.late or self.soon or self.held or self.within is not None):
            return True
        left = None if standing.state == "held" else standing.remaining
        if left is not None and self.within is not None:
            return left <= self.within or self._names(standing.state)
        return self._names(standing.state)

    def _names(self, state: State) -> bool:
        wanted = {"late": self.late, "soon": self.soon, "held": self.held}
        return wanted.get(state, False)


def standing(
    clock: Clock, schedule: Schedule | None, warn: Warn, now: datetime, spans: Sequence[Cut] = ()
) -> Standing:
    """Return the state of a clock at `now`; `schedule` is that of the case's region.

    `spans` are cut out of its time. Without a schedule, because its region or what it is counted on
    is no longer configured, only what is late is known.
    """
    if clock.verdict is not None:
        return Standing(clock.verdict)
    if clock.target is None:
        return NO_TARGET
    if clock.due_at is None and clock.promised_at is None:
        return Standing("pending")
    counted = _counted(clock, schedule)
    if counted is None:
        late = clock.due_at is not None and is_late(clock.due_at, now)
        return Standing("held" if clock.due_at is None else "late" if late else "pending")
    if clock.due_at is None:
        return Standing("held", _left_on_hold(clock, counted, spans))
    if is_late(clock.due_at, now):
        return Standing("late", -active_seconds(counted, clock.due_at, now, spans))
    remaining = counted.elapsed(now, clock.due_at)
    soon = remaining <= warn.threshold(clock.target)
    return Standing("soon" if soon else "pending", remaining)


def left_at_stop(clock: Clock, schedule: Schedule | None, spans: Sequence[Cut] = ()) -> int | None:
    """Return the seconds that were left when a clock stopped, negative where it was late.

    They are counted on its target's clock, without `spans`. None where that cannot be known.
    """
    at = clock.stopped_at
    counted = _counted(clock, schedule)
    if at is None or counted is None:
        return None
    before = [span for span in spans if span.started_at < at]
    if clock.due_at is None:  # it was paused
        return _left_on_hold(clock, counted, before)
    if is_late(clock.due_at, at):
        return -active_seconds(counted, clock.due_at, at, before)
    return active_seconds(counted, at, clock.due_at, before)


def due_before_hold(
    clock: Clock, schedule: Schedule | None, spans: Sequence[Cut]
) -> datetime | None:
    """Return when a paused clock was due before its hold, the last of `spans`."""
    counted = _counted(clock, schedule)
    if counted is None or clock.promised_at is None:
        return None
    return moved(counted, clock.counted_from or clock.started_at, clock.promised_at, spans[:-1])


def _counted(clock: Clock, schedule: Schedule | None) -> Schedule | None:
    """Return the schedule that a clock is counted on; None if it is no longer configured."""
    if schedule is None or clock.target is None:
        return None
    return counted_on(schedule, clock.target)


def _left_on_hold(clock: Clock, counted: Schedule, spans: Sequence[Cut]) -> int | None:
    """Return what was left of a paused clock when its hold, the last of `spans`, began."""
    if clock.promised_at is None or not spans:
        return None
    start = clock.counted_from or clock.started_at
    due = moved(counted, start, clock.promised_at, spans[:-1])
    begins = max(spans[-1].started_at, start)
    return None if due is None else counted.elapsed(begins, max(due, begins))
