"""A case: the fold of its events, which are only ever added."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Literal, NamedTuple

from slt_cli.domain.plan import ClockKind, Target
from slt_cli.domain.standing import Clock, ClockSort, Verdict, verdict

Status = Literal["open", "responded", "closed"]
STATUSES: tuple[Status, ...] = ("open", "responded", "closed")
EventKind = Literal["opened", "updated", "responded", "escalated", "noted", "closed", "reopened"]


class Case(NamedTuple):
    """Hold what is known of a case now. `level` 0 means not escalated; `rev` counts its events.

    Due times are stored with the target they came from: a promise that no later change of the
    configuration touches.
    """

    number: int
    subject: str
    partner_type: str
    priority: str
    region: str
    opened_at: datetime
    ref: str | None = None
    partner: str | None = None
    plan: str | None = None
    status: Status = "open"
    due_at: datetime | None = None
    target_seconds: int | None = None
    target_clock: ClockKind | None = None
    responded_at: datetime | None = None
    closed_at: datetime | None = None
    verdict: Verdict | None = None
    level: int = 0
    escalated_at: datetime | None = None
    escalation_due_at: datetime | None = None
    escalation_seconds: int | None = None
    escalation_clock: ClockKind | None = None
    escalation_verdict: Verdict | None = None
    rev: int = 0

    @property
    def deciding_clock(self) -> Clock:
        """Return the running clock that is due first; the response clock where none runs."""
        clocks = self.clocks()
        running = [(clock.due_at, clock) for clock in clocks if clock.due_at and clock.running]
        return min(running)[1] if running else clocks[0]

    @property
    def awaits_response(self) -> bool:
        """Return whether no response was recorded yet and none is settled by a closing."""
        return self.responded_at is None and self.verdict is None and self.status != "closed"

    def with_escalation_stopped(self, at: datetime) -> "Case":
        """Return the case with its escalation's clock stopped at an instant, if it runs."""
        ended = self.escalation_verdict or verdict(self.escalation_due_at, at)
        return self._replace(escalation_verdict=ended)

    def clocks(self) -> list[Clock]:
        """Return the case's clocks: the initial response, then the latest escalation if any."""
        escalated = self.escalated_at is not None
        return [self.clock("response"), *([self.clock("escalation")] if escalated else [])]

    def clock(self, kind: ClockSort) -> Clock:
        """Return the response clock, or that of the latest escalation of a case that has one."""
        if kind == "response" or self.escalated_at is None:
            return Clock(
                "response",
                0,
                self.opened_at,
                self.due_at,
                _target(self.target_seconds, self.target_clock),
                self.verdict,
            )
        return Clock(
            "escalation",
            self.level,
            self.escalated_at,
            self.escalation_due_at,
            _target(self.escalation_seconds, self.escalation_clock),
            self.escalation_verdict,
        )


class Change(NamedTuple):
    """Hold what a field was before an event and what it is after."""

    old: Any
    new: Any


class Event(NamedTuple):
    """Hold one entry of a case's history: when, by whom, what, and which fields changed."""

    kind: EventKind
    at: datetime
    who: str
    changes: Mapping[str, Change]
    note: str | None = None


def event_between(
    before: Case | None, after: Case, kind: EventKind, at: datetime, who: str, note: str | None
) -> Event:
    """Return the event that turns one state of a case into the next.

    An escalation stops the clock of the one before it: how that ended is the verdict it changes.
    """
    if before is not None and kind == "escalated":
        before = before.with_escalation_stopped(at)
    changes = {
        field: Change(old, new)
        for field, old, new in zip(
            Case._fields, before or (None,) * len(Case._fields), after, strict=True
        )
        if old != new and field not in ("number", "rev")
    }
    return Event(kind, at, who, changes, note)


def apply(before: Case | None, number: int, event: Event) -> Case:
    """Return the case after an event; `before` is None for the one that opened it."""
    changed = {field: change.new for field, change in event.changes.items()}
    if before is None:
        return Case(number=number, rev=1, **changed)
    return before._replace(rev=before.rev + 1, **changed)


def fold(number: int, events: Iterable[Event]) -> Case:
    """Return the case that its events add up to; raises ValueError where there are none."""
    case: Case | None = None
    for event in events:
        case = apply(case, number, event)
    if case is None:
        raise ValueError(f"case {number} has no events")
    return case


def clocks_of(number: int, events: Iterable[Event]) -> list[Clock]:
    """Return every clock that a case ever had, each as it ended or as it runs, oldest first."""
    case: Case | None = None
    replaced = []
    for event in events:
        if case is not None and event.kind == "escalated" and case.level:
            replaced.append(case.with_escalation_stopped(event.at).clocks()[1])
        case = apply(case, number, event)
    if case is None:
        return []
    response, *escalation = case.clocks()
    return [response, *replaced, *escalation]


def _target(seconds: int | None, clock: ClockKind | None) -> Target | None:
    return None if seconds is None or clock is None else Target(seconds, clock)
