"""Find the due times that the present configuration would change, and record the new ones."""

from datetime import datetime
from itertools import chain
from typing import NamedTuple

from slt_cli.app import App
from slt_cli.domain.case import Case, moved_clocks
from slt_cli.domain.clocks import Clock, due_unless_cancelled
from slt_cli.domain.moments import RECALCULATED, Moment
from slt_cli.errors import SltError
from slt_cli.services.change import Changed, Wanted, change_case, each_number
from slt_cli.store.protocols import Filter


class Difference(NamedTuple):
    """A clock's due time as it was promised, and as the configuration gives it now.

    `clock` is the promised one; if there was none, the one that would be added.
    """

    case: Case
    clock: Clock
    promised: datetime | None
    recalculated: datetime | None


def differences(app: App, *, apply: bool) -> tuple[list[Difference], SltError | None]:
    """Return each due time that would change, and record the new ones with `apply`.

    A case that needs what is no longer configured, or that refuses, does not stop the others; the
    error is returned.
    """
    cases = {case.number: case for case in app.store.cases(Filter(statuses=("open", "responded")))}
    found, error = each_number(app, cases, lambda number: _of_case(app, cases[number], apply=apply))
    return list(chain.from_iterable(found)), error


def _of_case(app: App, found: Case, *, apply: bool) -> list[Difference]:
    if not (found.awaits_response or found.running_clocks):
        return []
    app.policy.region_of(found)
    app.policy.priority_of(found)
    app.policy.partner_type_of(found)

    note = "recalculated" if apply else None

    def decide(_: Case, instant: datetime) -> Wanted:
        return Wanted(Moment("updated", instant, detail=RECALCULATED), note=note)

    changed = change_case(app, found.number, decide, None, dry_run=True)
    shown = _differences(changed)
    if shown and apply:
        change_case(app, found.number, decide, None)
    return shown


def _differences(changed: Changed) -> list[Difference]:
    before, after = changed.before, changed.after
    return [
        Difference(before, clock, due_unless_cancelled(old), due_unless_cancelled(new))
        for clock, old, new in moved_clocks(before, after)
    ]
