"""The escalation path: levels in order, whom to contact at each, and by when they should answer."""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal, NamedTuple

from slt_cli.domain.calendar.instant import format_utc
from slt_cli.domain.calendar.schedule import Schedule
from slt_cli.domain.case import Case
from slt_cli.domain.lifecycle import require_after_opening
from slt_cli.domain.plan import PartnerType, Target
from slt_cli.domain.standing import counted_on, is_late
from slt_cli.errors import RefusedError

Channel = Literal["portal", "email", "phone"]
CHANNELS: tuple[Channel, ...] = ("portal", "email", "phone")


class Level(NamedTuple):
    """Hold one level; `contact` is an address, a number, or the name of a portal."""

    number: int
    name: str
    channel: Channel
    contact: str
    url: str
    target: Target


class Link(NamedTuple):
    """Hold a portal, a training site or a person to ask; `url` is empty for a person."""

    key: str
    name: str
    url: str
    purpose: str


class Route(NamedTuple):
    """Hold how a partner reaches an escalation level: whom, by which channel, and where."""

    whom: str
    channel: Channel
    contact: str
    url: str

    def __str__(self) -> str:
        """Return what to do, as `Executives: e-mail ...`, `...: call ...` or `..., https://...`."""
        words = {"email": "e-mail ", "phone": "call ", "portal": ""}
        where = ", ".join(filter(None, (self.contact, self.url)))
        return ": ".join(filter(None, (self.whom, words[self.channel] + where)))


def route(level: Level, partner_type: PartnerType, links: Sequence[Link]) -> Route:
    """Return how a partner of this type reaches a level.

    Referral partners escalate through their portal alone, whichever level it is.
    """
    if partner_type.escalation == "portal":
        portal = next(link for link in links if link.key == partner_type.portal)
        return Route("", "portal", portal.name, portal.url)
    return Route(level.name, level.channel, level.contact, level.url)


def next_level(
    case: Case,
    levels: Sequence[Level],
    partner_type: PartnerType,
    links: Sequence[Link],
    wanted: int | None = None,
) -> Level:
    """Return the level to which a case may be raised: the next one, or the one wanted.

    Refused: a closed case, a level not above the present one, and beyond the last level.
    """
    if case.status == "closed":
        raise RefusedError("the case is closed", "`slt reopen` it first")
    if case.level >= len(levels):
        whom = route(levels[-1], partner_type, links)
        due_at = case.escalation_due_at
        raise RefusedError(
            f"the case is at the last level, {len(levels)}, already: it is with {whom}"
            + (f", due {format_utc(due_at)}" if due_at else ""),
            "`slt hotline` shows who can be called now" if partner_type.hotline else "",
        )
    number = case.level + 1 if wanted is None else wanted
    if not 1 <= number <= len(levels):
        raise RefusedError(
            f"there is no escalation level {number}", f"levels run from 1 to {len(levels)}"
        )
    if number <= case.level:
        raise RefusedError(
            f"the case is at level {case.level} already; level {number} is not above it",
            f"levels above it: {', '.join(str(n) for n in range(case.level + 1, len(levels) + 1))}",
        )
    return levels[number - 1]


def latest_clock_is_late(case: Case, at: datetime) -> bool:
    """Return whether the clock that decides on raising a case is late at an instant.

    It is the response clock of a case that was never escalated, after that its level's own clock.
    """
    clock = case.clocks()[-1]
    return clock.running and clock.due_at is not None and is_late(clock.due_at, at)


def escalate(case: Case, level: Level, schedule: Schedule, at: datetime) -> Case:
    """Return the case raised to a level, that level's clock started; the previous one stops."""
    require_after_opening(case, at, "an escalation")
    if case.escalated_at is not None and at < case.escalated_at:
        raise RefusedError(
            f"an escalation at {format_utc(at)} would be before the one to level {case.level} "
            f"at {format_utc(case.escalated_at)}",
            "name a later time with --at",
        )
    return case._replace(
        level=level.number,
        escalated_at=at,
        escalation_due_at=counted_on(schedule, level.target).due(at, level.target.seconds),
        escalation_seconds=level.target.seconds,
        escalation_clock=level.target.clock,
        escalation_verdict=None,
    )
