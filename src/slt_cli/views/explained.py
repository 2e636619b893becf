"""Clocks with the ledger of each: how its due time adds up."""

from collections.abc import Iterator
from typing import Any

from slt_cli.domain.calendar.instant import format_instant
from slt_cli.domain.calendar.ledger import Cut, LedgerEntry, explain
from slt_cli.domain.clocks import counted_on
from slt_cli.domain.policy import Policy
from slt_cli.output import Note, Sheet
from slt_cli.views.clock_rows import ClockRow
from slt_cli.views.ledger import ledger_item, ledger_sheet


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
