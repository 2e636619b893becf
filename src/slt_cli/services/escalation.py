"""Raise a case to a level; raise, once, every case that is late."""

from datetime import datetime
from functools import partial

from slt_cli.app import App
from slt_cli.domain.case import Case
from slt_cli.domain.escalation import Late, escalate, is_at_last_level, is_late_to_raise, next_level
from slt_cli.domain.policy import Policy
from slt_cli.errors import Fault
from slt_cli.services.change import Changed, Decision, change_case, each_despite_faults
from slt_cli.store.protocols import Filter


def raise_case(
    app: App, given: str, level: int | None, at: datetime, reason: str | None, *, dry_run: bool
) -> Changed:
    """Raise a case by one level, or to the level given, and return it before and after."""
    raised = partial(_raised, app.policy, level=level, at=at)
    number = app.case_number(given)
    return change_case(
        app,
        number,
        lambda case: Decision("escalated", at, raised(case), reason),
        dry_run=dry_run,
    )


def raise_late_cases(
    app: App, at: datetime, reason: str, *, dry_run: bool
) -> tuple[list[Late], list[Fault]]:
    """Raise what is late at an instant, one transaction a case; return what became of each.

    Another process that does the same meanwhile finds a clock that has just started, and leaves it
    alone. A case that cannot be raised, as its region is no longer configured, keeps no other from
    it: the faults are returned.
    """
    raise_it = partial(_raise_if_late, app, at=at, reason=reason, dry_run=dry_run)
    found, faults = each_despite_faults(_late_numbers(app, at), raise_it)
    return [late for late in found if late is not None], faults


def _late_numbers(app: App, at: datetime) -> list[int]:
    running = app.store.running(Filter(), due_before=at)
    late = [case.number for _, case in running if is_late_to_raise(case, at)]
    return list(dict.fromkeys(late))


def _raise_if_late(
    app: App, number: int, *, at: datetime, reason: str, dry_run: bool
) -> Late | None:
    policy = app.policy

    def decide(case: Case) -> Decision | None:
        if not is_late_to_raise(case, at):
            return None
        policy.route_of(case)  # a case of which nobody can say whom to contact is not raised
        if is_at_last_level(case, policy.levels):
            return None
        return Decision("escalated", at, _raised(policy, case, level=None, at=at), reason)

    changed = change_case(app, number, decide, dry_run=dry_run)
    if changed.event is None and not is_late_to_raise(changed.before, at):
        return None
    return Late(changed.after, raised=changed.event is not None)


def _raised(policy: Policy, case: Case, *, level: int | None, at: datetime) -> Case:
    partner_type = policy.partner_type_of(case)
    to = next_level(case, policy.levels, partner_type, policy.links, level)
    return escalate(case, to, policy.region_of(case).schedule, at)
