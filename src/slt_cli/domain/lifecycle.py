"""A new case, and the instants that may be recorded."""

from datetime import datetime, timedelta
from typing import Any

from slt_cli.domain.calendar.instant import format_utc, require_aware
from slt_cli.domain.case import Case
from slt_cli.domain.life import live
from slt_cli.domain.moments import Moment
from slt_cli.domain.plan import PartnerType, Priority
from slt_cli.domain.policy import Policy
from slt_cli.domain.region import Region
from slt_cli.errors import Reason, RefusedError


def open_case(
    policy: Policy,
    *,
    subject: str,
    priority: Priority,
    region: Region,
    partner_type: PartnerType,
    opened_at: datetime,
    **texts: Any,  # noqa: ANN401 - each a FreeText of Case
) -> Case:
    """Return a new case with its due times; `texts` are its facts that nothing is computed from.

    The store sets its number.
    """
    require_aware(opened_at)
    case = Case(
        number=0,
        subject=subject,
        partner_type=partner_type.key,
        priority=priority.key,
        region=region.key,
        opened_at=opened_at,
        **texts,
    )
    opened = live(case, [Moment("opened", opened_at)], policy)
    return opened._replace(plan=policy.plan_key(opened))


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
