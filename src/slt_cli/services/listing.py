"""Which cases a list has, where that depends on the state of their clocks."""

from collections.abc import Iterator
from datetime import datetime
from itertools import islice

from slt_cli.domain.case import Case
from slt_cli.domain.policy import Policy
from slt_cli.domain.standing import Selection
from slt_cli.store.filter import Filter
from slt_cli.store.protocols import Reading


def listed_cases(
    policy: Policy, store: Reading, wanted: Filter, selection: Selection, now: datetime
) -> Iterator[Case]:
    """Return the cases wanted of which a clock is late or soon due, or which are on hold.

    Which of these is said by `selection`, one is enough; nothing there restricts nothing. Only
    clocks of the kind wanted count.
    """
    if selection == Selection():
        return store.cases(wanted)
    if selection == Selection(held=True):
        return store.cases(wanted._replace(held=True))
    if selection.only_late:
        return store.cases(wanted._replace(running=True, due_before=now))
    every = wanted._replace(limit=None, expected=wanted.limit, running=not selection.held)
    fitting = (
        case for case in store.cases(every) if _fits(policy, case, wanted.clock, selection, now)
    )
    return islice(fitting, wanted.limit)


def _fits(
    policy: Policy, case: Case, kind: str | None, selection: Selection, now: datetime
) -> bool:
    if selection.held and case.held_since is not None:
        return True
    clocks = (clock for clock in case.running_clocks if kind in (None, clock.kind))
    return any(selection.takes(policy.standing(clock, case, now)) for clock in clocks)
