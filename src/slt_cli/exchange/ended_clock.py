"""A clock with the verdict that a row gives it."""

from datetime import datetime

from slt_cli.domain.clocks import Clock, Verdict, counted_on
from slt_cli.exchange.terms import Terms
from slt_cli.exchange.times import Times


def ended_clock(
    clock: Clock,
    verdict: Verdict | None,
    stopped_at: datetime | None,
    times: Times,
    terms: Terms | None,
) -> Clock:
    """Return a clock with the verdict that a row gives, when it stopped, why, and active seconds.

    Without a verdict it is running. A row may give a verdict without a time that says when it
    stopped.
    """
    if verdict is None or stopped_at is None:
        return clock._replace(verdict=verdict)
    seconds = None
    if terms is not None and clock.target is not None:
        counted = counted_on(terms.region.schedule, clock.target)
        seconds = counted.elapsed(clock.started_at, max(stopped_at, clock.started_at))
    answered = stopped_at == times.responded_at
    ended_by = "resolved" if times.resolved_at else "closed"
    return clock._replace(
        stopped_at=stopped_at,
        verdict=verdict,
        active_seconds=seconds,
        stopped_by="responded" if answered else ended_by,
    )
