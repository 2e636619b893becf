"""Which clocks are due: of all cases, or of one, a row for each clock or for each case."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from slt_cli.app import App
from slt_cli.domain.case import Case, CaseClock, in_order_of_due, leading
from slt_cli.domain.clocks import ESCALATION, RESPONSE, Clock
from slt_cli.domain.policy import Policy
from slt_cli.domain.standing import Selection, State
from slt_cli.store.filter import Filter
from slt_cli.views.clock_rows import ClockRow, clock_row, no_clock

if TYPE_CHECKING:
    from slt_cli.store.protocols import Reading


class DueQuestion(NamedTuple):
    """What is asked: the clocks of a case, or those wanted of all cases, and at most how many.

    With a `kind` it is only about clocks of this kind.
    """

    case: str | None = None
    wanted: Filter = Filter()
    selection: Selection = Selection()
    limit: int | None = None
    kind: str | None = None

    @property
    def is_about_everything(self) -> bool:
        """Return whether no clock is left out, whatever case it belongs to."""
        everything = Filter(order=self.wanted.order, ranking=self.wanted.ranking)
        asked = self.wanted, self.selection, self.kind
        return self.case is None and asked == (everything, Selection(), None)


def clocks_due(app: App, asked: DueQuestion, now: datetime) -> Iterator[ClockRow]:
    """Yield the clocks that are asked for: of all cases, or of the case that is named."""
    return _taken(app.policy, _clocks(app, asked, now), asked, now)


def _taken(
    policy: Policy, running: Iterable[CaseClock], asked: DueQuestion, now: datetime
) -> Iterator[ClockRow]:
    for clock, case in running:
        if asked.kind not in (None, clock.kind):
            continue
        row = clock_row(policy, case, clock, now)
        if asked.selection.takes(row.standing):
            yield row


def running_clocks(store: "Reading", wanted: Filter) -> list[CaseClock]:
    """Return all running clocks of the cases wanted, whatever their state is now or later."""
    return list(_in_order(store, wanted))


def rows_at(
    policy: Policy,
    running: Iterable[CaseClock],
    asked: DueQuestion,
    now: datetime,
    *,
    every_clock: bool,
) -> list[ClockRow]:
    """Return what is asked for at an instant, from clocks that were read before it."""
    rows = list(_taken(policy, running, asked, now))
    return (rows if every_clock else _leading_rows(rows))[: asked.limit]


def _leading_rows(rows: Sequence[ClockRow]) -> list[ClockRow]:
    """Return a row for each case, as `one_a_case` does, where the rows of all cases are known."""
    clocks: dict[int, list[Clock]] = {}
    for row in rows:
        clocks.setdefault(row.case.number, []).append(row.clock)
    leads = {number: leading(of_case) for number, of_case in clocks.items()}
    return [
        row.beside(_others(row.case.running_clocks))
        for row in rows
        if leads[row.case.number] == row.clock
    ]


def _clocks(app: App, asked: DueQuestion, now: datetime) -> Iterator[CaseClock]:
    if asked.case is None:
        due_before = now if asked.selection.only_late else None
        wanted = asked.wanted._replace(expected=asked.limit)
        yield from _in_order(app.store_at(now), wanted, due_before)
    else:
        case = app.case(asked.case, now)
        of_kind = None if asked.kind is None else case.clock(asked.kind)
        named = [] if of_kind is None else [of_kind]
        for clock in named or in_order_of_due(case.running_clocks) or _last_clocks(case):
            yield CaseClock(clock, case)


def _in_order(
    store: "Reading", wanted: Filter, due_before: datetime | None = None
) -> Iterator[CaseClock]:
    running = store.running(wanted, due_before)
    return running if wanted.order != "due" else _ties_in_order(running, wanted.ranking)


def _ties_in_order(running: Iterable[CaseClock], ranking: Sequence[str]) -> Iterator[CaseClock]:
    """Yield clocks in their order of due, those with one due time by priority, then number.

    Clocks on hold have none: the case that is longest on hold comes first.
    """
    rank = {priority: place for place, priority in enumerate(ranking)}

    def place(each: CaseClock) -> tuple[object, ...]:
        clock, case = each
        since = case.held_since if clock.paused else None
        first = since or clock.due_at or clock.started_at
        ties = rank.get(case.priority, len(rank)), case.number
        return since is None, first, *ties, clock.promised_at or clock.started_at, clock.order

    for _, tied in groupby(running, key=lambda each: each.clock.due_at):
        yield from sorted(tied, key=place)


def _last_clocks(case: Case) -> list[Clock]:
    """Return the response clock of a case and the clock of its level, stopped or not."""
    escalation = case.clock(ESCALATION)
    return [case.clock(RESPONSE) or no_clock(case), *([] if escalation is None else [escalation])]


def one_a_case(
    app: App,
    rows: Iterator[ClockRow],
    selection: Selection,
    now: datetime,
    kind: str | None = None,
) -> Iterator[ClockRow]:
    """Yield a row for each case: the leading one of the clocks wanted, and how many others run.

    Of a case without running clocks it is the row of the response clock.
    """
    for row in rows:
        running = row.case.running_clocks
        if len(running) == 1 or (not running and row.clock.kind == RESPONSE):
            yield row
        elif leading(_wanted(app.policy, row.case, selection, now, kind)) == row.clock:
            yield row.beside(_others(running))


def states_of_cases(app: App, wanted: Filter, now: datetime) -> Iterator[State]:
    """Yield the state of each case wanted with running clocks, as a list of what is due shows it.

    An escalated case whose response is late is late. With a kind of clock the state is that of its
    clock of this kind.
    """
    asked = DueQuestion(wanted=wanted._replace(clock=None, limit=None), kind=wanted.clock)
    rows = one_a_case(app, clocks_due(app, asked, now), asked.selection, now, asked.kind)
    for row in rows:
        hidden = asked.kind is None and app.policy.hides_late_response(row.case, now)
        yield "late" if hidden else row.standing.state


def _others(running: Sequence[Clock]) -> int:
    """Return how many clocks run beside the one shown; an escalation stands for the response."""
    kinds = {clock.kind for clock in running}
    replaced = {RESPONSE} if ESCALATION in kinds else set()
    return len(kinds - replaced) - 1


def _wanted(
    policy: Policy, case: Case, selection: Selection, now: datetime, kind: str | None
) -> Iterator[Clock]:
    for clock in case.running_clocks:
        if kind in (None, clock.kind) and selection.takes(policy.standing(clock, case, now)):
            yield clock
