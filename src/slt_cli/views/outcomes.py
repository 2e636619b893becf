"""How a clock ended, in words: `met with 2 h 20 min left`, `missed, late by 20 min`."""

from slt_cli.domain.clocks import Clock
from slt_cli.domain.standing import Standing
from slt_cli.views.left import describe_lateness, describe_left


def describe_outcome(clock: Clock) -> str:
    """Return how a clock ended, and what was left of its target or by how much it was late."""
    ended, left = clock.verdict or "", left_at_end(clock)
    if left is None:
        return ended
    if ended == "met" and left >= 0:
        return f"met with {describe_left(Standing('pending', left))}"
    if ended == "missed" and left < 0:
        return f"missed, {describe_lateness(left)}"
    return ended


def left_at_end(clock: Clock) -> int | None:
    """Return the seconds of a clock's target that were left when it stopped; negative if late.

    None where that is not known: also if the target was counted from another time than its start.
    """
    target = clock.target.known_seconds if clock.target else None
    if target is None or clock.active_seconds is None or clock.counted_from is not None:
        return None
    return target - clock.active_seconds
