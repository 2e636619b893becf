"""What `slt` alone shows on a terminal: the time, the open hotlines, and what is due first."""

from collections.abc import Iterator, Sequence

from slt_cli.domain.hotline import hotline_status
from slt_cli.domain.policy import Policy
from slt_cli.output import Sheet
from slt_cli.output.times import Times
from slt_cli.views.clock_rows import ClockRow
from slt_cli.views.clocks import clock_sheet, unshown_lateness

MOST_ROWS = 5


def help_line(*, live: bool) -> str:
    """Return where to read more; `live` tells that the screen can be redrawn."""
    return f"Help:  slt --help{' · the same, live: slt due --watch' if live else ''}"


def overview_heading(policy: Policy, times: Times) -> str:
    """Return `Wed 25 Nov 17:10 CET · hotlines open: USA, Europe`."""
    regions = policy.regions.values()
    names = [region.name for region in regions if hotline_status(region, times.now).open]
    return f"{times.present()} · hotlines open: {', '.join(names) or 'none'}"


def overview_sheet(
    policy: Policy, rows: Sequence[ClockRow], times: Times, *, live: bool
) -> Sheet[ClockRow]:
    """Return the sheet with the first rows of `slt due`, and what can be done about the first."""

    def footer(shown: Sequence[ClockRow]) -> Iterator[str]:
        if more := len(rows) - len(shown):
            yield f"and {more:,} more: slt due"
        yield from unshown_lateness(policy, rows, times)
        yield ""
        yield f"Act:   {_actions(policy, shown[0])}"
        yield help_line(live=live)

    return clock_sheet(policy, rows[:MOST_ROWS], times).with_changes(footer=footer)


def _actions(policy: Policy, row: ClockRow) -> str:
    verbs = ["respond", *(["escalate"] if policy.levels else []), "show"]
    return " · ".join(f"slt {verb} {row.case.number}" for verb in verbs)
