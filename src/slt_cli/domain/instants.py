"""Which instants may be recorded."""

from datetime import datetime, timedelta

from slt_cli.domain.calendar.instant import format_utc
from slt_cli.errors import Reason, RefusedError


def require_not_future(at: datetime, now: datetime) -> None:
    """Refuse to record an instant that has not come yet."""
    if at > now:
        raise RefusedError(
            f"{format_utc(at)} is in the future: it is now {format_utc(now)}",
            reason=Reason.IN_FUTURE,
        )


TOLERATED = timedelta(minutes=1)
"""How far the newest event of a case may be ahead of this machine's clock: hosts differ."""


def present_for(now: datetime, newest: datetime) -> datetime:
    """Return the instant of what is recorded now: the later of now and the case's newest event.

    Refused if that is over a minute ahead of now: the clock is wrong.
    """
    if newest - now > TOLERATED:
        raise RefusedError(
            f"this machine's clock says {format_utc(now)}, but the newest event of the case is of "
            f"{format_utc(newest)}",
            reason=Reason.CLOCK_BEHIND,
        )
    return max(now, newest)
