"""The machine's clock: whether it can be right."""

from datetime import datetime

from slt_cli.domain.calendar.instant import format_utc
from slt_cli.finding import Finding

_FIX = "set this machine's clock, and see that it is kept right (NTP)"


def clock_finding(now: datetime, newest: datetime | None, installed: datetime) -> Finding:
    """Return whether the clock is behind what was recorded last, or behind slt's own files."""
    says = f"the clock says {format_utc(now)}"
    if newest is not None and now < newest:
        told = f"{says}, but something was recorded at {format_utc(newest)}"
        return Finding("clock", "problem", told, f"{_FIX}; until then nothing is recorded as now")
    if now < installed:
        told = f"{says}, but slt was installed at {format_utc(installed)}"
        return Finding("clock", "warning", told, _FIX)
    return Finding("clock", "ok", says)
