"""What `slt import --dry-run` tells people: how a file is read, and what its rows would change."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

from slt_cli.domain.case import Case
from slt_cli.domain.policy import Policy
from slt_cli.errors import Fault
from slt_cli.output import Column, Line, Sheet, line
from slt_cli.output.times import Times
from slt_cli.views.case_list import number_of

MOST_COLUMNS, MOST_ROWS = 60, 5
"""How many columns and how many of the first rows are shown."""

_MOST_FAULTS = 20


class ColumnRead(NamedTuple):
    """How a column is read: as a field, or left out if that is empty; a value, and a note."""

    column: str
    field: str
    example: str
    note: str


class FirstRow(NamedTuple):
    """What one of the first rows would become: a new case, or one that is known or updated."""

    case: Case
    known: Case | None
    updated: bool = False


class Counts(NamedTuple):
    """How many rows of a file are new, are known already and bad; `updated` would change cases.

    `redacted` had the reference of a redacted case.
    """

    new: int
    known: int
    updated: int
    redacted: int
    bad: int


def summary(counts: Counts, lines: int) -> str:
    """Return how many rows there are, and what they would change."""
    parts = {
        "new": counts.new,
        "known already": counts.known,
        "of them to be updated": counts.updated,
        "of redacted cases": counts.redacted,
        "bad": counts.bad,
    }
    told = ", ".join(f"{number:,} {what}" for what, number in parts.items() if number)
    return f"{number_of(lines, 'row')}{f': {told}' if told else ''}. Nothing was recorded."


def columns_sheet(columns: Sequence[ColumnRead], more: int, now: datetime) -> Sheet[ColumnRead]:
    """Return the sheet that tells how each column is read; `more` are not shown."""

    def footer(_: Sequence[ColumnRead]) -> Iterator[str]:
        if more:
            yield f"and {number_of(more, 'column')} more."

    return Sheet(
        schema="",
        as_of=now,
        rows=columns,
        item=lambda _: {},
        columns=(
            Column("Column", lambda read: read.column, "shortened", least=12),
            Column("Becomes", lambda read: read.field or "left out"),
            Column("Example", lambda read: read.example, "shortened", gives_way=1, least=10),
            Column("Note", lambda read: read.note, "wrapped"),
        ),
        key=lambda read: read.column,
        footer=footer,
    )


def first_rows_sheet(policy: Policy, rows: Sequence[FirstRow], times: Times) -> Sheet[FirstRow]:
    """Return the sheet of what the first rows would become."""

    def opened(row: FirstRow) -> str:
        return times.listed(row.case.opened_at, policy.zone_of(row.case))

    return Sheet(
        schema="",
        as_of=times.now,
        rows=rows,
        item=lambda _: {},
        columns=(
            Column("Case", lambda row: policy.case_id(row.known.number) if row.known else "(new)"),
            Column("Pri", lambda row: row.case.priority, plain_header="Priority"),
            Column("Status", _status),
            Column(times.heading("Opened"), opened, right=times.short),
            Column("Partner", lambda row: row.case.partner or "", "shortened", 1, least=12),
            Column("Subject", lambda row: row.case.subject, "shortened", least=12),
        ),
        key=lambda row: row.case.ref or "",
    )


def fault_lines(faults: Iterable[Fault], bad: int) -> Iterator[Line]:
    """Yield each bad row with what is wrong with it and how to fix it, the first ones at least."""
    shown: set[int | None] = set()
    for fault in faults:
        if len(shown) == _MOST_FAULTS and fault.line not in shown:
            break
        shown.add(fault.line)
        field = f"{fault.key}: " if fault.key and not fault.problem.startswith('"') else ""
        yield line(f"Line {fault.line}: {field}{fault.problem}", indented=False)
        yield line(f"fix: {fault.fix}", indented=False)
    if more := bad - len(shown):
        yield line(f"and {number_of(more, 'bad row')} more.", indented=False)


def _status(row: FirstRow) -> str:
    if row.known is not None:
        return "updated" if row.updated else "known"
    return "held" if row.case.held_since else row.case.status
