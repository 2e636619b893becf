"""The history that an imported case must have had, as far as the times are known."""

from collections.abc import Iterator
from datetime import datetime
from operator import itemgetter
from typing import NamedTuple

from slt_cli.domain.case import Case
from slt_cli.domain.clocks import ESCALATION, RESPONSE, Clock
from slt_cli.domain.event_making import Recording, event_between
from slt_cli.domain.events import Event, EventKind
from slt_cli.domain.last_known import NOTE, detail_in

_NOTED = ("opened", "updated", "voided")


class Step(NamedTuple):
    """One thing that happened to a case: when, what, and the case after it."""

    kind: EventKind
    at: datetime
    after: Case


def imported_events(
    case: Case, recording: Recording, updated_at: datetime | None = None
) -> list[Event]:
    """Return the events that lead to a case, as far as its facts give the times.

    The opening keeps when the row of the case was last changed.
    """
    events: list[Event] = []
    before = None
    for sequence, (kind, at, after) in enumerate(steps(case)):
        note = NOTE if kind in _NOTED else None
        detail = detail_in(kind, updated_at) if before is None else None
        events.append(event_between(before, after, kind, at, recording, note, sequence, detail))
        before = after
    return events


def steps(case: Case) -> Iterator[Step]:
    """Yield what must have happened, in order; after the last step the case is as given.

    A response or closing stops the clocks. If neither is known, because the case was reopened, the
    opening or an update sets the verdict. A void case was voided last, which stopped what ran.
    """
    response, escalation = _valid(case.clock(RESPONSE)), _valid(case.clock(ESCALATION))
    ends = bool(case.responded_at or case.ended_at)
    awaited = _running(response) if ends else response
    escalated: Clock | None = None
    state = case._replace(
        status="open",
        responded_at=None,
        resolved_at=None,
        closed_at=None,
        holds=(),
        clocks=_known(awaited, escalated),
    )
    yield Step("opened", case.opened_at, state)
    at = case.opened_at
    for at, kind in sorted(_happened(case, escalation), key=itemgetter(0)):
        if kind == "escalated":
            escalated = _running(escalation)
            state = state._replace(clocks=_known(awaited, escalated))
        elif kind == "held":
            state = state._replace(holds=case.holds)
        else:
            awaited, escalated = response, escalation if escalated else None
            state = _ended(state, kind, at, _known(awaited, escalated))
        yield Step(kind, at, state)
    stopped = _known(response, escalation)
    if state.clocks != stopped:
        yield Step("updated", at, state._replace(clocks=stopped))
    if case.status == "void":
        yield Step("voided", known_until(case), state._replace(status="void", clocks=case.clocks))


def known_until(case: Case) -> datetime:
    """Return the latest time at which something is known to have happened to a case."""
    ends = (case.responded_at, case.resolved_at, case.closed_at, case.held_since)
    clocks = (time for clock in case.clocks for time in (clock.started_at, clock.stopped_at))
    return max(filter(None, (case.opened_at, *ends, *clocks)))


def _happened(case: Case, escalation: Clock | None) -> Iterator[tuple[datetime, EventKind]]:
    """Yield when something happened, and what; at one instant a response answers an escalation."""
    if escalation is not None:
        yield escalation.started_at, "escalated"
    if case.responded_at:
        yield case.responded_at, "responded"
    if case.held_since:
        yield case.held_since, "held"
    if case.resolved_at:
        yield case.resolved_at, "resolved"
    if case.closed_at:
        yield case.closed_at, "closed"


def _ended(state: Case, kind: EventKind, at: datetime, clocks: tuple[Clock, ...]) -> Case:
    if kind == "closed":
        return state._replace(status="closed", closed_at=at, clocks=clocks)
    if kind == "resolved":
        return state._replace(status="resolved", resolved_at=at, clocks=clocks)
    status = state.status if state.resolved_at else "responded"  # answered after it was resolved
    return state._replace(status=status, responded_at=at, clocks=clocks)


def _running(clock: Clock | None) -> Clock | None:
    if clock is None or clock.verdict is None:
        return clock
    return clock._replace(stopped_at=None, verdict=None, active_seconds=None, stopped_by=None)


def _valid(clock: Clock | None) -> Clock | None:
    """Return a clock as it was before the case was voided."""
    return _running(clock) if clock is not None and clock.stopped_by == "voided" else clock


def _known(*clocks: Clock | None) -> tuple[Clock, ...]:
    return tuple([clock for clock in clocks if clock is not None])
