"""A new case."""

from datetime import datetime
from typing import Any

from slt_cli.domain.calendar.instant import require_aware
from slt_cli.domain.case import Case
from slt_cli.domain.life import live
from slt_cli.domain.moments import Moment
from slt_cli.domain.plan import PartnerType, Priority
from slt_cli.domain.policy import Policy
from slt_cli.domain.region import Region


def open_case(
    policy: Policy,
    *,
    subject: str,
    priority: Priority,
    region: Region,
    partner_type: PartnerType,
    opened_at: datetime,
    **facts: Any,  # noqa: ANN401 - each a FreeText of Case, or its tags
) -> Case:
    """Return a new case with its due times; `facts` are those that nothing is computed from.

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
        **facts,
    )
    opened = live(case, [Moment("opened", opened_at)], policy)
    return opened._replace(plan=policy.plan_key(opened))
