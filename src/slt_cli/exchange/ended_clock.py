"""A clock that has stopped: with the verdict that a row gives it, or because the case is void."""

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
    answered = stopped_at == times.responded_at
    ended_by = "resolved" if times.resolved_at else "closed"
    return clock._replace(
        stopped_at=stopped_at,
        verdict=verdict,
        active_seconds=_active_seconds(clock, stopped_at, terms),
        stopped_by="responded" if answered else ended_by,
    )


def voided_clock(clock: Clock, at: datetime, terms: Terms) -> Clock:
    """Return a clock of a case that was voided at an instant: cancelled, unless it had stopped."""
    if clock.stopped_at is not None or clock.verdict not in (None, "cancelled"):
        return clock
    return clock._replace(
        stopped_at=at,
        verdict="cancelled",
        active_seconds=_active_seconds(clock, at, terms),
        stopped_by="voided",
    )


def _active_seconds(clock: Clock, stopped_at: datetime, terms: Terms | None) -> int | None:
    if terms is None or clock.target is None:
        return None
    counted = counted_on(terms.region.schedule, clock.target)
    if counted is None:
        return None
    return counted.elapsed(clock.started_at, max(stopped_at, clock.started_at))
