"""How a case is shown: the fields of the JSON contract, and the facts that people read."""

from collections.abc import Mapping
from typing import Any

from slt_cli.domain.case import Case, Status
from slt_cli.domain.policy import Policy
from slt_cli.output import Cell, Tone

SCHEMA = "slt.case/1"
GOING_ON: tuple[Status, ...] = ("open", "responded")
TONES: Mapping[str, Tone] = {"soon": "soon", "late": "late", "missed": "late", "met": "ok"}


def case_item(policy: Policy, case: Case) -> dict[str, Any]:
    """Return a case as the JSON contract has it."""
    from slt_cli.views.fields import flat_item  # noqa: PLC0415 - only for JSON, CSV and pages

    return {"id": policy.case_id(case.number), **flat_item(case)}


def linked_id(policy: Policy, case: Case) -> Cell:
    """Return the id of a case, a link to its page in the provider's portal if it has one."""
    return Cell(policy.case_id(case.number), link=policy.case_url(case) or "")


def describe_priority(policy: Policy, case: Case) -> str:
    """Return a case's priority with its name, or its key alone if it is no longer configured."""
    known = policy.priorities.get(case.priority)
    return f"{case.priority} {known.name}" if known else case.priority


def priority_to_report(policy: Policy, case: Case) -> str:
    """Return the priority of a case that goes on, and whether it is to be reported by phone."""
    known = policy.priorities.get(case.priority)
    partner_type = policy.partner_types.get(case.partner_type)
    may_call = partner_type is not None and partner_type.hotline and case.status in GOING_ON
    by_phone = may_call and known is not None and known.by_phone
    return describe_priority(policy, case) + (": report it by phone" if by_phone else "")


def describe_partner(policy: Policy, case: Case) -> str:
    """Return the partner of a case with its type, or the type alone."""
    partner_type = policy.partner_type_name(case)
    return f"{case.partner} ({partner_type})" if case.partner else partner_type


def no_target(policy: Policy, case: Case) -> str:
    """Return what is shown instead of a target: no target of its partner type, or priority."""
    partner_type = policy.partner_types.get(case.partner_type)
    plan = policy.plan_for(partner_type) if partner_type else None
    of = f" for {case.priority}" if plan is not None and any(plan.targets.values()) else ""
    return f"none: {policy.partner_type_name(case)} has no target{of}"


def level_contact(policy: Policy, case: Case, since: str) -> str:
    """Return the contact of an escalated case's level, after since when the case is there."""
    route = policy.route_of(case)
    if route.whom and case.level > len(policy.levels):
        return f"{since}, which is no longer configured: slt contacts"
    return f"{since}, {route.brief}"
