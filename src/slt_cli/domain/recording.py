"""A moment recorded on a case, in the order of what happened, and all that follows from it."""

from collections.abc import Sequence
from datetime import datetime
from itertools import takewhile
from typing import Any

from slt_cli.domain.calendar.instant import format_utc
from slt_cli.domain.case import Case
from slt_cli.domain.events import Event, EventKind, fold
from slt_cli.domain.life import Life
from slt_cli.domain.moments import Moment, in_order, moment_of, with_terms
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
}


def history_of(
    case: Case, events: Sequence[Event], until: datetime | None = None
) -> tuple[Case, list[Moment]]:
    """Return a case as it began, and the moments since, as they were recorded.

    It begins with the events of the command that opened it: an import records several. What an
    earlier release recorded is taken as it is, too: its events say what changed, not why. With
    `until` later events are left out.
    """
    began = list(takewhile(lambda event: event.command == events[0].command, events))
    known = [event for event in began if until is None or event.at <= until]
    base = fold(known, case.number, case.uid)
    moments = with_terms(base, [moment_of(event) for event in events[len(began) :]])
    return base, [moment for moment in moments if until is None or moment.at <= until]


def record(case: Case, events: Sequence[Event], moment: Moment, policy: Policy) -> Case:
    """Return a case with one more moment; raises RefusedError where it cannot have happened."""
    if moment.at < case.opened_at:
        raise _too_early(moment, "the case was opened", case.opened_at)
    base, moments = history_of(case, events)
    ends = moment.kind in ("resolved", "closed")
    if ends and base.responded_at is not None and moment.at < base.responded_at:
        raise _too_early(moment, "the response", base.responded_at)
    life = Life(base, policy)
    for each in in_order([*moments, moment]):
        try:
            life.happen(each)
        except RefusedError:
            if each is not moment:  # it was possible before
                raise _too_early(moment, _named(each), each.at) from None
            if each.kind == "reopened" and case.ended_at and case.ended_at > each.at:
                raise _too_early(moment, "the closing", case.ended_at) from None
            raise
    after = case._replace(**_lived(life.finished()))
    return after._replace(plan=policy.plan_key(after)) if moment.kind == "updated" else after


def case_as_of(case: Case, events: Sequence[Event], at: datetime, policy: Policy) -> Case | None:
    """Return a case as it was at an instant, by what is known now; None if it was not open yet."""
    happened = [event for event in events if event.at <= at]
    if not happened or happened[0].kind != "opened":
        return None
    base, moments = history_of(case, events, at)
    life = Life(base, policy)
    for moment in in_order(moments):
        life.happen(moment)
    return fold(happened, case.number, case.uid)._replace(**_lived(life.finished()))


def _lived(case: Case) -> dict[str, Any]:
    return {field: getattr(case, field) for field in LIFE_FIELDS}


def _named(moment: Moment) -> str:
    return f"the {NOUNS[moment.kind].split(' ', 1)[1]}"


def _too_early(moment: Moment, what: str, at: datetime) -> RefusedError:
    return RefusedError(
        f"{NOUNS[moment.kind]} at {format_utc(moment.at)} would be before {what} at "
        f"{format_utc(at)}",
        reason=Reason.TOO_EARLY,
    )
