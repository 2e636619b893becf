"""Priorities, and the response targets that a plan promises for them."""

from collections.abc import Mapping
from typing import Literal, NamedTuple

TargetClock = Literal["support-hours", "24x7"]
TARGET_CLOCKS: tuple[TargetClock, ...] = ("support-hours", "24x7")


class Priority(NamedTuple):
    """Hold one priority: how severe a case is, in the provider's terms."""

    key: str
    name: str
    definition: str
    aliases: tuple[str, ...] = ()


class Target(NamedTuple):
    """Hold a response target: so many seconds, counted on this kind of clock."""

    seconds: int
    clock: TargetClock


class Plan(NamedTuple):
    """Hold the initial-response targets of the partner types to which a plan applies."""

    key: str
    name: str
    applies_to: tuple[str, ...]
    targets: Mapping[str, Target]


class PartnerType(NamedTuple):
    """Hold what partners of one type may do: call the hotline, escalate by levels or by portal.

    `portal` is the key of the link to escalate through, `note` a sentence for people.
    """

    key: str
    name: str
    aliases: tuple[str, ...]
    hotline: bool
    escalation: Literal["levels", "portal"]
    portal: str
    note: str
