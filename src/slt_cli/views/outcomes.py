"""How a clock ended, in words: `met with 2 h 20 min left`, `missed, late by 20 min`."""

from slt_cli.domain.clocks import Verdict
from slt_cli.domain.standing import Standing
from slt_cli.views.left import describe_lateness, describe_left


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
