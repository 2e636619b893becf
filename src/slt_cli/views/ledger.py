"""How a ledger is shown: each interval that counted, each day that did not, and the total."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from itertools import groupby
from typing import Any, assert_never

from slt_cli.domain.calendar.business_days import parse_business_days
from slt_cli.domain.calendar.duration import format_duration
from slt_cli.domain.calendar.instant import (
    DAYS,
    Zone,
    format_clock,
    format_day,
    offset_text,
    utc_or_none,
)
from slt_cli.domain.calendar.ledger import LedgerEntry
from slt_cli.output import Column, Note, Sheet
from slt_cli.views.lengths import describe_business_days

_LONGEST_RUN = 14
"""Days that are closed for one reason: more of them in a row are shown as one."""


def ledger_sheet(
    entries: Sequence[LedgerEntry],
    zone: Zone,
    now: datetime,
    notes: Iterable[Note] = (),
    open_as: str = "open",
) -> Sheet[LedgerEntry]:
    """Return the sheet that explains a due time, in a region's zone.

    Its times name the zone only where the offset changes within the ledger: by its abbreviation, or
    by the offset if the abbreviation stays the same. `open_as` is what time that counts is called.
    A long run of days that are closed for one reason is one row.
    """
    shown = _clock_of(entries, zone)
    rows = list(_runs(entries))
    last_days = {first: last for first, last in rows if first is not last}
    return Sheet(
        schema="slt.ledger/1",
        as_of=now,
        rows=[first for first, _ in rows],
        item=ledger_item,
        columns=(
            Column("Day", lambda entry: _days(entry, last_days.get(entry, entry), now.year)),
            Column(
                "From",
                lambda entry: "" if entry.starts_at is None else shown(entry.starts_at),
                gives_way=1,
            ),
            Column("To", lambda entry: _end(entry, zone, shown), gives_way=2),
            Column("Adds", _adds, right=True),
            Column("Total", _total, right=True),
            Column("Why", lambda entry: _why(entry, open_as, shown), "wrapped"),
        ),
        key=lambda entry: entry.day.isoformat(),
        notes=tuple(notes),
    )


def _runs(entries: Iterable[LedgerEntry]) -> Iterator[tuple[LedgerEntry, LedgerEntry]]:
    """Yield the first and the last line of each row: a long run of closed days, or one line."""
    for _, run in groupby(entries, lambda entry: (entry.reason, entry.name, entry.starts_at)):
        lines = list(run)
        if len(lines) > _LONGEST_RUN:
            yield lines[0], lines[-1]
        else:
            yield from zip(lines, lines, strict=True)


def _days(first: LedgerEntry, last: LedgerEntry, year: int) -> str:
    """Return the day of a line, or the first and the last day of a run."""
    days = dict.fromkeys(format_day(entry.day, year) for entry in (first, last))
    return " to ".join(days)


def ledger_item(entry: LedgerEntry) -> dict[str, Any]:
    """Return one line of a ledger as the JSON contract has it."""
    return {
        "date": entry.day.isoformat(),
        "reason": entry.reason,
        "name": entry.name or None,
        "from": utc_or_none(entry.starts_at),
        "to": utc_or_none(entry.ends_at),
        "adds_seconds": entry.adds,
        "total_seconds": entry.total,
    }


def has_one_offset(entries: Iterable[LedgerEntry], zone: Zone) -> bool:
    """Return whether the times of a ledger have one offset, which need not be said in each line."""
    return len({local.utcoffset() for local in _local_times(entries, zone)}) == 1


def _local_times(entries: Iterable[LedgerEntry], zone: Zone) -> Iterator[datetime]:
    for entry in entries:
        for instant in (entry.starts_at, entry.ends_at):
            if instant is not None:
                yield instant.astimezone(zone.info)


def _clock_of(entries: Sequence[LedgerEntry], zone: Zone) -> Callable[[datetime], str]:
    """Return how the times of a ledger are shown: each time of day, with what tells them apart."""
    if has_one_offset(entries, zone):
        return lambda instant: f"{instant.astimezone(zone.info):%H:%M}"
    told = {(zone.abbreviation_of(at), at.utcoffset()) for at in _local_times(entries, zone)}
    if len({abbreviation for abbreviation, _ in told}) == len(told):
        return lambda instant: format_clock(instant, zone)
    return lambda instant: _with_offset(instant.astimezone(zone.info))


def _with_offset(local: datetime) -> str:
    return f"{local:%H:%M} {offset_text(local)}"


def _end(entry: LedgerEntry, zone: Zone, shown: Callable[[datetime], str]) -> str:
    """Return when an interval ends, with the weekday if it ends on another day."""
    if entry.ends_at is None:
        return ""
    day = entry.ends_at.astimezone(zone.info).date()
    weekday = "" if day == entry.day else f"{DAYS[day.weekday()]} "
    return weekday + shown(entry.ends_at)


def _adds(entry: LedgerEntry) -> str:
    """Return what a line adds; a stretch that was skipped has a sign, in a record too."""
    return format_duration(entry.adds) if entry.adds else ""


def _total(entry: LedgerEntry) -> str:
    return format_duration(entry.total) if entry.total else "0 min"


def _why(entry: LedgerEntry, open_as: str, shown: Callable[[datetime], str]) -> str:
    match entry.reason:
        case "counted":
            return f"{open_as}: {entry.name}" if entry.name else open_as
        case "holiday":
            return f"closed: {entry.name}"
        case "closed-weekday":
            return f"closed on {DAYS[entry.day.weekday()]}"
        case "outside-hours":
            return "after closing"
        case "clock-change":
            return "the clocks go forward over its hours"
        case "on-hold":
            return "on hold"
        case "closed-case":
            return "the case was resolved or closed"
        case "business-day":
            length = parse_business_days(entry.name)
            due = f"due: {describe_business_days(length)}" if length else "due"
            return f"{due}; closed at {shown(entry.closed_at)}" if entry.closed_at else due
        case unknown:
            assert_never(unknown)
