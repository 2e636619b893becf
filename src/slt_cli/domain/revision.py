"""What becomes of a promise when a case's facts change, or the configuration does."""

from slt_cli.domain.case import Case
from slt_cli.domain.escalation import Level
from slt_cli.domain.lifecycle import promise
from slt_cli.domain.plan import PartnerType, Plan, Priority
from slt_cli.domain.region import Region
from slt_cli.domain.standing import counted_on


def reclassify(
    case: Case, priority: Priority, region: Region, partner_type: PartnerType, plan: Plan | None
) -> Case:
    """Return the case with another priority, region or partner type.

    While it awaits its response the due time is promised anew, counted from the opening; after that
    the verdict and all that led to it stand. What changes nothing leaves the promise alone.
    """
    changed = case._replace(priority=priority.key, region=region.key, partner_type=partner_type.key)
    if changed == case or not case.awaits_response:
        return changed
    return _promised_anew(changed, priority, region, plan)


def recalculate(
    case: Case, priority: Priority, region: Region, plan: Plan | None, level: Level | None
) -> Case:
    """Return the case with what the present configuration promises for its running clocks."""
    if case.awaits_response:
        case = _promised_anew(case, priority, region, plan)
    if level is None or case.escalated_at is None or case.escalation_verdict is not None:
        return case
    target = level.target
    return case._replace(
        escalation_due_at=counted_on(region.schedule, target).due(
            case.escalated_at, target.seconds
        ),
        escalation_seconds=target.seconds,
        escalation_clock=target.clock,
    )


def _promised_anew(case: Case, priority: Priority, region: Region, plan: Plan | None) -> Case:
    target, due_at = promise(priority, region, plan, case.opened_at)
    return case._replace(
        plan=plan.key if plan and target else None,
        due_at=due_at,
        target_seconds=target.seconds if target else None,
        target_clock=target.clock if target else None,
    )
