"""Instants and cases that several tests of the domain start from."""

from datetime import UTC, datetime
from typing import Any

from slt_cli.domain.case import Case
from slt_cli.domain.clocks import ESCALATION, RESPONSE, Clock
from slt_cli.domain.event_making import Recording, event_between
from slt_cli.domain.events import Event, EventKind
from slt_cli.domain.life import live
from slt_cli.domain.lifecycle import open_case
from slt_cli.domain.moments import RECALCULATED, Moment
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
    return open_case(
        policy,
        subject="Recordings are missing",
        priority=policy.priority(priority),
        region=policy.region(region),
        partner_type=policy.partner_type(partner_type),
        opened_at=at,
        **more,
    )


def raised(
    policy: Policy, case: Case, at: datetime = FRIDAY_EVENING, level: int | None = None
) -> Case:
    """Return a case escalated to the next level, or to the one given."""
    to = case.level + 1 if level is None else level
    return live(case, [Moment("escalated", at, level=to)], policy)


def after(
    policy: Policy, case: Case, kind: EventKind, at: datetime, detail: str | None = None
) -> Case:
    """Return a case after one more moment; an escalation is to the next level."""
    if kind == "escalated":
        return raised(policy, case, at)
    return live(case, [Moment(kind, at, detail)], policy)


def changed(policy: Policy, case: Case, at: datetime = FRIDAY_EVENING, **facts: str) -> Case:
    """Return a case after its priority, region or partner type changed."""
    return live(case, [Moment("updated", at, facts=facts)], policy)


def recalculated(policy: Policy, case: Case, at: datetime = FRIDAY_EVENING) -> Case:
    """Return a case after its running clocks were promised what the policy gives now."""
    return live(case, [Moment("updated", at, RECALCULATED)], policy)


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
            targets={
                name: {kind: Target(target.seconds, clock) for kind, target in targets.items()}
                for name, targets in plan.targets.items()
            }
        )
        for key, plan in policy.plans.items()
    }
    return policy._replace(plans=plans)
