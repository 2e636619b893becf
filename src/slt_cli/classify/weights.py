"""How much each feature of a text speaks for each severity, as the fitted file lists it."""

from bisect import bisect_left
from collections.abc import Iterable

from slt_cli.classify.signals import SEVERITIES

BIAS = "bias"
UNIT = 100
"""Weights are written in hundredths, and added up as such: their order never counts."""

Weight = tuple[int, ...]
"""How much something speaks for each severity, the most severe first; together they are 0."""


class Weights:
    """Hold the weight of each feature.

    A line is a feature, a tab, and its weights for all severities but the least severe one; what
    else the text holds is a comment. The lines are sorted and searched, never read all.
    """

    def __init__(self, text: str = "") -> None:
        self.lines = sorted(text.split("\n"))

    def of(self, features: Iterable[str]) -> Weight:
        """Return what features weigh together; unknown ones weigh nothing."""
        totals = [0] * len(SEVERITIES)
        for feature in features:
            begins = f"{feature}\t"
            found = bisect_left(self.lines, begins)
            if found < len(self.lines) and self.lines[found].startswith(begins):
                for place, part in enumerate(self.lines[found].removeprefix(begins).split()):
                    totals[place] += int(part)
        totals[-1] = -sum(totals[:-1])
        return tuple(totals)
