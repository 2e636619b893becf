"""Find the due times that the present configuration would change, and record the new ones."""

from datetime import datetime
from functools import partial
from itertools import chain
from typing import NamedTuple

from slt_cli.app import App
from slt_cli.domain.case import Case
from slt_cli.domain.clocks import Clock
from slt_cli.domain.escalation import level_of
from slt_cli.domain.policy import Policy
from slt_cli.domain.promises import recalculate
from slt_cli.errors import Fault
from slt_cli.services.change import Decision, change_case, each_despite_faults
from slt_cli.store.protocols import Filter


class Difference(NamedTuple):
    """A clock's due time as it was promised, and as the configuration gives it now.

    `clock` is the promised one; if there was none, the one that would be added.
    """

    case: Case
    clock: Clock
    promised: datetime | None
    recalculated: datetime | None


def differences(app: App, *, apply: bool) -> tuple[list[Difference], list[Fault]]:
    """Return each due time that would change, and record the new ones with `apply`.

    A case that needs what is no longer configured does not stop the others; the faults are
    returned.
    """
    cases = list(app.store.cases(Filter(statuses=("open", "responded"))))
    found, faults = each_despite_faults(cases, partial(_of_case, app, apply=apply))
    return list(chain.from_iterable(found)), faults


def _of_case(app: App, found: Case, *, apply: bool) -> list[Difference]:
    shown = _differences(app.policy, found)
    if not (shown and apply):
        return shown

    def decide(case: Case) -> Decision | None:
        nonlocal shown
        shown = _differences(app.policy, case)
        after = _recalculated(app.policy, case)
        return Decision("updated", app.now, after, "recalculated") if shown else None

    change_case(app, found.number, decide)
    return shown


def _differences(policy: Policy, case: Case) -> list[Difference]:
    if not (case.awaits_response or case.running_clocks):
        return []
    promised = {clock.key: clock for clock in case.clocks}
    recalculated = {clock.key: clock for clock in _recalculated(policy, case).clocks}
    return [
        Difference(case, clock, *due)
        for clock in sorted((recalculated | promised).values(), key=lambda clock: clock.order)
        if (due := (_due(promised, clock.key), _due(recalculated, clock.key)))[0] != due[1]
    ]


def _due(clocks: dict[tuple[str, int], Clock], key: tuple[str, int]) -> datetime | None:
    clock = clocks.get(key)
    return clock.due_at if clock else None


def _recalculated(policy: Policy, case: Case) -> Case:
    return recalculate(
        case,
        policy.priority_of(case),
        policy.region_of(case),
        policy.plan_for(policy.partner_type_of(case)),
        level_of(case, policy.levels),
    )
