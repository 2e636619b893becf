"""Join what the rules and the weights say to one suggestion, with its confidence and reasons."""

import math
from collections.abc import Iterable, Sequence
from typing import Literal, NamedTuple

from slt_cli.classify.clauses import Clause
from slt_cli.classify.deciding import Verdict
from slt_cli.classify.reading import Finding
from slt_cli.classify.reasons import quoting, reasons_for
from slt_cli.classify.signals import SEVERITIES
from slt_cli.classify.vocabulary import Vocabulary
from slt_cli.classify.weighing import Scores, telling_words

Confidence = Literal["high", "medium", "low"]

PLAIN_RULE_WEIGHT = 4.0
RULE_WEIGHT = 0.5
LOOSE_RULE_WEIGHT = 0.3
"""How much more likely, as a logarithm, a severity is because the rules say so.

Rules are read best in a sentence that says one thing in so many words.
"""

_PLAIN = 2
"""In clauses."""

_TOO_FEW_WORDS = 7
"""For weights to settle what the rules do not."""

_WIDE = frozenset({"everyone", "site", "main_number"})

_COSTS = ((0.0, 1.0, 3.0), (1.0, 0.0, 1.2), (1.0, 1.0, 0.0))
"""What it costs to take the severity of the row for that of the column."""

HIGH = 0.9
MEDIUM = 0.6
"""How likely a severity is at least where confidence is high, and where it is not low.

Like the weights above, set by texts whose authors were new to rules and weights alike
(`python benchmarks/classify.py`).
"""

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
    verdict: Verdict,
    scores: Scores,
    clauses: Sequence[Clause],
    findings: Sequence[Finding],
    vocabulary: Vocabulary,
) -> Suggestion:
    """Return the severity that costs least where it is wrong, as its priority.

    Where the text does not settle it, that is never the least severe one.
    """
    likely = joined(verdict, scores, findings)
    chosen = min(range(len(SEVERITIES)), key=lambda place: _expected_cost(likely, place))
    ruled = SEVERITIES.index(verdict.severity)
    words = sum(len(clause.words) for clause in clauses)
    confidence = _confidence(
        likely[chosen],
        disputed=verdict.firm and chosen != ruled,
        unsaid=not verdict.firm and words <= _TOO_FEW_WORDS,
    )
    if confidence == "low":
        chosen = min(chosen, SEVERITIES.index("impaired"))
    reasons = list(reasons_for(verdict, findings))
    if chosen != ruled:
        told = telling_words(clauses, vocabulary, chosen, ruled)
        whole = f"read as a whole, the text says that {_MEANINGS[chosen]}"
        reasons = [quoting(whole, told), f"though by itself {reasons[0]}"]
    if confidence == "low":
        reasons.append("the text does not settle what is broken and for whom")
    return Suggestion(vocabulary.priorities[SEVERITIES[chosen]], confidence, tuple(reasons))


def cannot_judge(why: str, vocabulary: Vocabulary) -> Suggestion:
    """Return the suggestion for a text that says nothing: never the least severe one."""
    return Suggestion(vocabulary.priorities["impaired"], "low", (f"it cannot be judged: {why}",))


def joined(verdict: Verdict, scores: Scores, findings: Sequence[Finding]) -> list[float]:
    """Return how likely each severity is, by the rules and the weights together."""
    weight = RULE_WEIGHT if verdict.firm else LOOSE_RULE_WEIGHT
    if _is_plain(verdict, findings):
        weight = PLAIN_RULE_WEIGHT
    ruled = SEVERITIES.index(verdict.severity)
    return _shares(score + weight * (place == ruled) for place, score in enumerate(scores))


def _is_plain(verdict: Verdict, findings: Sequence[Finding]) -> bool:
    """Tell whether a short text names an outage for all, or one that is not in production."""
    if not verdict.firm or len(findings) > _PLAIN:
        return False
    if verdict.matter is None:
        return any("not_production" in finding.signals for finding in findings)
    return verdict.severity == "down" and not verdict.matter.signals.isdisjoint(_WIDE)


def _shares(scores: Iterable[float]) -> list[float]:
    given = list(scores)
    shares = [math.exp(score - max(given)) for score in given]
    return [share / sum(shares) for share in shares]


def _expected_cost(likely: Sequence[float], taken: int) -> float:
    return sum(share * costs[taken] for share, costs in zip(likely, _COSTS, strict=True))


def _confidence(likely: float, *, disputed: bool, unsaid: bool) -> Confidence:
    if unsaid or likely < MEDIUM:
        return "low"
    return "high" if likely >= HIGH and not disputed else "medium"
