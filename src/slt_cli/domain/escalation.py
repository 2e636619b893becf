"""The escalation path: its levels in order, each with a contact and a target for the answer."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Literal, NamedTuple

from slt_cli.domain.case import Case
from slt_cli.domain.clocks import ESCALATION
from slt_cli.domain.plan import SUPPORT_HOURS, PartnerType, Target
from slt_cli.errors import Reason, RefusedError

Channel = Literal["portal", "email", "phone"]
CHANNELS: tuple[Channel, ...] = ("portal", "email", "phone")


class Level(NamedTuple):
    """One escalation level; `contact` is an address, a number, or the name of a portal.

    `target` is one for all priorities, or one for each by its key.
    """

    number: int
    name: str
    channel: Channel
    contact: str
    url: str
    target: Target | Mapping[str, Target]

    def target_for(self, priority: str) -> Target:
        """Return the target for a priority.

        For one that is no longer configured it is the last one in the table.
        """
        if isinstance(self.target, Target):
            return self.target
        return self.target.get(priority) or list(self.target.values())[-1]


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
        if not (self.contact or self.url):
            return "nobody: no escalation level is configured"
        words = {"email": "e-mail ", "phone": "call ", "portal": ""}
        where = ", ".join(filter(None, (self.contact, self.url)))
        return ": ".join(filter(None, (self.whom, words[self.channel] + where)))

    @property
    def brief(self) -> str:
        """Return the same with the address alone, as `Executives: partner@example.com`."""
        where = self.url or self.contact
        if not where:
            return str(self)
        whom = self.whom or ("" if where == self.contact else self.contact)
        return ": ".join(filter(None, (whom, where)))


def route(level: Level | None, partner_type: PartnerType, links: Sequence[Link]) -> Route:
    """Return how a partner of this type reaches a level.

    Partners that have a portal escalate only through it, at every level.
    """
    if partner_type.escalation == "portal":
        portal = next(link for link in links if link.key == partner_type.portal)
        return Route("", "portal", portal.name, portal.url)
    if level is None:  # the path is empty
        return Route("", "phone", "", "")
    return Route(level.name, level.channel, level.contact, level.url)


PORTAL_SECONDS = 4 * 3600
"""The target of a portal escalation where no level is configured: every escalation has one."""


def route_of(
    case: Case, levels: Sequence[Level], partner_type: PartnerType, links: Sequence[Link]
) -> Route:
    """Return the contact for a case's level; for one that is not escalated, that of level 1."""
    number = max(1, min(case.level, len(levels)))
    return route(levels[number - 1] if levels else None, partner_type, links)


def target_of_level(
    number: int, levels: Sequence[Level], partner_type: PartnerType | None, priority: str
) -> Target:
    """Return the target of a level; through a portal it is level 1's, whatever the number."""
    is_portal = partner_type is not None and partner_type.escalation == "portal"
    place = 1 if is_portal else number
    if 0 < place <= len(levels):
        return levels[place - 1].target_for(priority)
    return Target(PORTAL_SECONDS, SUPPORT_HOURS)


def has_no_levels(levels: Sequence[Level], partner_type: PartnerType) -> bool:
    """Return whether partners of a type have nobody to escalate to: the path is empty."""
    return not levels and partner_type.escalation == "levels"


def is_at_last_level(case: Case, levels: Sequence[Level], partner_type: PartnerType) -> bool:
    """Return whether there is no level above a case's own: of a portal, any level is the last."""
    if partner_type.escalation == "portal":
        return case.level > 0
    return case.level >= len(levels)


def require_level(
    case: Case,
    levels: Sequence[Level],
    partner_type: PartnerType,
    links: Sequence[Link],
    number: int,
    *,
    others: bool = True,
) -> None:
    """Refuse a level that a case cannot be escalated to: not above its own, or beyond the last.

    `others` says whether anybody but the levels can be contacted.
    """
    raised = case.clock(ESCALATION)
    if has_no_levels(levels, partner_type):
        raise RefusedError(
            "there is nobody to escalate to: no escalation level is configured",
            reason="no level" if others else None,
        )
    last = 1 if partner_type.escalation == "portal" else len(levels)
    if raised is not None and is_at_last_level(case, levels, partner_type):
        whom = route_of(case, levels, partner_type, links)
        level = f"the case is already at the last level, {case.level}: it is with {whom} since "
        due = (", due ", raised.due_at) if raised.due_at else ()
        raise RefusedError(
            (level, raised.started_at, *due),
            reason="last level" if partner_type.hotline else "at the level",
        )
    if not 1 <= number <= last:
        raise RefusedError(f"there is no escalation level {number}", f"levels run from 1 to {last}")
    if number <= case.level:
        above = ", ".join(map(str, range(case.level + 1, last + 1)))
        raise RefusedError(
            f"the case is already at level {case.level}; above it: {above}",
            reason="at the level",
        )


def require_escalated(
    case: Case, levels: Sequence[Level], partner_type: PartnerType, *, others: bool = True
) -> None:
    """Refuse what is only possible with a case that is at a level."""
    if case.level == 0:
        reason: Reason | None = "not at the portal"
        if has_no_levels(levels, partner_type):
            reason = "no level" if others else None
        elif partner_type.hotline:
            reason = "not escalated"
        raise RefusedError("the case is not escalated: it is with support", reason=reason)


def require_contact(
    case: Case, levels: Sequence[Level], partner_type: PartnerType, *, others: bool = True
) -> None:
    """Refuse to write to a level of a path that is empty now."""
    if has_no_levels(levels, partner_type):
        raise RefusedError(
            f"the case is at level {case.level}, but no escalation level is configured any more",
            reason="no level" if others else None,
        )


def needs_escalation(case: Case, at: datetime) -> bool:
    """Return whether the clock that leads to an escalation is late at an instant."""
    clock = case.escalating_clock
    return clock is not None and clock.is_late(at)
