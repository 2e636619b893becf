"""Which moments must be refused (2.7, 2.13, 3.2, 4.4). Part of the oracle (see life_oracle.py)."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from tests.domain.oracle.life_policy import Moment, Policy, in_order


class _Case:
    """The little that refusals depend on, followed in the order of the instants."""

    def __init__(self, policy: Policy, newest: int) -> None:
        self.policy = policy
        self.newest = newest  # the place of the moment that was recorded last
        self.status = "none"
        self.held = False
        self.level = 0
        self.partner_type = ""

    def take(self, place: int, moment: Moment) -> str | None:
        """Follow one moment; answer why it breaks a rule, or None."""
        if self.status == "none" and moment.kind != "opened":
            return "before the case was opened"
        if moment.kind in ("opened", "changed", "reopened", "resumed", "raised"):
            reason: str | None = getattr(self, "_" + moment.kind)(place, moment)
            return reason
        if self.status == "closed":
            return f"{moment.kind} on a closed case"
        if moment.kind == "marked":
            return self._marked(moment)
        if moment.kind == "held" or moment.data.get("hold"):
            return self._held(moment)
        return self._ended_hold(moment)

    def _opened(self, _place: int, moment: Moment) -> str | None:
        if self.status != "none":
            return "opened twice"
        self.status, self.partner_type = "open", moment.data["partner_type"]
        return None

    def _changed(self, _place: int, moment: Moment) -> str | None:
        known = {
            "priority": self.policy.priorities,
            "region": self.policy.regions,
            "partner_type": self.policy.targets,
        }
        for name, value in moment.data.items():
            if value not in known[name]:
                return f"unknown {name}: {value}"
        self.partner_type = moment.data.get("partner_type", self.partner_type)
        return None

    def _reopened(self, _place: int, _moment: Moment) -> str | None:
        if self.status == "open":
            return "the case is open"
        self.status = "open"
        return None

    def _resumed(self, place: int, _moment: Moment) -> str | None:
        if not self.held and place == self.newest:
            return "not on hold"
        self.held = False  # one that a late entry left without a hold to end does nothing
        return None

    def _raised(self, place: int, moment: Moment) -> str | None:
        level = moment.data.get("level", self.level + 1)
        cron_could_not_know = "late_for" in moment.data and place != self.newest
        if self.status != "open" and not cron_could_not_know:
            return f"escalate on a {self.status} case"
        if level <= self.level:
            return "a level at or below the present one"
        last = 1 if self.partner_type in self.policy.portal else len(self.policy.levels)
        if level > last or (self.partner_type in self.policy.portal and self.level):
            return "beyond the last level"
        self.level = level
        return None

    def _marked(self, moment: Moment) -> str | None:
        rule = self.policy.rules.get(moment.data["name"])
        known = rule is not None and "marked" in rule["stops"]
        return None if known else f"no such milestone: {moment.data['name']}"

    def _held(self, moment: Moment) -> str | None:
        if self.status == "resolved":
            return "hold on a resolved case"
        if self.held and moment.kind == "held":
            return "already on hold"
        self.held = True
        return None

    def _ended_hold(self, moment: Moment) -> str | None:
        """An answer, a message, resolving and closing: each of them ends a hold (2.7)."""
        if moment.kind == "resolved" and self.status == "resolved":
            return "already resolved"
        self.held = False
        if moment.kind in ("resolved", "closed"):
            self.status = moment.kind
        return None


def refusal(policy: Policy, moments: Sequence[Moment]) -> str | None:
    """Why the moment that was recorded last must be refused, or None.

    It is refused if, with it, the life breaks a rule anywhere when read in the order of the
    instants: a late entry may also be impossible because of what was recorded before it but
    happened after it.
    """
    case = _Case(policy, len(moments) - 1)
    for place, moment in in_order(moments):
        reason = case.take(place, moment)
        if reason is not None:
            return reason
    return None


def recorded_instant(
    now: datetime, opened: datetime, newest: datetime, at: datetime | None = None
) -> datetime | str:
    """The instant that a command records (rule 3.2), or the reason for which it is refused.

    With `at`: any instant from the opening to now. Without: the later of now and the newest event
    of the case, refused if that is over a minute ahead of now.
    """
    if at is not None:
        if at < opened:
            return "before the case was opened"
        return "in the future" if at > now else at
    if newest - now > timedelta(minutes=1):
        return "the newest event is over a minute ahead of now"
    return max(now, newest)
