"""Instants and cases that several tests of the domain start from."""

from datetime import UTC, datetime
from typing import Any

from slt_cli.domain.case import Case
from slt_cli.domain.clocks import ESCALATION, RESPONSE, Clock
from slt_cli.domain.escalation import escalate, next_level
from slt_cli.domain.events import Event, EventKind, Recording, event_between
from slt_cli.domain.lifecycle import close, open_case, reopen, respond
from slt_cli.domain.plan import Target
from slt_cli.domain.policy import Policy


def moment(text: str) -> datetime:
    """Return the UTC instant in ISO 8601 text with an offset."""
    return datetime.fromisoformat(text).astimezone(UTC)


FRIDAY_EVENING = moment("2026-11-20T17:30-08:00")
"""Half an hour before support in the USA closes for the weekend."""

RECORDING = Recording("tester", moment("2026-12-01T12:00Z"), "0123456789abcdef")
"""Who records the events, when, and by which command."""


def opened(
    policy: Policy,
    priority: str = "S1",
    at: datetime = FRIDAY_EVENING,
    *,
    region: str = "usa",
    partner_type: str = "certified",
    **more: Any,
) -> Case:
    """Return a case opened under the policy that ships."""
    its_type = policy.partner_type(partner_type)
    return open_case(
        subject="Recordings are missing",
        priority=policy.priority(priority),
        region=policy.region(region),
        partner_type=its_type,
        plan=policy.plan_for(its_type),
        opened_at=at,
        **more,
    )


def escalated(
    policy: Policy, case: Case, at: datetime = FRIDAY_EVENING, level: int | None = None
) -> Case:
    """Return a case escalated to the next level, or to the one given."""
    partner_type = policy.partner_type_of(case)
    to = next_level(case, policy.levels, partner_type, policy.links, level)
    return escalate(case, to, policy.region_of(case).schedule, at)


def after(policy: Policy, case: Case, kind: EventKind, at: datetime) -> Case:
    """Return a case after it was responded, escalated, closed or reopened."""
    if kind == "escalated":
        return escalated(policy, case, at)
    if kind == "reopened":
        return reopen(case, at)
    stop = {"responded": respond, "closed": close}[kind]
    return stop(case, at, policy.schedule_of(case))


def between(before: Case | None, later: Case) -> Event:
    """Return an event that turns one state of a case into another."""
    return event_between(before, later, "updated", RECORDING.at, RECORDING)


def response(case: Case) -> Clock:
    """Return the response clock of a case that has one."""
    clock = case.clock(RESPONSE)
    assert clock is not None
    return clock


def escalation(case: Case) -> Clock:
    """Return the clock of the level that a case is at."""
    clock = case.clock(ESCALATION)
    assert clock is not None
    return clock


def with_plan_clock(policy: Policy, clock: Any) -> Policy:
    """Return the policy with every response target counted on another kind of clock."""
    plans = {
        key: plan._replace(
            targets={name: Target(target.seconds, clock) for name, target in plan.targets.items()}
        )
        for key, plan in policy.plans.items()
    }
    return policy._replace(plans=plans)
