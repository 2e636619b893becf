"""Escalate one case, or every case that is late."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial

from slt_cli.app import App
from slt_cli.domain.case import Case
from slt_cli.domain.changed import Changed
from slt_cli.domain.corrections import was_taken_back
from slt_cli.domain.escalation import is_at_last_level, needs_escalation
from slt_cli.domain.events import Event
from slt_cli.domain.moments import Moment
from slt_cli.services.change import Wanted, cases_with_key, change_case
from slt_cli.services.several import Show, each_number
from slt_cli.store.filter import Filter
from slt_cli.store.naming import CaseName


def escalate_case(
    app: App,
    given: str,
    level: int | None,
    at: datetime | None,
    reason: str | None,
    *,
    once: str | None = None,
    dry_run: bool,
) -> Changed:
    """Escalate a case by one level, or to the level given; return it before and after."""

    def decide(case: Case, _: Sequence[Event], instant: datetime) -> Wanted:
        app.policy.region_of(case)  # without its hours nobody can say when the answer is due
        app.policy.route_of(case)
        to = case.level + 1 if level is None else level
        return Wanted(Moment("escalated", instant, level=to), note=reason)

    return change_case(app, app.existing(given), decide, at, once=once, dry_run=dry_run)


def escalate_late_cases(
    app: App,
    at: datetime | None,
    reason: str,
    show: Show,
    *,
    once: str | None = None,
    dry_run: bool,
) -> None:
    """Escalate every case that is late and show each that was; raise what kept others from it.

    Each case has a transaction of its own. If another process does the same at the same time, one
    of the two finds a clock that has just started, and leaves the case as it is. A case whose
    region is no longer configured, or that refuses, does not stop the others.

    With a key that was given before, the cases that it recorded are shown, and of the others only
    those are escalated that were late at that time: an earlier run did not get to them.
    """
    done = cases_with_key(app, once)
    since = at or min(done.values(), default=app.now)
    act = partial(_escalate_if_late, app, at=at, reason=reason, once=once, dry_run=dry_run)
    numbers = dict.fromkeys([*done, *_late_numbers(app, since)])
    each_number(app, numbers, act, show, once=once, dry_run=dry_run)


def _late_numbers(app: App, at: datetime) -> list[int]:
    running = app.store.running(Filter(), due_before=at)
    return [case.number for _, case in running if needs_escalation(case, at)]


def _escalate_if_late(
    app: App,
    name: CaseName,
    *,
    at: datetime | None,
    reason: str,
    once: str | None,
    dry_run: bool,
) -> Changed | None:
    policy = app.policy

    def decide(case: Case, events: Sequence[Event], instant: datetime) -> Wanted | None:
        clock = case.escalating_clock
        if clock is None or not needs_escalation(case, instant):
            return None
        policy.region_of(case)
        policy.route_of(case)  # a case without a known contact is not escalated
        if is_at_last_level(case, policy.levels, policy.partner_type_of(case)):
            return None
        if was_taken_back(case, events):
            return None
        moment = Moment("escalated", instant, detail=clock.kind, level=case.level + 1)
        return Wanted(moment, note=reason)

    changed = change_case(app, name, decide, at, once=once, dry_run=dry_run)
    return changed if changed.event or changed.repeated else None
