"""A case as it is now: its number and facts, its clocks, and the times while they stood still."""

from collections.abc import Iterable
from datetime import datetime
from typing import Annotated, Literal, NamedTuple

from slt_cli.domain.clocks import ESCALATION, RESPONSE, Clock, Span
from slt_cli.errors import RefusedError

Status = Literal["open", "responded", "resolved", "closed", "void"]
STATUSES: tuple[Status, ...] = ("open", "responded", "resolved", "closed", "void")
VALID: tuple[Status, ...] = ("open", "responded", "resolved", "closed")
"""The statuses of the cases that lists, reports and exports have: a void case is a mistake."""

FreeText = Annotated[str | None, "a text that people give, kept as it is"]
"""The type of a fact that nothing is computed from: a new one needs no code where rows are read."""

MOST_DIGITS = 18
"""The digits of the largest number of a case: every store can count so far."""

LARGEST_NUMBER = 10**MOST_DIGITS - 1


class Case(NamedTuple):
    """A case as it is now. Every field is stored, and only events change fields.

    The store sets `number`, the random `uid`, and `rev`, which counts the events. `tags` are in
    the order of their letters. `clocks` has
    every cycle and level of each kind, in the order of their starts; a due time is a promise, kept
    with the target that it came from. `holds` are the times of waiting for the partner, `closed`
    those between a closing and a reopening.
    """

    number: int
    subject: str
    partner_type: str
    priority: str
    region: str
    opened_at: datetime
    ref: FreeText = None
    partner: FreeText = None
    customer: FreeText = None
    owner: FreeText = None
    tags: tuple[str, ...] = ()
    plan: str | None = None
    status: Status = "open"
    responded_at: datetime | None = None
    resolved_at: datetime | None = None
    closed_at: datetime | None = None
    uid: str = ""
    rev: int = 0
    clocks: tuple[Clock, ...] = ()
    holds: tuple[Span, ...] = ()
    closed: tuple[Span, ...] = ()

    def clock(self, kind: str) -> Clock | None:
        """Return the clock of a kind that started last, running or stopped."""
        found = None
        for clock in self.clocks:
            if clock.kind == kind and (found is None or clock.cycle > found.cycle):
                found = clock
        return found

    def cycle(self, kind: str, cycle: int) -> Clock | None:
        """Return the clock of a kind with this cycle."""
        return next((clock for clock in self.clocks if clock.key == (kind, cycle)), None)

    @property
    def level(self) -> int:
        """Return the escalation level that the case is at; 0 means not escalated."""
        escalation = self.clock(ESCALATION)
        return 0 if escalation is None else escalation.level

    @property
    def ended_at(self) -> datetime | None:
        """Return when the case was resolved or closed, whichever was first; else None."""
        return self.resolved_at or self.closed_at

    @property
    def held_since(self) -> datetime | None:
        """Return when the present hold began; None where there is none."""
        if self.holds and self.holds[-1].ended_at is None:
            return self.holds[-1].started_at
        return None

    @property
    def running_clocks(self) -> list[Clock]:
        """Return the clocks that run, the paused ones among them."""
        return [clock for clock in self.clocks if clock.running]

    @property
    def leading_clock(self) -> Clock | None:
        """Return the clock that stands for the case; the response clock where none runs."""
        return leading(self.running_clocks) or self.clock(RESPONSE)

    @property
    def escalating_clock(self) -> Clock | None:
        """Return the clock that decides whether `--late` escalates the case.

        It is the running escalation's; the response's where none runs.
        """
        raised = self.clock(ESCALATION)
        return raised if raised is not None and raised.running else self.clock(RESPONSE)

    @property
    def awaits_response(self) -> bool:
        """Return whether a first response is still to come, with a target or without one."""
        response = self.clock(RESPONSE)
        unanswered = self.responded_at is None and self.ended_at is None
        return unanswered and (response is None or response.verdict is None)

    def with_clocks(self, changed: Iterable[Clock]) -> "Case":
        """Return the case with these clocks in place of those of the same kind and cycle."""
        clocks = {clock.key: clock for clock in self.clocks}
        clocks |= {clock.key: clock for clock in changed}
        return self._replace(clocks=tuple(sorted(clocks.values(), key=lambda clock: clock.order)))


def leading(running: Iterable[Clock]) -> Clock | None:
    """Return the running clock that is due first; None where there is none.

    A running escalation stands for the response; paused clocks come after all others.
    """
    clocks = list(running)
    if any(clock.kind == ESCALATION for clock in clocks):
        clocks = [clock for clock in clocks if clock.kind != RESPONSE]
    return next(iter(in_order_of_due(clocks)), None)


def in_order_of_due(clocks: Iterable[Clock]) -> list[Clock]:
    """Return clocks with the earliest due time first, and those without one last.

    Among paused clocks that is the due time without the hold.
    """
    return sorted(clocks, key=_due_first)


def _due_first(clock: Clock) -> tuple[object, ...]:
    due = clock.due_at or clock.promised_at or clock.started_at
    return clock.due_at is None, due, clock.order


class CaseClock(NamedTuple):
    """One clock and the case that it belongs to."""

    clock: Clock
    case: Case


def require_number(number: int) -> int:
    """Return the number of the next case; refused if it is larger than any case may have."""
    if number > LARGEST_NUMBER:
        raise RefusedError(
            f"no case can be added: the number of the last one is {LARGEST_NUMBER} or more, "
            "and ids end there",
            "use a new store, or a backup from before that case was added",
        )
    return number
