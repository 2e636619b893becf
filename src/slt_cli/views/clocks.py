"""How clocks are shown: the fields of `slt due`, and the line that people read."""

from collections.abc import Callable, Iterable, Iterator, Sequence

from slt_cli.domain.calendar.instant import utc_or_none
from slt_cli.domain.clocks import RESPONSE
from slt_cli.domain.policy import Policy
from slt_cli.domain.standing import Standing
from slt_cli.output import Cell, Column, Note, Sheet
from slt_cli.output.times import Times
from slt_cli.views.case import linked_id
from slt_cli.views.case_list import counted, late_besides, number_of
from slt_cli.views.clock_rows import (
    SCHEMA,
    ClockRow,
    case_id_of,
    clock_item,
    tone_of,
)
from slt_cli.views.lengths import kind_of_time, left_column

NOTHING_MATCHES = "No running clock matches."


def clock_sheet(
    policy: Policy,
    rows: Iterable[ClockRow],
    times: Times,
    notes: Iterable[Note] = (),
    left: Callable[[Standing], str] = left_column,
) -> Sheet[ClockRow]:
    """Return the sheet that lists clocks, a line each; `left` writes what is left of one."""
    return Sheet(
        schema=SCHEMA,
        as_of=times.now,
        rows=rows,
        item=lambda row: clock_item(policy, row),
        columns=(
            Column("Case", lambda row: linked_id(policy, row.case) if row.case.number else "-"),
            Column("Ref", lambda row: row.case.ref or "", gives_way=5, from_width=92),
            Column("Pri", lambda row: row.case.priority, gives_way=1, plain_header="Priority"),
            Column("State", lambda row: Cell(row.standing.state, tone_of(row))),
            Column(times.heading("Due"), lambda row: listed_due(row, times), right=times.short),
            Column("Left", lambda row: Cell(left(row.standing), tone_of(row)), right=True),
            Column(
                "Clock",
                _clock_name,
                gives_way=2,
                brief=lambda row: row.clock.name,
                brief_gives_way=4,
                needless=_all_of_one_kind,
            ),
            Column(
                "Owner",
                lambda row: row.case.owner or "",
                "shortened",
                gives_way=6,
                least=6,
                from_width=100,
            ),
            Column(
                "Partner",
                lambda row: row.case.partner or "",
                "shortened",
                gives_way=7,
                least=12,
                from_width=112,
            ),
            Column("Region", lambda row: policy.region_name(row.case), gives_way=8, from_width=130),
            Column("Subject", lambda row: row.case.subject, "shortened", gives_way=3, least=12),
        ),
        key=lambda row: case_id_of(policy, row) or str(utc_or_none(row.clock.due_at)),
        empty=NOTHING_MATCHES,
        footer=lambda rows: (*_summary(rows), *unshown_lateness(policy, rows, times)),
        notes=tuple(notes),
    )


def listed_due(row: ClockRow, times: Times) -> str:
    """Return when a clock is due, or since when it stands still, as a list shows it."""
    if row.clock.due_at is not None:
        return times.listed(row.clock.due_at, row.zone)
    return times.since(row.case.held_since if row.clock.paused else None, row.zone)


def left_is(rows: Iterable[ClockRow]) -> str:
    """Return what kind of time is left of clocks: support time, or plain time for a 24x7 clock."""
    return f"Left is {kind_of_time(row.clock.target for row in rows)}."


def _summary(rows: Sequence[ClockRow]) -> Iterator[str]:
    cases, states = {row.case.number for row in rows}, [row.standing.state for row in rows]
    told = number_of(len(cases), "case") if all(cases) else ""
    if len(rows) > len(cases) or not told:
        told = number_of(len(rows), "clock") + (f" in {told}" if told else "")
    running = counted(states)
    yield f"{told}{f': {running}' if running else ''}. {left_is(rows)}"


def unshown_lateness(policy: Policy, rows: Sequence[ClockRow], times: Times) -> Iterator[str]:
    """Yield how many cases have a late response that no row shows."""
    shown = {row.case.number for row in rows if row.clock.kind == RESPONSE}
    cases = {row.case.number: row.case for row in rows if row.case.number not in shown}
    return late_besides(policy, cases.values(), times.now)


def _clock_name(row: ClockRow) -> str:
    return f"{row.clock.name} +{row.others}" if row.others else row.clock.name


def _all_of_one_kind(rows: Sequence[ClockRow]) -> bool:
    return not any(row.others for row in rows) and len({row.clock.name for row in rows}) == 1
