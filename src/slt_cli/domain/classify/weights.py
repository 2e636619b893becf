"""How much each feature of a text speaks for each severity, as the fitted file lists it."""

from collections.abc import Iterable, Mapping

from slt_cli.domain.signals import SEVERITIES

BIAS = "bias"
UNIT = 100
"""Weights are written in hundredths, and added up as such: their order never counts."""

Weight = tuple[int, ...]
"""How much something speaks for each severity, the most severe first; together they are 0."""


class Weights:
    """Hold the weight of each feature.

    A line is a feature, a tab, and its weights for all severities but the least severe one; lines
    without a tab are comments. A weight is read when it is first asked for.
    """

    def __init__(self, text: str = "") -> None:
        self.written: Mapping[str, str] = dict(
            line.split("\t") for line in text.split("\n") if "\t" in line
        )

    def of(self, features: Iterable[str]) -> Weight:
        """Return what features weigh together; unknown ones weigh nothing."""
        totals = [0] * len(SEVERITIES)
        for feature in features:
            if written := self.written.get(feature):
                for place, part in enumerate(written.split()):
                    totals[place] += int(part)
        totals[-1] = -sum(totals[:-1])
        return tuple(totals)
