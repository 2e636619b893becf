"""One clock, and the walk over its minutes. Part of the independent oracle (see life_oracle.py)."""

from collections.abc import Set
from dataclasses import dataclass
from typing import NamedTuple

from tests.domain.oracle.life_policy import SUPPORT_HOURS, Calendar, Target

# A clock's place in its rule, whether or not the case has a target for it:
RUNNING = "running"
SUSPENDED = "suspended"  # ended by resolving or closing: a reopening continues it
OVER = "over"


@dataclass
class Clock:
    """One cycle (or level) of one clock rule. It is shown only if it ever had a target."""

    kind: str
    level: int
    pauses: bool
    stops: tuple[str, ...]
    started: int
    counted_from: int  # the same as started, unless the plan restarts clocks on a change (2.8)
    target: Target | None
    region: str
    place: str = RUNNING
    stopped: int | None = None
    verdict: str | None = None
    due: int | None = None
    active: int = 0
    ended_with_the_case: bool = False

    @property
    def ticking(self) -> bool:
        """It has a target and no verdict."""
        return self.target is not None and self.stopped is None


class Measure(NamedTuple):
    """What a walk over the minutes of a clock found."""

    due: int | None  # None while paused
    active: int
    left: int


def measure(
    clock: Clock, calendar: Calendar, cut: Set[int], until: int, *, paused: bool
) -> Measure:
    """Walk the minutes of a clock: which count (1.1), and when do they reach the target (1.2).

    `cut` holds the minutes on hold and those between an end and a reopening (1.12, 2.12). Past
    `until` nothing is known to be cut out: the due time is the promise as it stands.
    """
    assert clock.target is not None
    length, schedule = clock.target

    def counts(minute: int) -> bool:
        return minute not in cut and (schedule != SUPPORT_HOURS or calendar.is_open(minute))

    active = counted = 0
    due = None
    for minute in range(clock.started, until):
        if counts(minute):
            active += 1
            counted += minute >= clock.counted_from
            if counted == length and due is None:
                due = minute + 1
    if due is None and not paused:
        due, ahead = until, length - counted
        while ahead:
            ahead -= counts(due)
            due += 1
    return Measure(due, active, length - counted)
