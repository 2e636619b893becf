"""The history that a case must have had, as far as its facts tell when each thing happened."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from slt_cli.domain.case import Case, Event, EventKind, event_between

_ESCALATION = (
    "level",
    "escalated_at",
    "escalation_due_at",
    "escalation_seconds",
    "escalation_clock",
)


def history(case: Case, who: str, note: str) -> list[Event]:
    """Return the events that add up to a case; the note stands with its opening.

    How a clock ended is told by the response or closing that stopped it. Where neither is known,
    as of a case that was reopened, the opening or an update tells it.
    """
    state = _at_opening(case)
    events = [event_between(None, state, "opened", case.opened_at, who, note)]
    for at, kind, changes in sorted(_steps(case), key=lambda step: step[0]):
        after = state._replace(**changes)
        events.append(event_between(state, after, kind, at, who, None))
        state = after
    if case.escalated_at and state.escalation_verdict != case.escalation_verdict:
        after = state._replace(escalation_verdict=case.escalation_verdict)
        events.append(event_between(state, after, "updated", events[-1].at, who, note))
    return events


def _at_opening(case: Case) -> Case:
    """Return the case as it was opened, with the verdict that nothing later can tell."""
    opened = Case(
        number=case.number,
        subject=case.subject,
        partner_type=case.partner_type,
        priority=case.priority,
        region=case.region,
        opened_at=case.opened_at,
        ref=case.ref,
        partner=case.partner,
        plan=case.plan,
        due_at=case.due_at,
        target_seconds=case.target_seconds,
        target_clock=case.target_clock,
    )
    if case.responded_at is None and case.closed_at is None:
        return opened._replace(verdict=case.verdict)
    return opened


def _steps(case: Case) -> Iterator[tuple[datetime, EventKind, dict[str, Any]]]:
    """Yield when something happened, what, and the fields that it set; what is first comes first.

    Of things that happened at once the escalation comes first: a response answers it.
    """
    if case.escalated_at:
        yield (
            case.escalated_at,
            "escalated",
            {field: getattr(case, field) for field in _ESCALATION},
        )
    if case.responded_at:
        answered = case.escalated_at is not None and case.escalated_at <= case.responded_at
        yield (
            case.responded_at,
            "responded",
            {
                "status": "responded",
                "responded_at": case.responded_at,
                "verdict": case.verdict,
                **({"escalation_verdict": case.escalation_verdict} if answered else {}),
            },
        )
    if case.closed_at:
        yield (
            case.closed_at,
            "closed",
            {
                "status": "closed",
                "closed_at": case.closed_at,
                "verdict": case.verdict,
                "escalation_verdict": case.escalation_verdict,
            },
        )
