"""What may happen to a case between its opening and its end, apart from escalation."""

from datetime import datetime
from typing import Any

from slt_cli.domain.calendar.instant import format_utc, require_aware
from slt_cli.domain.calendar.schedule import Schedule
from slt_cli.domain.case import Case, Status
from slt_cli.domain.clocks import ESCALATION, RESPONSE, Clock, started, stopped
from slt_cli.domain.plan import PartnerType, Plan, Priority
from slt_cli.domain.region import Region
from slt_cli.errors import Reason, RefusedError


def response_clock(
    priority: Priority, region: Region, plan: Plan | None, opened_at: datetime
) -> Clock | None:
    """Return the response clock of a new case; None where a plan gives the priority no target."""
    target = plan.target(priority.key, RESPONSE) if plan else None
    if target is None:
        return None
    return started(RESPONSE, 1, 0, opened_at, target, region.schedule)


def open_case(
    *,
    subject: str,
    priority: Priority,
    region: Region,
    partner_type: PartnerType,
    plan: Plan | None,
    opened_at: datetime,
    **texts: Any,  # noqa: ANN401 - each a FreeText of Case
) -> Case:
    """Return a new case with its due time; `texts` are its facts that nothing is computed from.

    The store gives it its number.
    """
    require_aware(opened_at)
    clock = response_clock(priority, region, plan, opened_at)
    return Case(
        number=0,
        subject=subject,
        partner_type=partner_type.key,
        priority=priority.key,
        region=region.key,
        opened_at=opened_at,
        plan=plan.key if plan and clock else None,
        clocks=() if clock is None else (clock,),
        **texts,
    )


def respond(case: Case, at: datetime, schedule: Schedule | None) -> Case:
    """Return the case with the response recorded: it stops every clock that runs.

    A verdict that already stands is kept. Refused where no response is awaited any more.
    """
    require_after_opening(case, at, "a response")
    if case.status == "closed":
        raise RefusedError(f"the case was closed at {_utc(case.closed_at)}", reason=Reason.CLOSED)
    if case.responded_at is not None and not case.running_clocks:
        raise RefusedError(
            f"the response was recorded at {_utc(case.responded_at)} and no clock is running",
            reason=Reason.NO_CLOCK,
        )
    answered = _stop_clocks(case, at, schedule)
    return answered._replace(status="responded", responded_at=case.responded_at or at)


def close(case: Case, at: datetime, schedule: Schedule | None) -> Case:
    """Return the case closed: clocks that still ran are met if it is in time, else missed."""
    require_after_opening(case, at, "a closing")
    if case.status == "closed":
        raise RefusedError(f"the case is already closed, since {_utc(case.closed_at)}")
    if case.responded_at is not None and at < case.responded_at:
        raise RefusedError(
            f"a closing at {_utc(at)} would be before the response at {_utc(case.responded_at)}",
            reason=Reason.TOO_EARLY,
        )
    raised = case.clock(ESCALATION)
    if raised is not None and at < raised.started_at:
        raise RefusedError(
            f"a closing at {_utc(at)} would be before the escalation to level {raised.level} "
            f"at {_utc(raised.started_at)}",
            reason=Reason.TOO_EARLY,
        )
    return _stop_clocks(case, at, schedule)._replace(status="closed", closed_at=at)


def reopen(case: Case, at: datetime) -> Case:
    """Return a closed case open again; a clock that its closing stopped does not start again."""
    if case.closed_at is None or case.status != "closed":
        raise RefusedError("the case is not closed", reason=Reason.NOT_CLOSED)
    if at < case.closed_at:
        raise RefusedError(
            f"a reopening at {_utc(at)} would be before the closing at {_utc(case.closed_at)}",
            reason=Reason.TOO_EARLY,
        )
    status: Status = "open" if case.responded_at is None else "responded"
    return case._replace(status=status, closed_at=None)


def require_after_opening(case: Case, at: datetime, what: str) -> None:
    """Refuse an instant before the case was opened."""
    if at < case.opened_at:
        raise RefusedError(
            f"{what} at {_utc(at)} would be before the case was opened at {_utc(case.opened_at)}",
            reason=Reason.TOO_EARLY,
        )


def require_not_future(at: datetime, now: datetime) -> None:
    """Refuse to record an instant that has not come yet."""
    if at > now:
        raise RefusedError(
            f"{_utc(at)} is in the future: it is now {_utc(now)}", reason=Reason.IN_FUTURE
        )


def require_clock_not_behind(now: datetime, newest: datetime | None) -> None:
    """Refuse to record the present while the clock is behind what was recorded last."""
    if newest is not None and now < newest:
        raise RefusedError(
            f"this machine's clock says {_utc(now)}, but something was recorded at {_utc(newest)}",
            reason=Reason.CLOCK_BEHIND,
        )


def _stop_clocks(case: Case, at: datetime, schedule: Schedule | None) -> Case:
    return case.with_clocks(stopped(clock, at, schedule) for clock in case.running_clocks)


def _utc(instant: datetime | None) -> str:
    return format_utc(instant) if instant else "an unknown time"
