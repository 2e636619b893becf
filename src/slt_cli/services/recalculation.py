"""Find the due times that the present configuration would change, and record the new ones."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from slt_cli.app import App
from slt_cli.domain.case import Case
from slt_cli.domain.changed import Changed, moved_clocks
from slt_cli.domain.clocks import Clock, due_unless_cancelled
from slt_cli.domain.event_making import key_command
from slt_cli.domain.events import Event
from slt_cli.domain.moments import RECALCULATED, Moment
from slt_cli.domain.recording import record
from slt_cli.services.change import Wanted, cases_with_key, change_case, recorded_by
from slt_cli.services.several import Show, each_number
from slt_cli.store.filter import Filter
from slt_cli.store.naming import CaseName


class Difference(NamedTuple):
    """A clock's due time as it was promised, and as the configuration gives it now.

    `clock` is the promised one; if there was none, the one that would be added.
    """

    case: Case
    clock: Clock
    promised: datetime | None
    recalculated: datetime | None


def recalculate(app: App, show: Show, *, once: str | None = None, apply: bool) -> None:
    """Show each case whose due times would change, with `apply` after recording the new ones.

    A case that needs what is no longer configured, or that refuses, does not stop the others. With
    a key that was given before, what it recorded is shown again, and each case has it only once.
    """
    wanted = Filter(statuses=("open", "responded"))
    numbers = [
        case.number
        for case in app.store.cases(wanted)
        if case.awaits_response or case.running_clocks
    ]

    numbers = list(dict.fromkeys([*cases_with_key(app, once), *numbers]))

    def act(name: CaseName) -> Changed | None:
        return _recalculated(app, name, once=once, apply=apply)

    each_number(app, numbers, act, show, once=once, dry_run=not apply)


def differences(changed: Changed) -> list[Difference]:
    """Return each due time that a change moves."""
    before, after = changed.before, changed.after
    return [
        Difference(before, clock, due_unless_cancelled(old), due_unless_cancelled(new))
        for clock, old, new in moved_clocks(before, after)
    ]


def _recalculated(app: App, name: CaseName, *, once: str | None, apply: bool) -> Changed | None:
    def decide(case: Case, events: Sequence[Event], instant: datetime) -> Wanted | None:
        app.policy.region_of(case)
        app.policy.priority_of(case)
        app.policy.partner_type_of(case)
        moment = Moment("updated", instant, detail=RECALCULATED)
        moved = moved_clocks(case, record(case, events, moment, app.policy))
        return Wanted(moment, note="recalculated") if any(moved) else None

    changed = change_case(app, name, decide, None, once=once, dry_run=True)
    if apply and changed.event is not None:  # decided again: somebody else may record it meanwhile
        changed = change_case(app, name, decide, None, once=once)
    if changed.repeated and once is not None:
        return _recorded_before(app, name, once)
    return None if changed.event is None else changed


def _recorded_before(app: App, name: CaseName, once: str) -> Changed | None:
    """Return the recalculation that an earlier run with a key recorded, if it still counts."""
    done = recorded_by(app, name, key_command(once))
    if done is None or done.event is None or done.event.detail != RECALCULATED:
        return None
    return done._replace(repeated=True)
