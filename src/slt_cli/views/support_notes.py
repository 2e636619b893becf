"""Notes about a case: whether support is open, when the clock starts, whom to call."""

from collections.abc import Iterator
from datetime import datetime

from slt_cli.domain.calendar.instant import format_instant
from slt_cli.domain.case import Case
from slt_cli.domain.clocks import RESPONSE, counted_on
from slt_cli.domain.escalation import Link
from slt_cli.domain.hotline import hotline_status, open_hotline
from slt_cli.domain.plan import PartnerType
from slt_cli.domain.policy import Policy
from slt_cli.output import Note


def clock_start_note(policy: Policy, case: Case, now: datetime) -> Iterator[Note]:
    """Yield when the clock of a case starts, if it was opened outside support hours."""
    response = case.clock(RESPONSE)
    if response is None or response.target is None:
        return
    region = policy.region_of(case)
    counted = counted_on(region.schedule, response.target)
    if counted is None or counted.is_open(case.opened_at):
        return
    opens_at = counted.next_change(case.opened_at)
    if opens_at is not None:
        starts = format_instant(opens_at, region.zone, now.year)
        yield Note("Clock", f"starts {starts}: support was closed when the case was opened")


def hotline_note(policy: Policy, case: Case, now: datetime) -> Iterator[Note]:
    """Yield the hotline of the case's region; if it is closed, also one that is open now."""
    partner_type = policy.partner_type_of(case)
    if not partner_type.hotline:
        yield Note("Hotline", instead_of_hotline(policy, partner_type))
        return
    own = policy.region_of(case)
    status = hotline_status(own, now)
    if own.hotline:
        yield Note("Hotline", f"{own.hotline} ({own.name}, {status.describe(now)})")
    else:
        yield Note("Hotline", f"none in the region {own.name}")
    if not any(region.hotline for region in policy.regions.values()):
        return
    reachable = open_hotline(own, policy.regions.values(), now)
    if reachable is None:
        yield Note("Open now", "no hotline of any region")
    elif not status.open:
        other = reachable.region
        yield Note("Open now", f"{other.hotline} ({other.name}, {reachable.describe(now)})")


def instead_of_hotline(policy: Policy, partner_type: PartnerType) -> str:
    """Return where partners without a hotline go instead."""
    portal = portal_of(policy, partner_type)
    instead = f"; go to {': '.join(filter(None, (portal.name, portal.url)))}" if portal else ""
    return f"none for {partner_type.name}{instead}"


def portal_of(policy: Policy, partner_type: PartnerType) -> Link | None:
    """Return the portal through which partners of a type escalate; None if they use the levels."""
    return next((link for link in policy.links if link.key == partner_type.portal), None)
