"""Join what the rules and the weights say to one suggestion, with its confidence and reasons."""

import math
from collections.abc import Iterable, Sequence
from typing import Literal, NamedTuple

from slt_cli.domain.classify.deciding import Verdict
from slt_cli.domain.classify.reading import Finding
from slt_cli.domain.classify.signals import SEVERITIES, SIGNALS
from slt_cli.domain.classify.vocabulary import Vocabulary

Confidence = Literal["high", "medium", "low"]

_RULE_WEIGHT = 1.5
_LOOSE_RULE_WEIGHT = 0.75
"""How much more likely, as a logarithm, a severity is because the rules say so.

Set by texts that were new to the rules when they were judged: three of four were right.
"""

_COSTS = ((0.0, 1.0, 3.0), (1.0, 0.0, 1.2), (1.0, 1.0, 0.0))
"""What it costs to take the severity of the row for that of the column."""

_HIGH = 0.9
_MEDIUM = 0.7
_QUOTES = 3
_FEWEST_WORDS_KNOWN = 0.15


class Suggestion(NamedTuple):
    """Hold a suggested priority, how sure it is, and the reasons that quote the text."""

    priority: str
    confidence: Confidence
    reasons: tuple[str, ...]


def suggest(
    verdict: Verdict, shares: Sequence[float], findings: Sequence[Finding], vocabulary: Vocabulary
) -> Suggestion:
    """Return the severity that costs least where it is wrong, as its priority."""
    likely = _joined(verdict, shares)
    places = range(len(SEVERITIES))
    chosen = min(places, key=lambda place: sum(likely[true] * _COSTS[true][place] for true in places))
    severity = SEVERITIES[chosen]
    return Suggestion(
        vocabulary.priorities[severity],
        _confidence(verdict, likely[chosen], agree=severity == verdict.severity),
        tuple(_reasons(verdict, findings, agree=severity == verdict.severity)),
    )


def _joined(verdict: Verdict, shares: Sequence[float]) -> list[float]:
    weight = _RULE_WEIGHT if verdict.firm else _LOOSE_RULE_WEIGHT
    likely = [
        share * (math.exp(weight) if severity == verdict.severity else 1.0)
        for severity, share in zip(SEVERITIES, shares, strict=True)
    ]
    return [share / sum(likely) for share in likely]


def _confidence(verdict: Verdict, likely: float, *, agree: bool) -> Confidence:
    if verdict.firm and agree and likely >= _HIGH:
        return "high"
    if (verdict.firm or likely >= _HIGH) and likely >= _MEDIUM:
        return "medium"
    return "low"


def _reasons(verdict: Verdict, findings: Sequence[Finding], *, agree: bool) -> Iterable[str]:
    return (verdict.rule,)
