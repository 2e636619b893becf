"""Clocks in detail: those of one case in both times, and explained where that is asked for."""

from slt_cli.domain.policy import Policy
from slt_cli.output import Sheet
from slt_cli.output.times import Times
from slt_cli.views.case_clocks import with_both_times
from slt_cli.views.clock_rows import ClockRow
from slt_cli.views.explained import explained


def in_detail(
    policy: Policy,
    sheet: Sheet[ClockRow],
    times: Times,
    *,
    one_case: bool,
    explain: bool,
    every_clock: bool,
) -> Sheet[ClockRow]:
    """Return a sheet of clocks as it is shown about one case, or with the ledger of each."""
    if one_case:
        sheet = with_both_times(policy, sheet, times)
    return explained(policy, sheet, times, every_clock=every_clock) if explain else sheet
