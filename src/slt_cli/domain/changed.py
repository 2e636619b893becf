"""What a command did to a case: as it was, and as it is."""

from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from slt_cli.domain.case import Case
from slt_cli.domain.clocks import Clock, due_unless_cancelled
from slt_cli.domain.events import Event


class MovedClock(NamedTuple):
    """A clock whose due time is another after a change: as it was, and as it is."""

    clock: Clock
    old: Clock | None
    new: Clock | None


class Changed(NamedTuple):
    """A case before and after an event; without an event nothing was recorded.

    `repeated` says that an earlier run with the same key recorded it.
    """

    before: Case
    after: Case
    event: Event | None = None
    repeated: bool = False


def moved_clocks(before: Case, after: Case) -> Iterator[MovedClock]:
    """Yield each clock of a case that a change moved, in the order of their starts."""
    was = {clock.key: clock for clock in before.clocks}
    is_now = {clock.key: clock for clock in after.clocks}
    for clock in sorted((is_now | was).values(), key=lambda clock: clock.order):
        old, new = was.get(clock.key), is_now.get(clock.key)
        if due_unless_cancelled(old) != due_unless_cancelled(new):
            yield MovedClock(clock, old, new)


def changed_clocks(before: Case, after: Case) -> Iterator[MovedClock]:
    """Yield each clock that has another due time, verdict or stop, or that is paused or new.

    One that stays paused has no due time: what it was promised, and its target, stand for it.
    """
    was, is_now = _by_name(before), _by_name(after)
    for key, clock in (was | is_now).items():
        old, new = was.get(key), is_now.get(key)
        if _told(old) != _told(new):
            yield MovedClock(clock, old, new)


def _by_name(case: Case) -> dict[tuple[str, int], Clock]:
    """Return the clocks of a case by their name and how many of that name came before."""
    clocks: dict[tuple[str, int], Clock] = {}
    counted: Counter[str] = Counter()
    for clock in case.clocks:
        clocks[clock.name, counted[clock.name]] = clock
        counted[clock.name] += 1
    return clocks


def _told(clock: Clock | None) -> tuple[object, ...] | None:
    if clock is None:
        return None
    paused = (clock.promised_at, clock.target) if clock.paused else None
    return clock.due_at, clock.verdict, clock.stopped_at, paused
