"""Escalate one case, or every case that is late."""

from datetime import datetime
from functools import partial

from slt_cli.app import App
from slt_cli.domain.case import Case
from slt_cli.domain.escalation import Late, escalate, is_at_last_level, needs_escalation, next_level
from slt_cli.domain.policy import Policy
from slt_cli.errors import Fault
from slt_cli.services.change import Changed, Decision, change_case, each_despite_faults
from slt_cli.store.protocols import Filter


def escalate_case(
    app: App, given: str, level: int | None, at: datetime, reason: str | None, *, dry_run: bool
) -> Changed:
    """Escalate a case by one level, or to the level given; return it before and after."""
    escalated = partial(_escalated, app.policy, level=level, at=at)
    number = app.case_number(given)
    return change_case(
        app,
        number,
        lambda case: Decision("escalated", at, escalated(case), reason),
        dry_run=dry_run,
    )


def escalate_late_cases(
    app: App, at: datetime, reason: str, *, dry_run: bool
) -> tuple[list[Late], list[Fault]]:
    """Escalate every case that is late at an instant; return each and whether it was escalated.

    Each case has a transaction of its own. If another process does the same at the same time, one
    of the two finds a clock that has just started, and leaves the case as it is. A case whose
    region is no longer configured does not stop the others; the faults are returned.
    """
    act = partial(_escalate_if_late, app, at=at, reason=reason, dry_run=dry_run)
    found, faults = each_despite_faults(_late_numbers(app, at), act)
    return [late for late in found if late is not None], faults


def _late_numbers(app: App, at: datetime) -> list[int]:
    running = app.store.running(Filter(), due_before=at)
    late = [case.number for _, case in running if needs_escalation(case, at)]
    return list(dict.fromkeys(late))


def _escalate_if_late(
    app: App, number: int, *, at: datetime, reason: str, dry_run: bool
) -> Late | None:
    policy = app.policy

    def decide(case: Case) -> Decision | None:
        if not needs_escalation(case, at):
            return None
        policy.route_of(case)  # a case without a known contact is not escalated
        if is_at_last_level(case, policy.levels):
            return None
        return Decision("escalated", at, _escalated(policy, case, level=None, at=at), reason)

    changed = change_case(app, number, decide, dry_run=dry_run)
    if changed.event is None and not needs_escalation(changed.before, at):
        return None
    return Late(changed.after, escalated=changed.event is not None)


def _escalated(policy: Policy, case: Case, *, level: int | None, at: datetime) -> Case:
    partner_type = policy.partner_type_of(case)
    to = next_level(case, policy.levels, partner_type, policy.links, level)
    return escalate(case, to, policy.region_of(case).schedule, at)
