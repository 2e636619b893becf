"""What may happen to a case between its opening and its end, apart from escalation."""

from datetime import datetime

from slt_cli.domain.calendar.instant import format_utc, require_aware
from slt_cli.domain.case import Case, Status
from slt_cli.domain.plan import PartnerType, Plan, Priority, Target
from slt_cli.domain.region import Region
from slt_cli.domain.standing import counted_on, verdict
from slt_cli.errors import RefusedError


def promise(
    priority: Priority, region: Region, plan: Plan | None, opened_at: datetime
) -> tuple[Target | None, datetime | None]:
    """Return the response target of a new case and its due time; neither without a plan."""
    target = plan.targets.get(priority.key) if plan else None
    if target is None:
        return None, None
    return target, counted_on(region.schedule, target).due(opened_at, target.seconds)


def open_case(
    *,
    subject: str,
    priority: Priority,
    region: Region,
    partner_type: PartnerType,
    plan: Plan | None,
    opened_at: datetime,
    partner: str | None = None,
    ref: str | None = None,
) -> Case:
    """Return a new case, its due time promised. The store gives it its number."""
    require_aware(opened_at)
    target, due_at = promise(priority, region, plan, opened_at)
    return Case(
        number=0,
        subject=subject,
        partner_type=partner_type.key,
        priority=priority.key,
        region=region.key,
        opened_at=opened_at,
        ref=ref,
        partner=partner,
        plan=plan.key if plan and target else None,
        due_at=due_at,
        target_seconds=target.seconds if target else None,
        target_clock=target.clock if target else None,
    )


def respond(case: Case, at: datetime) -> Case:
    """Return the case with the response recorded: it answers every clock that runs.

    A verdict that already stands is kept. Refused where nothing awaits a response any more.
    """
    require_after_opening(case, at, "a response")
    if case.status == "closed":
        raise RefusedError(
            f"the case was closed at {_utc(case.closed_at)}", "`slt reopen` it first"
        )
    if case.responded_at is not None and not any(clock.running for clock in case.clocks()):
        raise RefusedError(
            f"the response was recorded at {_utc(case.responded_at)} and no clock runs",
            "`slt escalate CASE` starts a new clock",
        )
    return _stop_clocks(case, at)._replace(status="responded", responded_at=case.responded_at or at)


def close(case: Case, at: datetime) -> Case:
    """Return the case closed: clocks that still ran are met if it is in time, else missed."""
    require_after_opening(case, at, "a closing")
    if case.status == "closed":
        raise RefusedError(f"the case is closed already, since {_utc(case.closed_at)}")
    if case.responded_at is not None and at < case.responded_at:
        raise RefusedError(
            f"a closing at {_utc(at)} would be before the response at {_utc(case.responded_at)}",
            "name a later time with --at",
        )
    if case.escalated_at is not None and at < case.escalated_at:
        raise RefusedError(
            f"a closing at {_utc(at)} would be before the escalation to level {case.level} "
            f"at {_utc(case.escalated_at)}",
            "name a later time with --at",
        )
    return _stop_clocks(case, at)._replace(status="closed", closed_at=at)


def reopen(case: Case, at: datetime) -> Case:
    """Return a closed case open again; a clock that its closing stopped does not start again."""
    if case.closed_at is None or case.status != "closed":
        raise RefusedError(
            "the case is not closed", "`slt list --status closed` shows those that are"
        )
    if at < case.closed_at:
        raise RefusedError(
            f"a reopening at {_utc(at)} would be before the closing at {_utc(case.closed_at)}",
            "name a later time with --at",
        )
    status: Status = "open" if case.responded_at is None else "responded"
    return case._replace(status=status, closed_at=None)


def require_after_opening(case: Case, at: datetime, what: str) -> None:
    """Refuse an instant before the case was opened."""
    if at < case.opened_at:
        raise RefusedError(
            f"{what} at {_utc(at)} would be before the case was opened at {_utc(case.opened_at)}",
            "name a later time with --at",
        )


def require_not_future(at: datetime, now: datetime) -> None:
    """Refuse to record an instant that has not come yet."""
    if at > now:
        raise RefusedError(
            f"{_utc(at)} is in the future: it is now {_utc(now)}",
            "record what has happened; name a time that has passed with --at",
        )


def require_clock_not_behind(now: datetime, newest: datetime | None) -> None:
    """Refuse to record the present while the clock is behind what was recorded last."""
    if newest is not None and now < newest:
        raise RefusedError(
            f"this machine's clock says {_utc(now)}, but something was recorded at {_utc(newest)}",
            "set the clock right (`slt doctor` checks it), or name the time with --at",
        )


def _stop_clocks(case: Case, at: datetime) -> Case:
    stopped = case.with_escalation_stopped(at)
    return stopped._replace(verdict=case.verdict or verdict(case.due_at, at))


def _utc(instant: datetime | None) -> str:
    return format_utc(instant) if instant else "an unknown time"
