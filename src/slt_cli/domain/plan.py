"""Priorities, partner types, and the targets that a plan promises."""

from collections.abc import Mapping
from typing import Literal, NamedTuple

TargetClock = Literal["support-hours", "24x7"]
TARGET_CLOCKS: tuple[TargetClock, ...] = ("support-hours", "24x7")


OnChange = Literal["keep", "restart"]
ON_CHANGE: tuple[OnChange, ...] = ("keep", "restart")


class Priority(NamedTuple):
    """One priority: how severe a case is, as the provider defines it."""

    key: str
    name: str
    definition: str
    aliases: tuple[str, ...] = ()


class Target(NamedTuple):
    """The target of a clock: its length in seconds, and on which clock they are counted."""

    seconds: int
    clock: TargetClock


class Plan(NamedTuple):
    """A plan: the targets of the partner types that it applies to, by priority, then by clock."""

    key: str
    name: str
    applies_to: tuple[str, ...]
    targets: Mapping[str, Mapping[str, Target]]
    on_change: OnChange = "keep"

    def target(self, priority: str, clock: str) -> Target | None:
        """Return the target of a clock for a priority, each by its key; None if it has none."""
        return self.targets.get(priority, {}).get(clock)


class PartnerType(NamedTuple):
    """What partners of one type may do: call the hotline, escalate by levels or by portal.

    `portal` is the key of the link to escalate through, `note` a sentence for people to read.
    """

    key: str
    name: str
    aliases: tuple[str, ...]
    hotline: bool
    escalation: Literal["levels", "portal"]
    portal: str
    note: str
