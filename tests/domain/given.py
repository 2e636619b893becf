"""Instants and cases that several tests of the domain start from."""

from datetime import UTC, datetime
from typing import Any

from slt_cli.domain.case import Case
from slt_cli.domain.lifecycle import open_case
from slt_cli.domain.plan import Target
from slt_cli.domain.policy import Policy


def moment(text: str) -> datetime:
    """Return the UTC instant in ISO 8601 text with an offset."""
    return datetime.fromisoformat(text).astimezone(UTC)


FRIDAY_EVENING = moment("2026-11-20T17:30-08:00")
"""Half an hour before support in the USA closes for the weekend."""


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
