"""How much each feature of a text counts for each severity, as the fitted file lists it."""

from bisect import bisect_left
from collections.abc import Iterable

from slt_cli.classify.signals import SEVERITIES

BIAS = "bias"
UNIT = 100
"""Weights are whole hundredths, so that their sum does not depend on their order."""

Weight = tuple[int, ...]
"""How much something counts for each severity, the most severe first; the sum is 0."""


class Weights:
    """The weight of each feature, looked up in the text of the fitted file.

    A line is a feature, a tab, and its weights for every severity but the least severe one; all
    other lines are comments. The lines are sorted and searched, and never all parsed.
    """

    def __init__(self, text: str = "") -> None:
        self.lines = sorted(text.split("\n"))

    def of(self, features: Iterable[str]) -> Weight:
        """Return the sum of the weights of features; an unknown feature has none."""
        totals = [0] * len(SEVERITIES)
        for feature in features:
            beginning = f"{feature}\t"
            index = bisect_left(self.lines, beginning)
            if index < len(self.lines) and self.lines[index].startswith(beginning):
                weights = self.lines[index].removeprefix(beginning).split()
                for severity, weight in enumerate(weights):
                    totals[severity] += int(weight)
        totals[-1] = -sum(totals[:-1])
        return tuple(totals)
