"""A suggested priority: what costs least if it is wrong, how certain it is, and why."""

from collections.abc import Sequence
from typing import Literal, NamedTuple

from slt_cli.classify.clauses import Clause, names_function
from slt_cli.classify.reasons import reasons_for
from slt_cli.classify.scoring import expected_cost
from slt_cli.classify.signals import SEVERITIES
from slt_cli.classify.vocabulary import Vocabulary

Confidence = Literal["high", "medium", "low"]

COSTS = ((0.0, 1.0, 2.0), (1.0, 0.0, 1.0), (1.0, 1.0, 0.0))
"""What it costs to take the severity of the row for that of the column."""

HIGH = 0.84
MEDIUM = 0.5
"""How likely a severity must be for high and for medium confidence.

They were set with texts of authors that were new to the weights
(`python benchmarks/classify.py`).
"""


_FEWEST_WORDS = 3
"""For high confidence: with fewer words a text says what, but not how it is."""


class Suggestion(NamedTuple):
    """A suggested priority, how certain it is, and the reasons, which quote the text."""

    priority: str
    confidence: Confidence
    reasons: tuple[str, ...]


def suggest(
    likely: Sequence[float], clauses: Sequence[Clause], vocabulary: Vocabulary
) -> Suggestion:
    """Return the priority of the severity that costs least if it is wrong.

    With low confidence it is never the least severe one.
    """
    severities = range(len(SEVERITIES))
    chosen = min(severities, key=lambda taken: expected_cost(likely, COSTS, taken))
    confidence = _confidence(likely[chosen], clauses)
    if confidence == "low":
        chosen = min(chosen, SEVERITIES.index("impaired"))
    reasons = list(reasons_for(SEVERITIES[chosen], clauses, vocabulary))
    if confidence == "low":
        reasons[0] = f"perhaps {reasons[0]}"
        reasons.append("the text does not make clear what is broken and who is affected")
    return Suggestion(vocabulary.priorities[SEVERITIES[chosen]], confidence, tuple(reasons))


def cannot_judge(why: str, vocabulary: Vocabulary) -> Suggestion:
    """Return the suggestion for a text that cannot be judged: never the least severe priority."""
    return Suggestion(vocabulary.priorities["impaired"], "low", (f"it cannot be judged: {why}",))


def _confidence(likelihood: float, clauses: Sequence[Clause]) -> Confidence:
    """Return how certain a severity is; never high where nothing says what it is about."""
    if likelihood < MEDIUM:
        return "low"
    is_told = sum(len(clause.words) for clause in clauses) >= _FEWEST_WORDS
    says_what = is_told and any(map(names_function, clauses))
    return "high" if likelihood >= HIGH and says_what else "medium"
