"""The machine's clock: whether it can be right."""

from datetime import datetime

from slt_cli.domain.calendar.instant import format_utc
from slt_cli.domain.instants import TOLERATED
from slt_cli.finding import Finding

_FIX = "set this machine's clock and keep it right, for example with NTP"
_CORRECTIONS = "`slt undo`, or of an opening `slt update CASE --opened TIME` or `slt void`"


def clock_finding(now: datetime, newest: datetime | None, installed: datetime) -> Finding:
    """Return whether the clock is behind the newest event, or behind slt's own files.

    A minute is tolerated, as where something is recorded: hosts differ.
    """
    current = f"the clock says {format_utc(now)}"
    if newest is not None and newest - now > TOLERATED:
        found = f"{current}, but something was recorded at {format_utc(newest)}"
        fix = f"{_FIX}; if it is right, correct the case that is last in `slt log`: {_CORRECTIONS}"
        return Finding("clock", "problem", found, fix)
    if now < installed:
        found = f"{current}, but slt was installed at {format_utc(installed)}"
        return Finding("clock", "warning", found, _FIX)
    return Finding("clock", "ok", current)
