"""Clocks explained: a record of each, with the ledger of how its due time adds up."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import groupby
from typing import Any, NamedTuple

from slt_cli.domain.calendar.duration import format_duration
from slt_cli.domain.calendar.instant import format_day
from slt_cli.domain.calendar.ledger import Cut, LedgerEntry, LedgerReason, explain
from slt_cli.domain.case import in_order_of_due
from slt_cli.domain.clocks import counted_on
from slt_cli.domain.plan import AROUND_THE_CLOCK, SUPPORT_HOURS, Target
from slt_cli.domain.policy import Policy
from slt_cli.errors import ScheduleError
from slt_cli.output import Cell, Line, Note, Sheet, line
from slt_cli.output.times import Times
from slt_cli.views.case import no_target
from slt_cli.views.clock_rows import ClockRow, case_id_of, tone_of
from slt_cli.views.ledger import has_one_offset, ledger_item, ledger_sheet
from slt_cli.views.lengths import describe_left, describe_length, describe_outcome, describe_target


def explained(
    policy: Policy, sheet: Sheet[ClockRow], times: Times, *, every_clock: bool
) -> Sheet[ClockRow]:
    """Return a sheet of clocks with the ledger of each: below a record of it, or as a field.

    Unless `every_clock` of a case is shown, the last line names the other ones.
    """

    def item(row: ClockRow) -> dict[str, Any]:
        ledger = [ledger_item(entry) for entry in _ledger(policy, row).entries]
        return {**sheet.item(row), "ledger": ledger}

    def lines(row: ClockRow) -> list[Line]:
        told = _lines(policy, row, times)
        return [each._replace(indented=False) for each in told]

    def detail(row: ClockRow) -> list[Sheet[LedgerEntry]]:
        entries, _ = _ledger(policy, row)
        others = "" if every_clock else ", ".join(_others(row))
        notes = [_units(row, entries)]
        if others and times.on_screen:
            notes.append(Note("", f"Other clocks, by --clock: {others}"))
        notes += _if_changed(row, entries, times)
        target = row.clock.target
        around_the_clock = target is not None and target.clock == AROUND_THE_CLOCK
        open_as = AROUND_THE_CLOCK if around_the_clock else "open"
        return [ledger_sheet(entries, row.zone, times.now, notes, open_as)]

    return sheet.with_changes(item=item, lines=lines, detail=detail, notes=(), footer=None)


def _lines(policy: Policy, row: ClockRow, times: Times) -> Iterator[Line]:
    if name := case_id_of(policy, row):
        yield line(row.case.subject, name)
    yield line(_promise(policy, row, times), "Clock")
    yield Line((_due(policy, row, times),), "Due")
    if row.case.number or row.case.opened_at <= times.now:
        yield Line((_state(policy, row),), "State")
    if moved := "; ".join(_moved_by(policy, row, times)):
        yield line(moved, "Moved by")
    if problem := _ledger(policy, row).problem:
        yield line(problem, "Days")


def _promise(policy: Policy, row: ClockRow, times: Times) -> str:
    """Return what a clock counts, and from when: `update, 8 h of USA support time from ...`."""
    clock = row.clock
    if clock.target is None:
        return clock.name
    start = times.of_case(clock.counted_from or clock.started_at, row.zone)
    return f"{clock.name}, {_length(policy, row, clock.target)} from {start}"


def _length(policy: Policy, row: ClockRow, target: Target) -> str:
    if target.clock == SUPPORT_HOURS and target.days is None:
        return f"{describe_length(target)} of {policy.region_name(row.case)} support time"
    return describe_target(target)


def _due(policy: Policy, row: ClockRow, times: Times) -> Cell:
    clock, case = row.clock, row.case
    if clock.due_at is not None:
        return Cell(times.with_yours(clock.due_at, row.zone), tone_of(row))
    if clock.target is None:
        return Cell(no_target(policy, case))
    if clock.paused:
        return Cell(f"none: on hold since {times.of_case(case.held_since, row.zone)}")
    return Cell("none")


def _state(policy: Policy, row: ClockRow) -> Cell:
    """Return a clock's state with what is left of it, or how it ended."""
    state, left = row.standing.state, describe_left(row.standing)
    if row.clock.verdict is not None:
        at_stop = policy.left_at_stop(row.clock, row.case)
        return Cell(describe_outcome(row.clock.verdict, at_stop), tone_of(row))
    told = left if left.startswith(state) else " · ".join(filter(None, (state, left)))
    return Cell(told if row.clock.target else state, tone_of(row))


def _moved_by(policy: Policy, row: ClockRow, times: Times) -> Iterator[str]:
    """Yield what made the due time later than the opening hours of a plain week would."""
    entries, _ = _ledger(policy, row)
    start = row.clock.counted_from or row.clock.started_at
    counting = (entry.starts_at for entry in entries if entry.starts_at is not None)
    first = next(counting, None)
    if first is not None and first > start:
        yield f"support was closed until {times.of_case(first, row.zone)}"
    waits: dict[LedgerReason, str] = {"on-hold": "on hold", "closed-case": "resolved or closed"}
    for reason, words in waits.items():
        if seconds := sum(_seconds(entry) for entry in entries if entry.reason == reason):
            yield f"{words} {format_duration(seconds)}"
    for (reason, name), days in groupby(entries, lambda entry: (entry.reason, entry.name)):
        if reason == "holiday":
            first_day, *_, last_day = [format_day(day.day, times.now.year) for day in days] * 2
            yield f"{name}, {first_day}{'' if first_day == last_day else f' to {last_day}'}"


def _seconds(entry: LedgerEntry) -> int:
    if entry.starts_at is None or entry.ends_at is None:
        return 0
    return int((entry.ends_at - entry.starts_at).total_seconds())


def _units(row: ClockRow, entries: Sequence[LedgerEntry]) -> Note:
    """Return what the ledger's times and lengths are."""
    target = row.clock.target
    counted = SUPPORT_HOURS if target is None else target.clock
    known = {SUPPORT_HOURS: "support time", AROUND_THE_CLOCK: "plain time"}
    told = [f"Adds and Total are {known.get(counted, f'time of the schedule {counted}')}."]
    if has_one_offset(entries, row.zone):
        shown = [instant for entry in entries for instant in (entry.starts_at, entry.ends_at)]
        zone = next(row.zone.abbreviation(instant) for instant in shown if instant is not None)
        told.insert(0, f"Times are {zone}.")
    return Note("", " ".join(told))


def _others(row: ClockRow) -> list[str]:
    """Return the other kinds of clocks that the case has: those that run first, by due time."""
    others = [clock for clock in row.case.clocks if clock.kind != row.clock.kind and clock.target]
    running = [clock for clock in others if clock.running]
    stopped = [clock for clock in others if not clock.running]
    ordered = (*in_order_of_due(running), *in_order_of_due(stopped))
    return list(dict.fromkeys(clock.kind for clock in ordered))


class _Ledger(NamedTuple):
    """The ledger of a clock, and why it has none, if the present hours give no due time."""

    entries: list[LedgerEntry]
    problem: str = ""


def _ledger(policy: Policy, row: ClockRow) -> _Ledger:
    clock = row.clock
    if clock.target is None or row.region is None:
        return _Ledger([])
    schedule = counted_on(row.region.schedule, clock.target)
    if schedule is None:
        return _Ledger([])
    cuts = [
        Cut(span.started_at, span.ended_at, "closed-case" if span in row.case.closed else "on-hold")
        for span in policy.spans_of(row.case, clock)
    ]
    start = clock.counted_from or clock.started_at
    length = clock.target.days or clock.target.seconds
    try:
        return _Ledger(list(explain(schedule, start, length, cuts)))
    except ScheduleError as error:  # of this region: clocks of the others are still explained
        return _Ledger([], f"{error.message}; {error.fix}")


def _if_changed(row: ClockRow, entries: Sequence[LedgerEntry], times: Times) -> Iterator[Note]:
    ends_at: datetime | None = entries[-1].ends_at if entries else None
    if ends_at is not None and row.clock.due_at not in (None, ends_at):
        now_due = times.of_case(ends_at, row.zone)
        yield Note("Changed", f"the configuration now gives {now_due}; the promise above stays")
