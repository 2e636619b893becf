"""How the clocks of one case are listed: every one with its target, or those that are due."""

from collections.abc import Callable, Iterable, Mapping, Sequence

from slt_cli.domain.case import Case, in_order_of_due
from slt_cli.domain.clocks import Clock
from slt_cli.domain.events import Event, apply
from slt_cli.domain.plan import Target
from slt_cli.domain.policy import Policy
from slt_cli.output import Cell, Column, Sheet
from slt_cli.output.times import Times
from slt_cli.views.case import linked_id
from slt_cli.views.clock_rows import SCHEMA, ClockRow, case_clock_item, tone_of
from slt_cli.views.lengths import describe_length, left_column, left_in_full, length_in_column

Priorities = Mapping[tuple[str, int], str]
"""The priority under which each clock was promised its target."""


def case_clocks_sheet(
    policy: Policy, rows: Sequence[ClockRow], promised_for: Priorities, times: Times
) -> Sheet[ClockRow]:
    """Return the sheet that lists clocks of one case in the order of their due times."""
    yours = Column[ClockRow](
        "Your time",
        lambda row: times.yours(row.clock.due_at),
        gives_way=1,
        from_width=76,
        needless=lambda rows: _alike(rows, times),
    )
    return Sheet(
        schema=SCHEMA,
        as_of=times.now,
        rows=_nearest_first(rows),
        item=case_clock_item,
        columns=(
            Column("Clock", lambda row: row.clock.name),
            Column("State", lambda row: Cell(row.standing.state, tone_of(row))),
            Column("Due", lambda row: _published_due(row, times)),
            *([yours] if times.has_yours else []),
            Column("Left", lambda row: Cell(left_in_full(row.standing), tone_of(row)), right=True),
            Column("Target", lambda row: _target(policy, row, promised_for), gives_way=2),
        ),
        key=lambda row: row.clock.name,
    )


def promised_priorities(events: Iterable[Event]) -> Priorities:
    """Return the priority that a case had when each of its clocks was given its target."""
    found: dict[tuple[str, int], str] = {}
    before: Mapping[tuple[str, int], Clock] = {}
    case = None
    for event in events:
        case = apply(case, event)
        clocks = {clock.key: clock for clock in case.clocks}
        for key, clock in clocks.items():
            if clock.target is not None and (
                key not in before or not clock.target.is_same(before[key].target)
            ):
                found[key] = case.priority
        before = clocks
    return found


def _nearest_first(rows: Iterable[ClockRow]) -> list[ClockRow]:
    by_key = {row.clock.key: row for row in rows}
    return [by_key[clock.key] for clock in in_order_of_due(row.clock for row in by_key.values())]


def _alike(rows: Sequence[ClockRow], times: Times) -> bool:
    """Return whether your time is the region's at every due time."""
    return not times.any_differs((row.clock.due_at, row.zone) for row in rows)


def _target(policy: Policy, row: ClockRow, promised_for: Priorities) -> str:
    return promised_length(policy, row.case, row.clock, promised_for, length_in_column)


def promised_length(
    policy: Policy,
    case: Case,
    clock: Clock,
    promised_for: Priorities,
    length: Callable[[Target], str],
) -> str:
    """Return a clock's target, with the priority it was promised for unless it is the present."""
    if clock.target is None:
        return ""
    present = policy.target_of(case, clock.kind, clock.level)
    then = promised_for.get(clock.key, case.priority)
    other = then != case.priority and not clock.target.is_same(present)
    return length(clock.target) + (f" ({then})" if other else "")


def with_both_times(policy: Policy, sheet: Sheet[ClockRow], times: Times) -> Sheet[ClockRow]:
    """Return a sheet about one case with its due times as published, and on a screen yours.

    A case that is only asked about has the length of its target, not what is left of it.
    """
    if not times.on_screen:
        return sheet

    def left(row: ClockRow) -> Cell:
        return Cell(left_column(row.standing), tone_of(row))

    def target(row: ClockRow) -> str:
        return describe_length(row.clock.target) if row.clock.target else ""

    yours: Column[ClockRow] = Column(
        "Your time",
        lambda row: times.yours_listed(row.clock.due_at),
        gives_way=2,
        right=True,
        needless=lambda rows: _alike(rows, times),
    )
    columns: tuple[Column[ClockRow], ...] = (
        Column("Case", lambda row: linked_id(policy, row.case), gives_way=1, needless=_is_no_case),
        Column("State", lambda row: Cell(row.standing.state, tone_of(row))),
        Column("Due", lambda row: _published_due(row, times)),
        *([yours] if times.has_yours else []),
        Column("Left", left, right=True, needless=_is_no_case),
        Column("Target", target, needless=lambda rows: not _is_no_case(rows)),
        Column("Clock", lambda row: row.clock.name),
        Column("Subject", lambda row: row.case.subject, "shortened", gives_way=3, least=12),
    )
    return sheet.with_changes(columns=columns)


def _is_no_case(rows: Sequence[ClockRow]) -> bool:
    return not any(row.case.number for row in rows)


def _published_due(row: ClockRow, times: Times) -> str:
    if row.clock.due_at is not None:
        return times.of_case(row.clock.due_at, row.zone)
    since = times.of_case(row.case.held_since if row.clock.paused else None, row.zone)
    return f"since {since}" if since else ""
