"""What is left of a clock, or was when it stopped: for a column, and for a sentence."""

from slt_cli.domain.calendar.duration import format_duration
from slt_cli.domain.clocks import Verdict
from slt_cli.domain.standing import Standing

_SECONDS_BELOW = 5 * 60
_HOURS_ALONE = 10 * 3600
"""From here on a column has no minutes."""


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
