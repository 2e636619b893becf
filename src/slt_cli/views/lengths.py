"""Lengths as people read them: of targets, `2 business days`, and what is left: `late by 3 h`."""

from collections.abc import Iterable

from slt_cli.domain.calendar.business_days import BusinessDays
from slt_cli.domain.calendar.duration import format_duration
from slt_cli.domain.clocks import Verdict
from slt_cli.domain.plan import AROUND_THE_CLOCK, SUPPORT_HOURS, Target
from slt_cli.domain.standing import Standing

_SECONDS_BELOW = 5 * 60
_HOURS_ALONE = 10 * 3600
"""From here on a column has no minutes."""

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


def left_column(standing: Standing) -> str:
    """Return what is left as a column shows it: `3 h 5 min`, `14 h`, `<1 min`, `-20 min`.

    It never shows more than there is: late by seconds is `-1 min`. From ten hours on it has
    no minutes, so that a late clock shows the hours that a sentence says.
    """
    remaining = standing.remaining
    if remaining is None:
        return ""
    if standing.state == "late":
        late = _whole_minutes(-remaining)
        return f"-{late // 3600} h" if late >= _HOURS_ALONE else left_in_full(standing)
    if remaining >= _HOURS_ALONE:
        return f"{remaining // 3600} h"
    return "<1 min" if remaining < 60 else format_duration(remaining)


def left_in_full(standing: Standing) -> str:
    """Return what is left as a record's column shows it, with its minutes: `55 h 35 min`."""
    remaining = standing.remaining
    if remaining is None:
        return ""
    if standing.state == "late":
        return _overdue(_minutes_late(remaining), remaining)
    return "<1 min" if remaining < 60 else format_duration(remaining)


def left_live(standing: Standing) -> str:
    """Return what is left as a screen that is redrawn shows it: with seconds below five minutes."""
    remaining = standing.remaining
    if remaining is None or abs(remaining) >= _SECONDS_BELOW:
        return left_column(standing)
    minutes, seconds = divmod(abs(remaining), 60)
    text = f"{minutes} min {seconds} s" if minutes else f"{seconds} s"
    return _overdue(text, remaining) if standing.state == "late" else text


def describe_left(standing: Standing) -> str:
    """Return what is left in a sentence: `1 h left`, `late by 20 min`, or the state."""
    if standing.remaining is None:
        return {"none": "no target", "pending": ""}.get(standing.state, standing.state)
    if standing.state == "late":
        return describe_lateness(standing.remaining)
    if standing.remaining < 60:
        return "<1 min left"
    return f"{format_duration(standing.remaining)} left"


def describe_lateness(remaining: int) -> str:
    """Return by how much a clock is late: `late by 20 min`; remaining is zero or negative."""
    return f"late by {_minutes_late(remaining)}" if remaining else "late"


def describe_outcome(verdict: Verdict, left: int | None) -> str:
    """Return how a clock ended, and how much was left of it, or by how much it was late.

    `left` are the seconds that were left when it stopped; None if that is not known.
    """
    match verdict:
        case "met":
            return "met" if left is None else f"met with {describe_left(Standing('pending', left))}"
        case "missed":
            return f"missed, {describe_lateness(left)}" if left else "missed"
        case "superseded" | "cancelled":
            return verdict


def _overdue(text: str, remaining: int) -> str:
    """Return a length with its sign: while support is closed no time passes, and 0 has none."""
    return f"-{text}" if remaining else text


def _minutes_late(remaining: int) -> str:
    """Return by how much a clock is late in whole minutes, never less than it is."""
    return format_duration(_whole_minutes(-remaining)) if remaining else "0 min"


def _whole_minutes(seconds: int) -> int:
    """Return the seconds of whole minutes, never less than there are."""
    return -(-seconds // 60) * 60
