"""Notes about a correction: what was taken back, and what it did to each clock."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime

from slt_cli.domain.case import Case
from slt_cli.domain.clocks import Clock
from slt_cli.domain.events import Event
from slt_cli.domain.policy import Policy
from slt_cli.output import Note
from slt_cli.views.case import when
from slt_cli.views.left import describe_left


def undone_notes(
    policy: Policy, before: Case, after: Case, taken: Event, now: datetime
) -> Iterator[Note]:
    """Yield what was taken back, and each clock that is another one now."""
    at = when(policy, before, taken.at, now)
    said = f": {taken.note}" if taken.note else ""
    yield Note("Undone", f"event {taken.id}, {taken.kind} {at} by {taken.who}{said}")
    yield from clock_change_notes(policy, before, after, now)


def clock_change_notes(policy: Policy, before: Case, after: Case, now: datetime) -> Iterator[Note]:
    """Yield each clock with another due time or verdict: as it was, and as it is."""
    was, is_now = _by_name(before), _by_name(after)
    every = was | is_now
    for name in sorted(every, key=lambda name: every[name].order):
        old = _described(policy, before, was.get(name), now)
        new = _described(policy, after, is_now.get(name), now)
        if old != new:
            yield Note(every[name].name.capitalize(), f"{old} -> {new}")


def _by_name(case: Case) -> dict[tuple[str, int], Clock]:
    """Return the clocks of a case by their name and how many of that name came before."""
    clocks: dict[tuple[str, int], Clock] = {}
    counted: Counter[str] = Counter()
    for clock in case.clocks:
        clocks[clock.name, counted[clock.name]] = clock
        counted[clock.name] += 1
    return clocks


def _described(policy: Policy, case: Case, clock: Clock | None, now: datetime) -> str:
    if clock is None:
        return "none"
    left = describe_left(policy.standing(clock, case, now))
    due = when(policy, case, clock.due_at, now)
    return " · ".join(filter(None, (f"due {due}" if due else "", left)))
