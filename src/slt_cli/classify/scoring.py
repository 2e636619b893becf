"""Score a text for each severity by its weighted features."""

import math
from collections.abc import Iterable, Sequence

from slt_cli.classify.clauses import Clause
from slt_cli.classify.features import Features, gather_features
from slt_cli.classify.weights import BIAS, UNIT, Weights


def likelihoods(features: Features, weights: Weights) -> list[float]:
    """Return how likely each severity is, the most severe first."""
    return _shares(
        bias / UNIT + score
        for bias, score in zip(weights.of([BIAS]), _scores(features, weights), strict=True)
    )


def how_telling(clause: Clause, weights: Weights, severity: int) -> float:
    """Return how much a clause by itself speaks for a severity, more than for any other."""
    scores = _scores(gather_features([clause]), weights)
    return scores[severity] - max(scores[:severity] + scores[severity + 1 :])


def _scores(features: Features, weights: Weights) -> list[float]:
    """Return the sum for each severity; a family counts the same however many features it has."""
    totals = [
        [weight / UNIT / math.sqrt(len(family) or 1) for weight in weights.of(family)]
        for family in features.values()
    ]
    return [sum(each) for each in zip(*totals, strict=True)]


def _shares(scores: Iterable[float]) -> list[float]:
    given = list(scores)
    shares = [math.exp(score - max(given)) for score in given]
    return [share / sum(shares) for share in shares]


def expected_cost(likely: Sequence[float], costs: Sequence[Sequence[float]], taken: int) -> float:
    """Return what it costs on average to take one severity."""
    return sum(share * row[taken] for share, row in zip(likely, costs, strict=True))
