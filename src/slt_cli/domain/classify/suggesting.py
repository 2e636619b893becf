"""Join what the rules and the weights say to one suggestion, with its confidence and reasons."""

import math
from collections.abc import Sequence
from typing import Literal, NamedTuple

from slt_cli.domain.classify.deciding import Verdict
from slt_cli.domain.classify.reading import Finding
from slt_cli.domain.classify.reasons import reasons_for
from slt_cli.domain.classify.vocabulary import Vocabulary
from slt_cli.domain.signals import SEVERITIES

Confidence = Literal["high", "medium", "low"]

RULE_WEIGHT = 2.0
LOOSE_RULE_WEIGHT = 0.75
"""How much more likely, as a logarithm, a severity is because the rules say so.

Set by texts that were new to the rules when they were judged: four of five were right.
"""

_COSTS = ((0.0, 1.0, 3.0), (1.0, 0.0, 1.2), (1.0, 1.0, 0.0))
"""What it costs to take the severity of the row for that of the column."""

_HIGH = 0.95
_MEDIUM = 0.7
_LOOSE_MEDIUM = 0.9
_MEANINGS = (
    "something critical is down",
    "a major function is impaired",
    "the matter is minor",
)


class Suggestion(NamedTuple):
    """Hold a suggested priority, how sure it is, and the reasons that quote the text."""

    priority: str
    confidence: Confidence
    reasons: tuple[str, ...]


def suggest(
    verdict: Verdict, shares: Sequence[float], findings: Sequence[Finding], vocabulary: Vocabulary
) -> Suggestion:
    """Return the severity that costs least where it is wrong, as its priority.

    Where the text does not settle it, that is never the least severe one.
    """
    likely = _joined(verdict, shares)
    chosen = min(range(len(SEVERITIES)), key=lambda place: _expected_cost(likely, place))
    agree = SEVERITIES[chosen] == verdict.severity
    confidence = _confidence(verdict, likely[chosen], agree=agree)
    reasons = list(reasons_for(verdict, findings))
    if not agree:
        reasons.append(f"read as a whole, the text rather says that {_MEANINGS[chosen]}")
    if confidence == "low":
        reasons.append("the text does not settle what is broken and for whom")
        chosen = min(chosen, SEVERITIES.index("impaired"))
    return Suggestion(vocabulary.priorities[SEVERITIES[chosen]], confidence, tuple(reasons))


def cannot_judge(why: str, vocabulary: Vocabulary) -> Suggestion:
    """Return the suggestion for a text that says nothing: never the least severe one."""
    return Suggestion(vocabulary.priorities["impaired"], "low", (f"it cannot be judged: {why}",))


def _expected_cost(likely: Sequence[float], taken: int) -> float:
    return sum(share * costs[taken] for share, costs in zip(likely, _COSTS, strict=True))


def _joined(verdict: Verdict, shares: Sequence[float]) -> list[float]:
    weight = RULE_WEIGHT if verdict.firm else LOOSE_RULE_WEIGHT
    likely = [
        share * (math.exp(weight) if severity == verdict.severity else 1.0)
        for severity, share in zip(SEVERITIES, shares, strict=True)
    ]
    return [share / sum(likely) for share in likely]


def _confidence(verdict: Verdict, likely: float, *, agree: bool) -> Confidence:
    if verdict.firm and agree and likely >= _HIGH:
        return "high"
    return "medium" if likely >= (_MEDIUM if verdict.firm else _LOOSE_MEDIUM) else "low"
