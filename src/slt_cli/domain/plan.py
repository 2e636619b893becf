"""Priorities, partner types, and the targets that a plan promises."""

from collections.abc import Mapping
from typing import Literal, NamedTuple

from slt_cli.domain.calendar.business_days import BusinessDays
from slt_cli.domain.calendar.duration import compact_duration

SUPPORT_HOURS = "support-hours"
AROUND_THE_CLOCK = "24x7"
TARGET_CLOCKS = (SUPPORT_HOURS, AROUND_THE_CLOCK)
"""What every region can count a target on, beside the schedules that are configured."""

OnChange = Literal["keep", "restart"]
ON_CHANGE: tuple[OnChange, ...] = ("keep", "restart")


class Priority(NamedTuple):
    """One priority: how severe a case is, as the provider defines it."""

    key: str
    name: str
    definition: str
    aliases: tuple[str, ...] = ()
    channel: str = ""

    @property
    def by_phone(self) -> bool:
        """Return whether such a case is to be reported by phone."""
        return self.channel == "phone"


class Target(NamedTuple):
    """The target of a clock: its length in seconds, and on which clock they are counted.

    `clock` is one of TARGET_CLOCKS, or the key of a schedule. A target in business days has `days`;
    its seconds depend on when the clock starts, and are 0 as long as that is not known.
    """

    seconds: int
    clock: str
    days: BusinessDays | None = None

    def __str__(self) -> str:
        """Return the length as it is written in the configuration, such as `4h` or `2bd`."""
        return compact_duration(self.seconds) if self.days is None else str(self.days)

    @property
    def known_seconds(self) -> int | None:
        """Return its length in seconds; None for business days without a start."""
        return self.seconds or None

    def is_same(self, other: "Target | None") -> bool:
        """Return whether another target is the same promise: business days from any start."""
        if other is None or self.clock != other.clock or self.days != other.days:
            return False
        return self.days is not None or self.seconds == other.seconds


class Objective(NamedTuple):
    """The share of clocks that a plan wants to be met, in thousandths of a percent."""

    thousandths: int

    def __str__(self) -> str:
        """Return the share as people read it, such as `95 %` or `99.9 %`."""
        whole, rest = divmod(self.thousandths, 1000)
        return f"{whole}{f'.{rest:03}'.rstrip('0') if rest else ''} %"

    @property
    def fraction(self) -> float:
        """Return the share as a fraction from 0 to 1."""
        return self.thousandths / 100_000


class Plan(NamedTuple):
    """A plan: the targets of the partner types that it applies to, by priority, then by clock."""

    key: str
    name: str
    applies_to: tuple[str, ...]
    targets: Mapping[str, Mapping[str, Target]]
    on_change: OnChange = "keep"
    objective: Objective | None = None

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
