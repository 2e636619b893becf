"""A message for programs: the fields of each notice's clock, as the JSON contract has them."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from slt_cli.domain.policy import Policy
from slt_cli.views.clock_rows import ClockRow, clock_item, clock_row, no_clock
from slt_cli.views.told_notices import ToldNotice, shown_clock


def notice_items(
    policy: Policy, notices: Iterable[ToldNotice], now: datetime
) -> list[dict[str, Any]]:
    """Return what a command and a webhook of one's own are given: an item for each notice."""
    return [
        {**notice_item(policy, notice, now), "url": policy.case_url(notice.case)}
        for notice in notices
    ]


def notice_item(policy: Policy, notice: ToldNotice, now: datetime) -> dict[str, Any]:
    """Return the fields of a notice: those of the clock that is shown with it, and its moment."""
    return {**clock_item(policy, notice_row(policy, notice, now)), "moment": str(notice.moment)}


def notice_row(policy: Policy, notice: ToldNotice, now: datetime) -> ClockRow:
    """Return the clock that is shown with a notice, else the case's response clock."""
    shown = shown_clock(policy, notice, now)
    if shown is None:
        case = notice.case
        return clock_row(policy, case, case.leading_clock or no_clock(case), now)
    row = clock_row(policy, notice.case, shown.clock, now)
    row.standing = shown.standing
    return row
