"""What counts in a report, and when: the outcome of each clock.

The rules are those of semantics 7; `store/sql/outcomes.py` says the same in SQL.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Literal, NamedTuple

from slt_cli.domain.case import Case
from slt_cli.domain.clock_rules import ClockRule, Stop
from slt_cli.domain.clocks import RESPONSE, Clock
from slt_cli.domain.life_clock import ENDS

Outcome = Literal[
    "met", "missed", "unanswered", "running", "superseded", "cancelled", "retargeted", "void"
]

Answered = Literal["late", "never", "not yet"]
"""Whether a missed clock got what it waited for: after its due time, never, or not yet."""

DECIDED: tuple[Outcome, ...] = ("met", "missed")
"""The outcomes that the share of met clocks is computed from."""


class Period(NamedTuple):
    """The time that a report is about: from an instant on, and before another; None is no limit."""

    since: datetime | None = None
    until: datetime | None = None

    def has(self, at: datetime | None) -> bool:
        """Return whether an instant is in it; an unknown one is in a period without limits."""
        if at is None:
            return self.since is None and self.until is None
        return (self.since is None or at >= self.since) and self.is_before_end(at)

    def is_before_end(self, at: datetime) -> bool:
        """Return whether an instant is before its end."""
        return self.until is None or at < self.until

    def end(self, now: datetime) -> datetime:
        """Return its end, or now if that is earlier: what is still to come is not known."""
        return now if self.until is None or self.until > now else self.until


def outcomes(
    case: Case, clock: Clock, period: Period, now: datetime
) -> Iterator[tuple[Outcome, datetime | None]]:
    """Yield what a clock counts as in a period, and at which instant; None while it runs in time.

    A clock whose target was changed when it was late counts as retargeted at the due time that it
    had missed, however it ends, and never as met.
    """
    decided_at = clock.due_at if clock.verdict == "missed" else clock.stopped_at or clock.due_at
    if case.status == "void":
        if clock.verdict is not None and period.has(decided_at):
            yield "void", decided_at
        return
    if clock.missed_due_at is not None and period.has(clock.missed_due_at):
        yield "retargeted", clock.missed_due_at
    if clock.running:
        if clock.is_late(now):
            if period.has(clock.due_at):
                yield "missed", clock.due_at
        elif period.is_before_end(clock.started_at):
            yield "running", None
    elif (outcome := _ended_as(clock)) is not None and period.has(decided_at):
        yield outcome, decided_at


def _ended_as(clock: Clock) -> Outcome | None:
    """Return what a stopped clock counts as; None for one that counts only as retargeted."""
    if clock.verdict != "met":
        return clock.verdict
    if clock.missed_due_at is not None:
        return None
    return "unanswered" if clock.kind == RESPONSE and clock.stopped_by in ENDS else "met"


_STOPS_OF: Mapping[str, Stop] = {
    "responded": "answer",
    "marked": "marked",
    "resolved": "resolved",
}


def answered(clock: Clock, rule: ClockRule) -> Answered:
    """Return whether a missed clock was stopped by what it waited for, or ended without that."""
    if clock.verdict is None:
        return "not yet"
    if clock.stopped_by is None:  # an old store knows only that it stopped
        return "late"
    return "late" if _STOPS_OF.get(clock.stopped_by) in rule.stops else "never"
