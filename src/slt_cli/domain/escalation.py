"""The escalation path: its levels in order, each with a contact and a target for the answer."""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal, NamedTuple

from slt_cli.domain.calendar.instant import format_utc
from slt_cli.domain.calendar.schedule import Schedule
from slt_cli.domain.case import Case
from slt_cli.domain.clocks import ESCALATION, started, stopped
from slt_cli.domain.lifecycle import require_after_opening
from slt_cli.domain.plan import PartnerType, Target
from slt_cli.errors import Reason, RefusedError

Channel = Literal["portal", "email", "phone"]
CHANNELS: tuple[Channel, ...] = ("portal", "email", "phone")


class Level(NamedTuple):
    """One escalation level; `contact` is an address, a number, or the name of a portal."""

    number: int
    name: str
    channel: Channel
    contact: str
    url: str
    target: Target


class Link(NamedTuple):
    """A portal, a training site or a person to ask; `url` is empty for a person."""

    key: str
    name: str
    url: str
    purpose: str


class Route(NamedTuple):
    """How a partner reaches an escalation level: whom, by which channel, and where."""

    whom: str
    channel: Channel
    contact: str
    url: str

    def __str__(self) -> str:
        """Return what to do, as `Executives: e-mail ...`, `...: call ...` or `..., https://...`."""
        words = {"email": "e-mail ", "phone": "call ", "portal": ""}
        where = ", ".join(filter(None, (self.contact, self.url)))
        return ": ".join(filter(None, (self.whom, words[self.channel] + where)))


class Late(NamedTuple):
    """A late case after its escalation; or unchanged, because it is at the last level."""

    case: Case
    escalated: bool


def route(level: Level, partner_type: PartnerType, links: Sequence[Link]) -> Route:
    """Return how a partner of this type reaches a level.

    Referral partners escalate only through their portal, at every level.
    """
    if partner_type.escalation == "portal":
        portal = next(link for link in links if link.key == partner_type.portal)
        return Route("", "portal", portal.name, portal.url)
    return Route(level.name, level.channel, level.contact, level.url)


def level_of(case: Case, levels: Sequence[Level]) -> Level | None:
    """Return the level that a case is at; None if it is not escalated or not configured."""
    return levels[case.level - 1] if 0 < case.level <= len(levels) else None


def route_of(
    case: Case, levels: Sequence[Level], partner_type: PartnerType, links: Sequence[Link]
) -> Route:
    """Return the contact for a case's level; for one that is not escalated, that of level 1."""
    number = max(1, min(case.level, len(levels)))
    return route(levels[number - 1], partner_type, links)


def is_at_last_level(case: Case, levels: Sequence[Level]) -> bool:
    """Return whether there is no level above a case's own."""
    return case.level >= len(levels)


def next_level(
    case: Case,
    levels: Sequence[Level],
    partner_type: PartnerType,
    links: Sequence[Link],
    wanted: int | None = None,
) -> Level:
    """Return the level to which a case may be escalated: the next one, or the one wanted.

    Refuses a closed case, a level that is not above the present one, and one beyond the last.
    """
    if case.status == "closed":
        raise RefusedError("the case is closed", reason=Reason.CLOSED)
    escalation = case.clock(ESCALATION)
    if escalation is not None and is_at_last_level(case, levels):
        whom = route(levels[-1], partner_type, links)
        raise RefusedError(
            f"the case is already at the last level, {len(levels)}: it is with {whom}"
            + (f", due {format_utc(escalation.due_at)}" if escalation.due_at else ""),
            reason=Reason.LAST_LEVEL if partner_type.hotline else None,
        )
    number = case.level + 1 if wanted is None else wanted
    if not 1 <= number <= len(levels):
        raise RefusedError(
            f"there is no escalation level {number}", f"levels run from 1 to {len(levels)}"
        )
    if number <= case.level:
        raise RefusedError(
            f"the case is already at level {case.level}; level {number} is not above it",
            f"levels above it: {', '.join(str(n) for n in range(case.level + 1, len(levels) + 1))}",
        )
    return levels[number - 1]


def needs_escalation(case: Case, at: datetime) -> bool:
    """Return whether the clock that leads to an escalation is late at an instant."""
    clock = case.escalating_clock
    return clock is not None and clock.is_late(at)


def escalate(case: Case, level: Level, schedule: Schedule, at: datetime) -> Case:
    """Return the case escalated to a level: that level's clock starts, the previous one stops."""
    require_after_opening(case, at, "an escalation")
    previous = case.clock(ESCALATION)
    if previous is None:
        first = started(ESCALATION, 1, level.number, at, level.target, schedule)
        return case.with_clocks([first])
    if at < previous.started_at:
        raise RefusedError(
            f"an escalation at {format_utc(at)} would be before the one to level {previous.level} "
            f"at {format_utc(previous.started_at)}",
            reason=Reason.TOO_EARLY,
        )
    cycle = previous.cycle + 1
    following = started(ESCALATION, cycle, level.number, at, level.target, schedule)
    return case.with_clocks([stopped(previous, at, schedule), following])
