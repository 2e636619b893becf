"""How due times change with the facts of a case, or with the configuration."""

from slt_cli.domain.case import Case
from slt_cli.domain.clocks import ESCALATION, RESPONSE, started
from slt_cli.domain.lifecycle import response_clock
from slt_cli.domain.plan import PartnerType, Plan, Priority
from slt_cli.domain.region import Region


def reclassify(
    case: Case, priority: Priority, region: Region, partner_type: PartnerType, plan: Plan | None
) -> Case:
    """Return the case with another priority, region or partner type.

    While it awaits its response, the due time is counted again from the opening; after that, the
    clock and its verdict stay as they are. If nothing changes, the promised due time stays too.
    """
    changed = case._replace(priority=priority.key, region=region.key, partner_type=partner_type.key)
    if changed == case or not case.awaits_response:
        return changed
    return _promised_again(changed, priority, region, plan)


def recalculate(
    case: Case, priority: Priority, region: Region, plan: Plan | None, level: Level | None
) -> Case:
    """Return the case with what the present configuration promises for its running clocks.

    `level` is the escalation level that the case is at, None if it is not configured.
    """
    if case.awaits_response:
        case = _promised_again(case, priority, region, plan)
    clock = case.clock(ESCALATION)
    if level is None or clock is None or clock.verdict is not None:
        return case
    again = started(
        ESCALATION, clock.cycle, clock.level, clock.started_at, level.target, region.schedule
    )
    return case.with_clocks([again])


def _promised_again(case: Case, priority: Priority, region: Region, plan: Plan | None) -> Case:
    clock = response_clock(priority, region, plan, case.opened_at)
    if clock is None:
        return case.without_clock(RESPONSE)._replace(plan=None)
    return case.with_clocks([clock])._replace(plan=plan.key if plan else None)
