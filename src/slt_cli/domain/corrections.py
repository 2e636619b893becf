"""Corrections: what one command recorded on a case by mistake is taken back."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import datetime

from slt_cli.domain.case import Case
from slt_cli.domain.escalation import needs_escalation
from slt_cli.domain.events import Event, events_that_count, fold, numbered, taken_back
from slt_cli.domain.instants import TOLERATED
from slt_cli.domain.life import Life
from slt_cli.domain.life_refusals import require_possible
from slt_cli.domain.moments import Moment, in_order
from slt_cli.domain.policy import Policy
from slt_cli.domain.recording import NOUNS, beginning, first_moment, history_of, relived
from slt_cli.errors import RefusedError


def to_take_back(events: Sequence[Event], wanted: int | None) -> Event:
    """Return the event with an id, or the last one that counts; raises RefusedError.

    The opening, an undo, a redaction and what was taken back before cannot be taken back.
    """
    recorded = numbered(events)
    if wanted is None:
        event = events_that_count(recorded)[-1]
    elif 1 <= wanted <= len(recorded):
        event = recorded[wanted - 1]
    else:
        raise RefusedError(f"the case has no event {wanted}", reason="no such event")
    if event.kind == "undone":
        raise RefusedError(
            f"event {event.id} took back event {event.undoes}; an undo cannot be taken back",
            reason="an undo",
        )
    if event.kind == "redacted":
        raise RefusedError(
            f"event {event.id} is a redaction, which cannot be taken back: the texts are gone",
            reason="no such event",
        )
    if event.id in taken_back(recorded):
        raise RefusedError(f"event {event.id} was taken back before", reason="no such event")
    _require_not_beginning(recorded, event)
    return event


class NotOwnError(RefusedError):
    """An event that somebody else recorded is not taken back without saying so."""

    def __init__(self, event: Event) -> None:
        super().__init__(
            (
                f"event {event.id}, {NOUNS[event.kind]} at ",
                event.at,
                f", was recorded by {event.who}",
            ),
            reason="not your own",
        )
        self.event = event.id


def require_own(event: Event, who: str) -> None:
    """Refuse to take back what somebody else recorded."""
    if event.who != who:
        raise NotOwnError(event)


def without(case: Case, events: Sequence[Event], taken: Event, policy: Policy) -> Case:
    """Return a case as it is without an event; raises RefusedError where a rule would be broken.

    Where nothing that counts was recorded after it, this is the case before it, to the letter.
    """
    recorded = numbered(events)
    if _is_last(recorded, taken):
        before = fold(recorded[: _id(taken) - 1], case.number, case.uid)
        return before._replace(rev=case.rev)
    undo = taken._replace(kind="undone", changes={}, undoes=taken.id)
    remaining = numbered([*recorded, undo])
    _require_possible(case, taken, recorded, remaining, policy)
    after = relived(case, remaining, policy)._replace(rev=case.rev)
    first = first_moment(remaining)
    if first is not None and first.at < after.opened_at:
        raise _blocked(first, taken)
    same = (after.priority, after.partner_type) == (case.priority, case.partner_type)
    return after._replace(plan=case.plan if same else policy.plan_key(after))


def was_taken_back(case: Case, events: Sequence[Event]) -> bool:
    """Return whether an escalation for the late clock of a case was taken back.

    It was for the same clock if that was late, and due at the same time, when it was recorded.
    If it was not late yet when that was taken back, it was recorded by a clock that was ahead.
    """
    recorded = numbered(events)
    undone_at = {event.undoes: event.at for event in recorded if event.undoes is not None}
    return any(
        event.kind == "escalated"
        and _was_for(
            case,
            fold(recorded[: _id(event) - 1], 0, ""),
            min(event.at, undone_at[event.id] + TOLERATED),
        )
        for event in recorded
        if event.id in undone_at
    )


def _was_for(case: Case, before: Case, at: datetime) -> bool:
    late, now = before.escalating_clock, case.escalating_clock
    if late is None or now is None or not needs_escalation(before, at):
        return False
    return (late.kind, late.level, late.due_at) == (now.kind, now.level, now.due_at)


def _require_not_beginning(recorded: Sequence[Event], event: Event) -> None:
    """Refuse to take back the opening, or what was recorded together with it.

    What an earlier release recorded can be taken back as long as it is the last of its kind.
    """
    began = beginning(recorded)
    if event.kind == "opened" or (event in began and event.command is not None):
        what = "the opening" if event.kind == "opened" else "what was imported with the case"
        raise RefusedError(f"{what} cannot be taken back", reason="the opening")
    last = [each for each in events_that_count(recorded) if each in began][-1]
    if event in began and last is not event:
        taken_from = "what an earlier release recorded is taken back from the last on: it is event"
        raise RefusedError(
            (f"{taken_from} {last.id}, {NOUNS[last.kind]} at ", last.at),
            reason="needed by a later event",
        )


def _is_last(recorded: Sequence[Event], taken: Event) -> bool:
    """Return whether all that was recorded after an event was taken back, and nothing before it.

    A redaction changed the texts of all events, and nothing else.
    """
    first, undone = _id(taken), taken_back(recorded)
    return all(
        event.kind == "redacted"
        or event.id in undone
        or (event.undoes is not None and event.undoes > first)
        for event in recorded[first:]
    )


def _require_possible(
    case: Case,
    taken: Event,
    recorded: Sequence[Event],
    remaining: Sequence[Event],
    policy: Policy,
) -> None:
    """Refuse to take back what a later event needs: one that was possible and no longer is.

    A late entry may leave an event that could not be recorded now: that one stays as it is.
    """
    passed = _passed(case, recorded, policy)
    possible = {moment.event for moment, refused in passed if not refused}
    for moment, refused in _passed(case, remaining, policy):
        if refused and moment.event in possible:
            raise _blocked(_event_of(moment, recorded), taken)


def _passed(
    case: Case, events: Sequence[Event], policy: Policy
) -> Iterator[tuple[Moment, RefusedError | None]]:
    """Yield each moment of a case, and why it would be refused if it were recorded now."""
    base, moments = history_of(case, events, policy)
    life = Life(base, policy)
    for moment in in_order(moments):
        refused = None
        try:
            require_possible(life.finished(), moment._replace(event=None), policy)
        except RefusedError as error:
            refused = error
        yield moment, refused
        with suppress(RefusedError):  # impossible before, too, by the present rules
            life.happen(moment)


def _blocked(event: Event, taken: Event) -> RefusedError:
    noun = NOUNS[event.kind]
    return RefusedError(
        (f"event {event.id}, {noun} at ", event.at, f", needs event {taken.id}"),
        reason="needed by a later event",
    )


def _event_of(moment: Moment, events: Sequence[Event]) -> Event:
    return next(event for event in events if event.id == moment.event)


def _id(event: Event) -> int:
    assert event.id is not None  # noqa: S101 - for the type alone: the events are numbered
    return event.id
