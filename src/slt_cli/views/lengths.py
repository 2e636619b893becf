"""Targets as people read them: `4 h in support hours`, `2 business days`."""

from collections.abc import Iterable

from slt_cli.domain.calendar.business_days import BusinessDays
from slt_cli.domain.calendar.duration import format_duration
from slt_cli.domain.plan import AROUND_THE_CLOCK, SUPPORT_HOURS, Target

_ORDINALS = {1: "next", 2: "2nd", 3: "3rd"}


def describe_target(target: Target) -> str:
    """Return a target as `4 h in support hours`; business days say themselves what counts."""
    if target.clock == SUPPORT_HOURS and target.days:
        return describe_length(target)
    return f"{describe_length(target)} {describe_clock(target)}"


def length_in_column(target: Target) -> str:
    """Return a target in few words: one that is not on support hours says so, as `4 h 24x7`."""
    return f"{describe_length(target)}{_other_clock(target)}"


def brief_length(target: Target) -> str:
    """Return a target in fewer words yet: business days are `2bd` and `1bd-end`."""
    length = str(target) if target.days else describe_length(target)
    return f"{length}{_other_clock(target)}"


def kind_of_time(targets: Iterable[Target | None]) -> str:
    """Return what kind of time clocks with some targets count: support time, or plain time."""
    kinds = {target.clock == AROUND_THE_CLOCK for target in targets if target is not None}
    if kinds == {True}:
        return "plain time"
    return f"support time{', plain time for a 24x7 clock' if True in kinds else ''}"


def _other_clock(target: Target) -> str:
    return "" if target.clock == SUPPORT_HOURS else f" {target.clock}"


def describe_clock(target: Target) -> str:
    """Return what a target is counted on, such as `in support hours`."""
    words = {SUPPORT_HOURS: "in support hours", AROUND_THE_CLOCK: "around the clock"}
    return words.get(target.clock, f"on schedule {target.clock}")


def describe_length(target: Target) -> str:
    """Return the length of a target, such as `4 h` or `2 business days`."""
    if target.days is None:
        return format_duration(target.seconds)
    return describe_business_days(target.days)


def describe_business_days(length: BusinessDays) -> str:
    """Return a length as `2 business days` or `end of the next business day`."""
    if length.at_end:
        number = _ORDINALS.get(length.days, f"{length.days}th")
        return f"end of the {number} business day"
    return "1 business day" if length.days == 1 else f"{length.days} business days"
