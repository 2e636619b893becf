"""How a case is shown: the fields of the JSON contract, and the facts that people read."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from slt_cli.domain.calendar.instant import format_instant, format_utc
from slt_cli.domain.case import Case
from slt_cli.domain.clocks import ESCALATION, RESPONSE, Clock
from slt_cli.domain.policy import Policy
from slt_cli.output import Cell, Column, Note, Sheet, Tone
from slt_cli.views.fields import flat_item
from slt_cli.views.left import describe_left
from slt_cli.views.lengths import describe_target

SCHEMA = "slt.case/1"
TONES = {"soon": Tone.SOON, "late": Tone.LATE, "missed": Tone.LATE, "met": Tone.OK}


def case_item(policy: Policy, case: Case) -> dict[str, Any]:
    """Return a case as the JSON contract has it."""
    return {"id": policy.case_id(case.number), **flat_item(case)}


def case_record(
    policy: Policy, case: Case, now: datetime, notes: Iterable[Note] = ()
) -> Sheet[Case]:
    """Return the sheet that shows one case, fact by fact."""
    return Sheet(
        schema=SCHEMA,
        as_of=now,
        rows=[case],
        item=lambda case: case_item(policy, case),
        columns=_facts(policy, now),
        key=lambda case: policy.case_id(case.number),
        notes=tuple(notes),
        record=True,
    )


def describe_priority(policy: Policy, case: Case) -> str:
    """Return a case's priority with its name, or its key alone if it is no longer configured."""
    known = policy.priorities.get(case.priority)
    return f"{case.priority} {known.name}" if known else case.priority


def no_target(policy: Policy, case: Case) -> str:
    """Return what is shown instead of a target: no target of its partner type, or priority."""
    partner_type = policy.partner_types.get(case.partner_type)
    plan = policy.plan_for(partner_type) if partner_type else None
    of = f" for {case.priority}" if plan is not None and any(plan.targets.values()) else ""
    return f"none: {policy.partner_type_name(case)} has no target{of}"


def when(policy: Policy, case: Case, instant: datetime | None, now: datetime) -> str:
    """Return an instant in the zone of a case's region; an empty text for None."""
    return "" if instant is None else format_instant(instant, policy.zone_of(case), now.year)


def utc_or_none(instant: datetime | None) -> str | None:
    """Return an instant as the JSON contract has it; None stays None."""
    return None if instant is None else format_utc(instant)


def _facts(policy: Policy, now: datetime) -> tuple[Column[Case], ...]:
    def due(case: Case) -> Cell:
        return _due(policy, case, case.clock(RESPONSE), now)

    def escalated(case: Case) -> str:
        clock = case.clock(ESCALATION)
        if clock is None:
            return ""
        return f"{clock.name}, {when(policy, case, clock.started_at, now)}"

    def answer_due(case: Case) -> Cell:
        return _due(policy, case, case.clock(ESCALATION), now)

    return (
        Column("Case", lambda case: policy.case_id(case.number)),
        Column("Subject", lambda case: case.subject),
        Column("Reference", lambda case: case.ref or ""),
        Column("Partner", lambda case: _partner(policy, case)),
        Column("Priority", lambda case: describe_priority(policy, case)),
        Column("Region", policy.region_name),
        Column("Status", lambda case: case.status),
        Column("Opened", lambda case: when(policy, case, case.opened_at, now)),
        Column("Target", lambda case: _target(policy, case)),
        Column("Due", due),
        Column("Responded", lambda case: when(policy, case, case.responded_at, now)),
        Column("Escalated", escalated),
        Column("Answer due", answer_due),
        Column("On hold", lambda case: _since(policy, case, case.held_since, now)),
        Column("Resolved", lambda case: when(policy, case, case.resolved_at, now)),
        Column("Closed", lambda case: when(policy, case, case.closed_at, now)),
    )


def _due(policy: Policy, case: Case, clock: Clock | None, now: datetime) -> Cell:
    if clock is None or clock.due_at is None:
        return Cell("")
    standing = policy.standing(clock, case, now)
    parts = (when(policy, case, clock.due_at, now), describe_left(standing))
    return Cell(" · ".join(filter(None, parts)), TONES.get(standing.state, Tone.NONE))


def _since(policy: Policy, case: Case, instant: datetime | None, now: datetime) -> str:
    return "" if instant is None else f"since {when(policy, case, instant, now)}"


def _partner(policy: Policy, case: Case) -> str:
    partner_type = policy.partner_type_name(case)
    return f"{case.partner} ({partner_type})" if case.partner else partner_type


def _target(policy: Policy, case: Case) -> str:
    response = case.clock(RESPONSE)
    if response is None or response.target is None:
        return no_target(policy, case)
    return describe_target(response.target)
