"""Which instants may be recorded."""

from datetime import datetime, timedelta

from slt_cli.errors import RefusedError

TOLERATED = timedelta(minutes=1)
"""How far the newest event of a case may be ahead of this machine's clock: hosts differ."""


def present_for(now: datetime, newest: datetime, opened_at: datetime) -> datetime:
    """Return the instant of what is recorded now: the later of now and the case's newest event.

    Refused if that is over a minute ahead of now: the clock is wrong, or was when the newest event
    was recorded. If that is the opening, it is corrected in other ways.
    """
    if newest - now > TOLERATED:
        raise RefusedError(
            (
                "this machine's clock says ",
                now,
                ", but the newest event of the case is of ",
                newest,
            ),
            reason="clock is behind the opening" if newest == opened_at else "clock is behind",
        )
    return max(now, newest)
