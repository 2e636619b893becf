"""One clock in the course of a case's life: it runs, is suspended by the case's end, or is over."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, NamedTuple

from slt_cli.domain.calendar.active import active_seconds, moved
from slt_cli.domain.calendar.schedule import Schedule
from slt_cli.domain.clock_rules import ClockRule
from slt_cli.domain.clocks import Clock, Span, Verdict, counted_on, is_late, promised
from slt_cli.domain.plan import Target

Phase = Literal["running", "suspended", "over"]

ENDS = ("resolved", "closed")


class Stop(NamedTuple):
    """What stops a clock: when, the kind of the moment, and the verdicts in time and late."""

    at: datetime
    by: str
    in_time: Verdict
    late: Verdict = "missed"


@dataclass(slots=True)
class LifeClock:
    """A clock that a life works on. Without a target it runs too, unseen: a target may come.

    `spans` gives what is cut out of its time so far. A clock that was stored keeps its due time as
    long as it has its promise, and nothing more is cut out than `stored_spans`. `unseen_stop` is
    what stopped it last while it had no target.
    """

    kind: str
    level: int
    rule: ClockRule
    started_at: datetime
    counted_from: datetime
    spans: Callable[[ClockRule], Sequence[Span]]
    target: Target | None = None
    promised_at: datetime | None = None
    schedule: Schedule | None = None
    phase: Phase = "running"
    due_at: datetime | None = None
    stopped_at: datetime | None = None
    verdict: Verdict | None = None
    active_seconds: int | None = None
    stopped_by: str | None = None
    missed_due_at: datetime | None = None
    stored_spans: Sequence[Span] | None = None
    unseen_stop: Stop | None = None

    @property
    def undecided(self) -> bool:
        """Return whether it has a target and no verdict."""
        return self.target is not None and self.verdict is None

    @property
    def counted(self) -> Schedule | None:
        """Return the schedule that it is counted on; None if that is no longer configured."""
        if self.schedule is None or self.target is None:
            return None
        return counted_on(self.schedule, self.target)

    def promise(self, target: Target, schedule: Schedule | None) -> None:
        """Set its target, with the due time that present hours give, and let it count again."""
        self.schedule = schedule
        self.take(target, None)
        counted = self.counted
        if counted is not None:
            self.target, self.promised_at = promised(target, counted, self.counted_from)

    def take(self, target: Target, promised_at: datetime | None) -> None:
        """Set a target and a due time that were promised before."""
        self.target, self.promised_at, self.stored_spans = target, promised_at, None
        self.stopped_at = self.verdict = self.active_seconds = self.stopped_by = None

    def stop(self, at: datetime, by: str, in_time: Verdict, late: Verdict = "missed") -> None:
        """Decide it, if that is still to be done: with the due time in force, none if paused."""
        if self.target is None:
            self.unseen_stop = Stop(at, by, in_time, late)
        if not self.undecided:
            return
        self.due_at = self.due()
        self.verdict = late if self.due_at is not None and is_late(self.due_at, at) else in_time
        self.stopped_at, self.stopped_by = at, by
        counted = self.counted
        if counted is not None:
            self.active_seconds = active_seconds(
                counted, self.started_at, at, self.spans(self.rule)
            )

    def remember_missed(self, due_at: datetime | None, at: datetime) -> None:
        """Keep the due time before a change of its target, if that had passed; the first one stays.

        `due_at` is None if nothing was due. A change that leaves the due time as it was keeps none.
        """
        if self.missed_due_at is None and due_at is not None and is_late(due_at, at):
            moved_or_gone = self.verdict is not None or self.due() != due_at
            self.missed_due_at = due_at if moved_or_gone else None

    def due(self) -> datetime | None:
        """Return the due time in force; None while it is paused or cannot be counted."""
        if self.promised_at is None or self.target is None:
            return None
        spans = self.spans(self.rule)
        if self.stored_spans is not None and list(self.stored_spans) == list(spans):
            return self.due_at
        counted = self.counted
        if counted is None:  # nobody knows what a hold moves; what it did before stays
            held = any(span.ended_at is None for span in spans)
            return None if held else self.due_at or self.promised_at
        return moved(counted, self.counted_from, self.promised_at, spans)

    def clock(self, cycle: int) -> Clock:
        """Return it as a value, with its place among the clocks of its kind."""
        again = None if self.counted_from == self.started_at else self.counted_from
        return Clock(
            kind=self.kind,
            cycle=cycle,
            level=self.level,
            started_at=self.started_at,
            due_at=self.due() if self.verdict is None else self.due_at,
            target=self.target,
            stopped_at=self.stopped_at,
            verdict=self.verdict,
            active_seconds=self.active_seconds,
            promised_at=self.promised_at,
            counted_from=again,
            stopped_by=self.stopped_by,
            missed_due_at=self.missed_due_at,
        )


def phase_of(clock: Clock) -> Phase:
    """Return whether a clock that is known as a value runs, is suspended, or is over."""
    if clock.verdict is None:
        return "running"
    return "suspended" if clock.stopped_by in ENDS else "over"
