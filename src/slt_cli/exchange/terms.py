"""The names in a row: partner type, plan, priority and region, and the target they promise."""

from collections.abc import Callable
from typing import NamedTuple, TypeVar

from slt_cli.domain.clocks import RESPONSE
from slt_cli.domain.plan import PartnerType, Plan, Target
from slt_cli.domain.policy import Policy
from slt_cli.domain.region import Region
from slt_cli.errors import UnknownNameError
from slt_cli.exchange.given import BadRowError, Problem

Entry = TypeVar("Entry")


class Terms(NamedTuple):
    """What the names in a row refer to, by the keys of the configuration.

    If there is no target, `why_no_target` says why.
    """

    partner_type: str
    plan: str | None
    priority: str
    region: Region
    target: Target | None
    why_no_target: str


def terms_of(policy: Policy, partner_type: str, plan: str, priority: str, region: str) -> Terms:
    """Return what names refer to; an empty one is the default, but a priority is required.

    Raises BadRowError with every name that is not in the configuration.
    """
    found: list[Problem] = []
    its_region = _entry("region", policy.region, region or None, found)
    its_type = _entry("partner_type", policy.partner_type, partner_type or None, found)
    its_plan = _plan(policy, its_type, plan, found) if its_type else None
    if not priority:
        fix = f"every case needs one of: {', '.join(policy.priorities)}"
        found.append(Problem("priority", "is missing", fix))
    its_priority = _entry("priority", policy.priority, priority, found) if priority else None
    if found or its_region is None or its_type is None or its_priority is None:
        raise BadRowError(found)
    target = its_plan.target(its_priority.key, RESPONSE) if its_plan else None
    of = "" if its_plan is None else f" for {its_priority.key}"
    return Terms(
        partner_type=its_type.key,
        plan=its_plan.key if its_plan and target else None,
        priority=its_priority.key,
        region=its_region,
        target=target,
        why_no_target=f"{its_type.name} has no target{of}",
    )


def _entry(
    field: str, named: Callable[[str], Entry], given: str | None, found: list[Problem]
) -> Entry | None:
    try:
        return named(given)  # type: ignore[arg-type]  # None asks for the default, if there is one
    except UnknownNameError as error:
        found.append(Problem(field, error.message, error.fix))
        return None


def _plan(
    policy: Policy, partner_type: PartnerType, given: str, found: list[Problem]
) -> Plan | None:
    """Return the plan with a key or name, or the one that applies to the partner type."""
    applies = policy.plan_for(partner_type)
    if not given:
        return applies
    for key, plan in policy.plans.items():
        if given.strip().casefold() in (key.casefold(), plan.name.casefold()):
            if applies is None:
                problem = f"{partner_type.name} has no plan"
                found.append(Problem("plan", problem, "leave it empty"))
            return plan
    unknown = UnknownNameError("plan", given, policy.plans)
    found.append(Problem("plan", unknown.message, unknown.fix))
    return None
