"""How cases are listed: a line each, with the state of the clock that is due first, or none."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from slt_cli.domain.calendar.instant import Zone
from slt_cli.domain.case import VALID, Case
from slt_cli.domain.clocks import Clock
from slt_cli.domain.policy import Policy
from slt_cli.domain.standing import Standing
from slt_cli.output import Cell, Column, Sheet
from slt_cli.output.times import Times
from slt_cli.store.filter import Filter
from slt_cli.views.case import SCHEMA, TONES, case_item, linked_id

if TYPE_CHECKING:
    from slt_cli.store.protocols import Reading

_NO_CASES = 'No cases yet. Open one: slt open "All phones are down"'
_MOST_COUNTED = 1000

EMPTY = "No case matches."
STATES = ("late", "soon", "pending", "held")
"""The states that a summary counts, the worst first."""


def case_list(
    policy: Policy,
    cases: Iterable[Case],
    times: Times,
    order: str = "oldest first",
    kind: str | None = None,
) -> Sheet[Case]:
    """Return the sheet that lists cases, a line each; `order` tells people how they are sorted.

    With a kind, the state and the due time are those of its latest clock, else of the leading one.
    """

    def shown(case: Case) -> Clock | None:
        return case.leading_clock if kind is None else case.clock(kind)

    def standing(case: Case) -> Standing:
        return policy.standing(shown(case), case, times.now)

    def due(case: Case) -> str:
        return _due(shown(case), case, times, policy.zone_of(case))

    def state(case: Case) -> Cell:
        found = standing(case).state
        return Cell(found, TONES.get(found, ""))

    return Sheet(
        schema=SCHEMA,
        as_of=times.now,
        rows=cases,
        item=lambda case: case_item(policy, case),
        columns=(
            Column("Case", lambda case: linked_id(policy, case)),
            Column("Ref", lambda case: case.ref or "", gives_way=3),
            Column("Pri", lambda case: case.priority, gives_way=2, plain_header="Priority"),
            Column("Status", lambda case: case.status, gives_way=1),
            Column("Level", lambda case: str(case.level or ""), gives_way=4),
            Column("State", state),
            Column(times.heading("Due"), due, right=times.short),
            Column(
                "Owner",
                lambda case: case.owner or "",
                "shortened",
                gives_way=5,
                least=6,
                from_width=90,
            ),
            Column(
                "Partner",
                lambda case: case.partner or "",
                "shortened",
                gives_way=6,
                least=12,
                from_width=104,
            ),
            Column("Subject", lambda case: case.subject, "shortened", least=12),
        ),
        key=lambda case: policy.case_id(case.number),
        empty=EMPTY,
        footer=lambda rows: (
            *_summary([standing(case).state for case in rows], order),
            *([] if kind else late_besides(policy, rows, times.now)),
        ),
    )


def counted(states: Iterable[str]) -> str:
    """Return how many are in each state: `2 late, 1 soon`; what nobody waits for is left out."""
    by_state = Counter(states)
    return ", ".join(f"{by_state[state]} {state}" for state in STATES if by_state[state])


def late_besides(policy: Policy, cases: Iterable[Case], now: datetime) -> Iterator[str]:
    """Yield how many cases have a late response beside the level that is shown, and is in time."""
    late = sum(policy.hides_late_response(case, now) for case in cases)
    if late:
        have = "has" if late == 1 else "have"
        yield f"{number_of(late, 'escalated case')} {have} a late response, too: slt due --late"


def number_of(count: int, what: str) -> str:
    """Return a number with its noun: `1 case`, `12,480 cases`."""
    return f"{count:,} {what}{'' if count == 1 else 's'}"


def nothing_due(store: "Reading") -> str:
    """Return what is said where no clock runs."""
    waiting = Filter(statuses=("open", "responded", "resolved"), limit=_MOST_COUNTED + 1)
    count = sum(1 for _ in store.cases(waiting))
    if count == 0:
        return _NO_CASES if is_empty(store) else "Nothing is due. No case is open."
    if count > _MOST_COUNTED:
        return f"Nothing is due. More than {_MOST_COUNTED:,} cases are open: slt list"
    cases = "1 case is" if count == 1 else f"{count:,} cases are"
    return f"Nothing is due. {cases} open without a running clock: slt list"


def nothing_listed(store: "Reading") -> str:
    """Return what is said where no case is open."""
    if is_empty(store):
        return _NO_CASES
    return "No case is open. Closed ones too: slt list --all"


def is_empty(store: "Reading") -> bool:
    """Return whether a store has no case but void ones."""
    return next(iter(store.cases(Filter(statuses=VALID, limit=1))), None) is None


def _summary(states: Sequence[str], order: str) -> Iterator[str]:
    told = counted(states)
    yield f"{number_of(len(states), 'case')}, {order}{f': {told}' if told else ''}."


def _due(clock: Clock | None, case: Case, times: Times, zone: Zone) -> str:
    if clock is not None and clock.paused:
        return times.since(case.held_since, zone)
    return times.listed(clock.due_at if clock is not None and clock.running else None, zone)
