"""Join what the rules and the scores say to one suggestion, with its confidence and reasons."""

import math
from collections.abc import Iterable, Sequence
from typing import Literal, NamedTuple

from slt_cli.classify.clauses import Clause
from slt_cli.classify.meaning import ClauseMeaning
from slt_cli.classify.reasons import reasons_for, with_quotes
from slt_cli.classify.ruling import Ruling
from slt_cli.classify.scoring import Scores, telling_words
from slt_cli.classify.signals import SEVERITIES
from slt_cli.classify.vocabulary import Vocabulary

Confidence = Literal["high", "medium", "low"]

PLAIN_RULE_WEIGHT = 4.0
RULE_WEIGHT = 0.5
LOOSE_RULE_WEIGHT = 0.3
"""How much more likely, as a logarithm, a severity is because the rules give it.

The rules are most reliable in a sentence that says one thing outright.
"""

_PLAIN = 2
"""In clauses."""

_TOO_FEW_WORDS = 7
"""With no more words than these, the scores cannot settle what the rules leave open."""

_WIDE = frozenset({"everyone", "site", "main_number"})

_COSTS = ((0.0, 1.0, 3.0), (1.0, 0.0, 1.2), (1.0, 1.0, 0.0))
"""What it costs to take the severity of the row for that of the column."""

HIGH = 0.9
MEDIUM = 0.6
"""How likely a severity must be for high and for medium confidence.

Like the weights above, they were set with texts of authors that were new to both the rules and the
weights of features (`python benchmarks/classify.py`).
"""

_MEANINGS = (
    "something critical is down",
    "a major function is impaired",
    "the issue is minor",
)
"""What each severity means, the most severe first."""


class Suggestion(NamedTuple):
    """A suggested priority, how certain it is, and the reasons, which quote the text."""

    priority: str
    confidence: Confidence
    reasons: tuple[str, ...]


def suggest(
    ruling: Ruling,
    scores: Scores,
    clauses: Sequence[Clause],
    meanings: Sequence[ClauseMeaning],
    vocabulary: Vocabulary,
) -> Suggestion:
    """Return the priority of the severity that costs least if it is wrong.

    With low confidence it is never the least severe one.
    """
    likelihoods = likelihoods_of(ruling, scores, meanings)
    chosen = min(range(len(SEVERITIES)), key=lambda taken: _expected_cost(likelihoods, taken))
    ruled = SEVERITIES.index(ruling.severity)
    words = sum(len(clause.words) for clause in clauses)
    confidence = _confidence(
        likelihoods[chosen],
        is_disputed=ruling.firm and chosen != ruled,
        is_too_short=not ruling.firm and words <= _TOO_FEW_WORDS,
    )
    if confidence == "low":
        chosen = min(chosen, SEVERITIES.index("impaired"))
    reasons = list(reasons_for(ruling, meanings))
    if chosen != ruled:
        telling = telling_words(clauses, vocabulary, chosen, ruled)
        whole = f"read as a whole, the text says that {_MEANINGS[chosen]}"
        reasons = [with_quotes(whole, telling), f"but by the rules alone, {reasons[0]}"]
    if confidence == "low":
        reasons.append("the text does not make clear what is broken and who is affected")
    return Suggestion(vocabulary.priorities[SEVERITIES[chosen]], confidence, tuple(reasons))


def cannot_judge(why: str, vocabulary: Vocabulary) -> Suggestion:
    """Return the suggestion for a text that cannot be judged: never the least severe priority."""
    return Suggestion(vocabulary.priorities["impaired"], "low", (f"it cannot be judged: {why}",))


def likelihoods_of(
    ruling: Ruling, scores: Scores, meanings: Sequence[ClauseMeaning]
) -> list[float]:
    """Return how likely each severity is, by the rules and the scores together."""
    weight = RULE_WEIGHT if ruling.firm else LOOSE_RULE_WEIGHT
    if _is_plain(ruling, meanings):
        weight = PLAIN_RULE_WEIGHT
    ruled = SEVERITIES.index(ruling.severity)
    return _shares(score + weight * (severity == ruled) for severity, score in enumerate(scores))


def _is_plain(ruling: Ruling, meanings: Sequence[ClauseMeaning]) -> bool:
    """Return whether a short text names an outage for all, or one that is not in production."""
    if not ruling.firm or len(meanings) > _PLAIN:
        return False
    if ruling.issue is None:
        return any("not_production" in meaning.signals for meaning in meanings)
    return ruling.severity == "down" and not ruling.issue.signals.isdisjoint(_WIDE)


def _shares(scores: Iterable[float]) -> list[float]:
    given = list(scores)
    shares = [math.exp(score - max(given)) for score in given]
    return [share / sum(shares) for share in shares]


def _expected_cost(likelihoods: Sequence[float], taken: int) -> float:
    return sum(share * costs[taken] for share, costs in zip(likelihoods, _COSTS, strict=True))


def _confidence(likelihood: float, *, is_disputed: bool, is_too_short: bool) -> Confidence:
    if is_too_short or likelihood < MEDIUM:
        return "low"
    return "high" if likelihood >= HIGH and not is_disputed else "medium"
