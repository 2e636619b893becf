"""What becomes of a promise when a case's facts change, or the configuration does."""

from slt_cli.domain.case import Case
from slt_cli.domain.clocks import ESCALATION, RESPONSE, started
from slt_cli.domain.lifecycle import response_clock
from slt_cli.domain.plan import PartnerType, Plan, Priority
from slt_cli.domain.region import Region


def reclassify(
    case: Case, priority: Priority, region: Region, partner_type: PartnerType, plan: Plan | None
) -> Case:
    """Return the case with another priority, region or partner type.

    While it awaits its response the due time is counted anew from the opening; after that the
    verdict and all that led to it stand. What changes nothing leaves the promise alone.
    """
    changed = case._replace(priority=priority.key, region=region.key, partner_type=partner_type.key)
    if changed == case or not case.awaits_response:
        return changed
    return _promised_anew(changed, priority, region, plan)


def recalculate(
    case: Case, priority: Priority, region: Region, plan: Plan | None, level: Level | None
) -> Case:
    """Return the case with what the present configuration promises for its running clocks.

    `level` is the escalation level that the case is at, None where it is not configured.
    """
    if case.awaits_response:
        case = _promised_anew(case, priority, region, plan)
    raised = case.clock(ESCALATION)
    if level is None or raised is None or raised.verdict is not None:
        return case
    again = started(
        ESCALATION, raised.cycle, raised.level, raised.started_at, level.target, region.schedule
    )
    return case.with_clocks([again])


def _promised_anew(case: Case, priority: Priority, region: Region, plan: Plan | None) -> Case:
    clock = response_clock(priority, region, plan, case.opened_at)
    if clock is None:
        return case.without_clock(RESPONSE)._replace(plan=None)
    return case.with_clocks([clock])._replace(plan=plan.key if plan else None)
