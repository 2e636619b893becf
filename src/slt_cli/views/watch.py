"""What `slt due --watch` shows: the time, the hotlines, and the rows of `slt due`."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from slt_cli.domain.calendar.instant import format_short
from slt_cli.domain.hotline import hotline_status
from slt_cli.domain.policy import Policy
from slt_cli.domain.region import Region
from slt_cli.output import Cell, Sheet
from slt_cli.output.frame import Frame
from slt_cli.output.times import Times
from slt_cli.views.case import TONES
from slt_cli.views.case_list import STATES
from slt_cli.views.clock_rows import ClockRow
from slt_cli.views.clocks import clock_sheet
from slt_cli.views.lengths import left_live


class Trouble(NamedTuple):
    """Since when the store cannot be read, and why."""

    since: datetime
    reason: str


def watch_frame(
    policy: Policy, rows: Sequence[ClockRow], times: Times, empty: str, trouble: Trouble | None
) -> Frame:
    """Return the picture of what is due at the moment of `times`."""
    return Frame(
        title=f"slt due  {times.present(seconds=True)}",
        counts=_counts(rows),
        facts=[region_fact(region, times.now) for region in policy.regions.values()],
        sheet=clock_sheet(policy, rows, times, left=left_live),
        rows=rows,
        warning="" if trouble is None else _warning(trouble, times),
        empty=empty,
    )


def unread_frame(times: Times, trouble: Trouble | None) -> Frame:
    """Return the picture of a store that was never read: its policy is not known either."""
    nothing = Sheet[ClockRow]("", times.now, (), lambda _: {}, (), lambda _: "")
    title = f"slt due  {times.present(seconds=True)}"
    return Frame(title, (), (), nothing, (), "" if trouble is None else _warning(trouble, times))


def region_fact(region: Region, now: datetime) -> str:
    """Return `USA 08:10 open to 18:00`: the time in a region, and whether its hotline is open."""
    here = f"{region.name} {_clock(now, region, now)}"
    if not region.hotline:
        return f"{here} no hotline"
    status = hotline_status(region, now)
    if status.problem is not None:
        return f"{here} {status.describe(now)}"
    change = status.changes_at
    until = "around the clock" if change is None else f"to {_clock(change, region, now)}"
    return f"{here} {status.state} {until}"


def _counts(rows: Sequence[ClockRow]) -> list[Cell]:
    counts = Counter[str](row.standing.state for row in rows)
    return [
        Cell(f"{counts[state]} {state}", TONES.get(state, "")) for state in STATES if counts[state]
    ]


def _warning(trouble: Trouble, times: Times) -> str:
    since = format_short(trouble.since, times.reader, times.now).removeprefix("today ")
    return f"store cannot be read since {since}: {trouble.reason}"


def _clock(instant: datetime, region: Region, now: datetime) -> str:
    return format_short(instant, region.zone, now).removeprefix("today ")
