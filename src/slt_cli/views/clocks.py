"""How clocks are shown: the fields of `slt due`, and the line that people read."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from slt_cli.domain.calendar.duration import format_duration
from slt_cli.domain.calendar.instant import Zone, format_instant, format_utc
from slt_cli.domain.calendar.ledger import Cut, LedgerEntry, explain
from slt_cli.domain.case import Case
from slt_cli.domain.clocks import RESPONSE, Clock, counted_on
from slt_cli.domain.policy import Policy
from slt_cli.domain.region import Region
from slt_cli.domain.standing import Standing
from slt_cli.output import Cell, Column, Flex, Note, Sheet, Tone
from slt_cli.views.case import TONES, describe_left, utc_or_none
from slt_cli.views.ledger import ledger_item, ledger_sheet

SCHEMA = "slt.due/1"


class ClockRow(NamedTuple):
    """A clock with its case, its state and its zone. Case number 0 means that there is no case.

    The region is None if it is no longer configured. `others` are the case's other running clocks.
    """

    clock: Clock
    case: Case
    standing: Standing
    zone: Zone
    region: Region | None
    others: int = 0


def no_clock(case: Case) -> Clock:
    """Return the clock to show for a case without a target: a response clock without a due time."""
    return Clock(RESPONSE, 1, 0, case.opened_at, None, None)


def shown_clocks(case: Case) -> list[Clock]:
    """Return the clocks of a case, first its response clock, even if the case has no target."""
    clocks = [clock for clock in case.clocks if clock.kind != RESPONSE]
    return [case.clock(RESPONSE) or no_clock(case), *clocks]


def clock_row(policy: Policy, case: Case, clock: Clock, now: datetime) -> ClockRow:
    """Return a case's clock with its state at `now`."""
    standing = policy.standing(clock, case, now)
    return ClockRow(clock, case, standing, policy.zone_of(case), policy.regions.get(case.region))


def clock_sheet(
    policy: Policy, rows: Iterable[ClockRow], now: datetime, notes: Iterable[Note] = ()
) -> Sheet[ClockRow]:
    """Return the sheet that lists clocks, a line each; an escalation level is always shown."""
    return Sheet(
        schema=SCHEMA,
        as_of=now,
        rows=rows,
        item=lambda row: clock_item(policy, row),
        columns=(
            Column("Case", lambda row: _case_id(policy, row) or "-"),
            Column("Priority", lambda row: row.case.priority),
            Column("State", lambda row: Cell(row.standing.state, _tone(row))),
            Column("Due", lambda row: _due(row, now)),
            Column("Left", lambda row: Cell(_left(row), _tone(row))),
            Column("Clock", _clock_name, gives_way=_clock_gives_way),
            Column("Region", lambda row: policy.region_name(row.case), gives_way=3),
            Column("Subject", lambda row: row.case.subject, Flex.SHORTENED, gives_way=1),
        ),
        key=lambda row: _case_id(policy, row) or str(utc_or_none(row.clock.due_at)),
        empty="No running clock matches.",
        notes=tuple(notes),
    )


def case_clocks_sheet(rows: Iterable[ClockRow], reader: Zone, now: datetime) -> Sheet[ClockRow]:
    """Return the sheet that lists every clock of one case, running or stopped."""

    def when(row: ClockRow, zone: Zone) -> str:
        return _due(row._replace(zone=zone), now)

    return Sheet(
        schema=SCHEMA,
        as_of=now,
        rows=rows,
        item=case_clock_item,
        columns=(
            Column("Clock", lambda row: row.clock.name),
            Column("State", lambda row: Cell(row.standing.state, _tone(row))),
            Column("Due", lambda row: when(row, row.zone)),
            Column("Your time", lambda row: when(row, reader), gives_way=1),
            Column("Left", lambda row: Cell(_left(row), _tone(row))),
        ),
        key=lambda row: row.clock.name,
    )


def explained(policy: Policy, sheet: Sheet[ClockRow]) -> Sheet[ClockRow]:
    """Return a sheet of clocks with the ledger of each: below it, or as a field."""

    def item(row: ClockRow) -> dict[str, Any]:
        ledger = [ledger_item(entry) for entry in _ledger(policy, row)]
        return {**sheet.item(row), "ledger": ledger}

    def detail(row: ClockRow) -> list[Sheet[LedgerEntry]]:
        entries = list(_ledger(policy, row))
        return [ledger_sheet(entries, row.zone, sheet.as_of, _if_changed(row, entries))]

    return sheet._replace(item=item, detail=detail)


def _ledger(policy: Policy, row: ClockRow) -> Iterator[LedgerEntry]:
    clock = row.clock
    if clock.target is None or row.region is None:
        return iter(())
    schedule = counted_on(row.region.schedule, clock.target)
    if schedule is None:
        return iter(())
    cuts = [
        Cut(span.started_at, span.ended_at, "closed-case" if span in row.case.closed else "on-hold")
        for span in policy.spans_of(row.case, clock)
    ]
    start = clock.counted_from or clock.started_at
    return explain(schedule, start, clock.target.days or clock.target.seconds, cuts)


def _if_changed(row: ClockRow, entries: list[LedgerEntry]) -> Iterator[Note]:
    ends_at = entries[-1].ends_at if entries else None
    if ends_at is not None and row.clock.due_at not in (None, ends_at):
        now_due = format_instant(ends_at, row.zone, row.clock.started_at.year)
        yield Note("Changed", f"the configuration now gives {now_due}; the promise above stays")


def clock_item(policy: Policy, row: ClockRow) -> dict[str, Any]:
    """Return a clock as the JSON contract has it."""
    return {
        "id": _case_id(policy, row),
        "subject": row.case.subject or None,
        "priority": row.case.priority,
        "region": row.case.region,
        "partner": row.case.partner,
        "kind": row.clock.kind,
        "level": row.clock.level,
        "started_at": format_utc(row.clock.started_at),
        "due_at": utc_or_none(row.clock.due_at),
        "state": row.standing.state,
        "remaining_seconds": row.standing.remaining,
        "timezone": row.region.timezone if row.region else None,
        "ref": row.case.ref,
        **_more(row),
        "decides": row.clock == row.case.leading_clock,
    }


def case_clock_item(row: ClockRow) -> dict[str, Any]:
    """Return a clock of one case as the JSON contract has it, without the facts of the case."""
    clock = row.clock
    return {
        "kind": clock.kind,
        "level": clock.level,
        "started_at": format_utc(clock.started_at),
        "due_at": utc_or_none(clock.due_at),
        "state": row.standing.state,
        "remaining_seconds": row.standing.remaining,
        "timezone": row.region.timezone if row.region else None,
        **_more(row),
        "stopped_at": utc_or_none(clock.stopped_at),
        "verdict": clock.verdict,
        "active_seconds": clock.active_seconds,
    }


def _more(row: ClockRow) -> dict[str, Any]:
    target = row.clock.target
    held_since = row.case.held_since if row.clock.paused else None
    return {
        "cycle": row.clock.cycle,
        "target": str(target) if target else None,
        "target_seconds": target.known_seconds if target else None,
        "target_clock": target.clock if target else None,
        "held_since": utc_or_none(held_since),
    }


def _clock_name(row: ClockRow) -> str:
    return f"{row.clock.name} +{row.others}" if row.others else row.clock.name


def _clock_gives_way(rows: Sequence[ClockRow]) -> int:
    kinds = {row.clock.name for row in rows}
    return 0 if len(kinds) > 1 or any(row.clock.level or row.others for row in rows) else 2


def _case_id(policy: Policy, row: ClockRow) -> str | None:
    return policy.case_id(row.case.number) if row.case.number else None


def _left(row: ClockRow) -> str:
    """Return what is left, as a column shows it: `1 h`, or `-20 min` when late."""
    remaining = row.standing.remaining
    if not remaining:
        return describe_left(row.standing)
    return format_duration(remaining) if remaining > 0 else f"-{format_duration(-remaining)}"


def _due(row: ClockRow, now: datetime) -> str:
    if row.clock.due_at is not None:
        return format_instant(row.clock.due_at, row.zone, now.year)
    since = row.case.held_since if row.clock.paused else None
    return "" if since is None else f"since {format_instant(since, row.zone, now.year)}"


def _tone(row: ClockRow) -> Tone:
    return TONES.get(row.standing.state, Tone.NONE)
