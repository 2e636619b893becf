"""A moment recorded on a case, in the order of what happened, and all that follows from it."""

from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import datetime
from itertools import takewhile
from typing import Any

from slt_cli.domain.case import Case
from slt_cli.domain.events import Event, EventKind, events_that_count, fold, numbered
from slt_cli.domain.life import Life
from slt_cli.domain.life_refusals import require_valid
from slt_cli.domain.moments import Moment, in_order, moments_since
from slt_cli.domain.opening import moved_opening, moved_promises, only_corrects, opening_of
from slt_cli.domain.policy import Policy
from slt_cli.errors import Reason, RefusedError

LIFE_FIELDS = (
    *("status", "responded_at", "resolved_at", "closed_at", "clocks", "holds", "closed"),
    *("priority", "region", "partner_type"),
)
"""The fields of a case that follow from its moments."""

NOUNS: dict[EventKind, str] = {
    "opened": "the opening",
    "updated": "a change",
    "responded": "a response",
    "followup": "a message",
    "escalated": "an escalation",
    "noted": "a note",
    "marked": "a milestone",
    "held": "a hold",
    "resumed": "the end of a hold",
    "resolved": "a resolution",
    "closed": "a closing",
    "reopened": "a reopening",
    "undone": "an undo",
    "voided": "a voiding",
    "redacted": "a redaction",
}


def history_of(
    case: Case,
    recorded: Sequence[Event],
    policy: Policy,
    until: datetime | None = None,
    opened_at: datetime | None = None,
) -> tuple[Case, list[Moment]]:
    """Return a case as it began, and the moments since, as they were recorded.

    It begins with the events of the command that opened it: an import records several. What an
    earlier release recorded is taken as it is, too: its events say what changed, not why. What was
    taken back is left out, and a corrected opening holds, as does the one given here. With `until`
    later events are left out.
    """
    events = numbered(recorded)
    began = beginning(events)
    known = [event for event in events_until(events, until) if event in began]
    base = fold(known, case.number, case.uid)
    moments = moments_since(base, events, len(began))
    opening = opening_of(events, opened_at)
    if opening is not None:
        base = moved_opening(base, opening, policy)
        moments = moved_promises(moments, opening, policy)
    return base, [moment for moment in moments if until is None or moment.at <= until]


def beginning(events: Sequence[Event]) -> list[Event]:
    """Return the events with which a case began: those of the command that opened it."""
    return list(takewhile(lambda event: event.command == events[0].command, events))


def record(
    case: Case,
    events: Sequence[Event],
    moment: Moment,
    policy: Policy,
    opened_at: datetime | None = None,
) -> Case:
    """Return a case with one more moment; raises RefusedError where it cannot have happened.

    With `opened_at` the moment corrects the opening, too.
    """
    require_valid(case)
    began_at = opened_at or case.opened_at
    if moment.at < began_at:
        raise _too_early(moment, "the case was opened", began_at, "before the opening")
    if opened_at is not None:
        _require_first(opened_at, numbered(events))
    base, moments = history_of(case, events, policy, opened_at=opened_at)
    ends = moment.kind in ("resolved", "closed")
    if ends and base.responded_at is not None and moment.at < base.responded_at:
        raise _too_early(moment, "the response", base.responded_at)
    life = Life(base, policy)
    if opened_at is None and all(each.at <= moment.at for each in moments):
        _go_on(life, case, moments)
        life.happen(moment)
    else:
        _live_again(life, case, moments, moment)
    after = case._replace(opened_at=began_at, **_lived(life.finished()))
    return after._replace(plan=policy.plan_key(after)) if moment.kind == "updated" else after


def _go_on(life: Life, case: Case, moments: Iterable[Moment]) -> None:
    """Bring a life to the present: its clocks are those of the case, as they are stored."""
    for each in in_order(moments):
        with suppress(RefusedError):  # a change of the configuration does not undo what happened
            life.happen(each)
    life.agree_with(case)


def _live_again(life: Life, case: Case, moments: Sequence[Moment], moment: Moment) -> None:
    """Let a whole life pass with a moment in its place; raises RefusedError if it cannot."""
    for each in in_order([*moments, moment]):
        try:
            life.happen(each)
        except RefusedError:
            if each is not moment:  # it was possible before
                raise _too_early(moment, name_of(each.kind), each.at) from None
            if each.kind == "reopened" and case.ended_at and case.ended_at > each.at:
                raise _too_early(moment, "the closing", case.ended_at) from None
            raise


def case_as_of(case: Case, events: Sequence[Event], at: datetime, policy: Policy) -> Case | None:
    """Return a case as it was at an instant, by what is known now; None if it was not open yet.

    A void case never was. Where nothing was recorded late or corrected, it is what the events say,
    whatever the present rules are.
    """
    if case.opened_at > at or case.status == "void":
        return None
    recorded = numbered(events)
    happened = events_until(recorded, at)
    if len(happened) == len(events_that_count(recorded)):
        return case
    instants = [event.at for event in recorded]
    corrected = any(event.undoes for event in recorded) or opening_of(recorded) is not None
    if not corrected and instants == sorted(instants):
        return fold(happened, case.number, case.uid)
    return relived(case, recorded, policy, at)


def relived(
    case: Case, recorded: Sequence[Event], policy: Policy, until: datetime | None = None
) -> Case:
    """Return the case that events give when its whole life passes again; void if it is."""
    base, moments = history_of(case, recorded, policy, until)
    life = Life(base, policy)
    for moment in in_order(moments):
        with suppress(RefusedError):  # a change of the configuration does not undo what happened
            life.happen(moment)
    known = events_until(numbered(recorded), until)
    told = fold(known, case.number, case.uid)
    lived = told._replace(opened_at=base.opened_at, **_lived(life.finished()))
    voided_at = next((event.at for event in known if event.kind == "voided"), None)
    return lived if voided_at is None else voided(lived, voided_at, policy)


def voided(case: Case, at: datetime, policy: Policy) -> Case:
    """Return a case as void, for it was opened by mistake: whatever runs is cancelled."""
    require_valid(case)
    life = Life(case, policy)
    life.happen(Moment("voided", at))
    return case._replace(**_lived(life.finished()))


def _require_first(opened_at: datetime, events: Sequence[Event]) -> None:
    """Refuse an opening after the next moment of the case."""
    event = first_moment(events)
    if event is not None and opened_at > event.at:
        raise RefusedError(
            ("the opening at ", opened_at, f" would be after {name_of(event.kind)} at ", event.at),
            reason="opened too late",
        )


def first_moment(events: Sequence[Event]) -> Event | None:
    """Return the event that happened first after the opening; None where nothing did."""
    _, *others = events_that_count(events)
    no_moments = ("voided", "redacted")
    moments = (e for e in others if e.kind not in no_moments and not only_corrects(e))
    return min(moments, key=lambda event: event.at, default=None)


def events_until(events: Sequence[Event], until: datetime | None) -> list[Event]:
    """Return the events that count and that had happened at an instant; None means all.

    The opening happened when it was corrected to.
    """
    counting = events_that_count(events)
    if until is None or not counting:
        return counting
    opening = opening_of(events)
    opened_at = opening.at if opening else counting[0].at
    happened = [event for event in counting[1:] if event.at <= until]
    return [counting[0], *happened] if opened_at <= until else []


def _lived(case: Case) -> dict[str, Any]:
    return {field: getattr(case, field) for field in LIFE_FIELDS}


def name_of(kind: EventKind) -> str:
    """Return what people call what happened, such as `the closing`."""
    return f"the {NOUNS[kind].split(' ', 1)[1]}"


def _too_early(
    moment: Moment, what: str, at: datetime, reason: Reason = "too early"
) -> RefusedError:
    return RefusedError(
        (f"{NOUNS[moment.kind]} at ", moment.at, f" would be before {what} at ", at),
        reason=reason,
    )
