"""Weigh a description as a whole, and tell which of its words weighed most."""

import math
from collections.abc import Iterator, Sequence
from itertools import pairwise

from slt_cli.classify.clauses import Clause
from slt_cli.classify.evidence import WORDS, Evidence, stem
from slt_cli.classify.vocabulary import Vocabulary
from slt_cli.classify.weights import BIAS, UNIT, Weights

_MOST_TOLD = 4

Scores = tuple[float, ...]


def weigh(evidence: Evidence, weights: Weights) -> Scores:
    """Return how much a text speaks for each severity, as logarithms, the most severe first.

    The features of a family share one voice, however many they are.
    """
    scores = [part / UNIT for part in weights.of([BIAS])]
    for features in evidence.values():
        for place, total in enumerate(weights.of(features)):
            scores[place] += total / UNIT / math.sqrt(len(features) or 1)
    return tuple(scores)


def telling_words(
    clauses: Sequence[Clause], vocabulary: Vocabulary, severity: int, instead: int
) -> list[str]:
    """Return the words that speak most for one severity instead of another, in their order.

    Everyday words speak too, and tell a reader nothing.
    """
    everyday = frozenset(vocabulary.marks["common_words"] + vocabulary.marks["subjects"])
    everyday |= frozenset(vocabulary.marks["conjunctions"])
    weighed: dict[str, int] = {}
    for said, feature in _said(clauses):
        if said not in weighed and not everyday.issuperset(said.split()):
            weight = vocabulary.weights.of([feature])
            weighed[said] = weight[severity] - weight[instead]
    most = sorted(weighed, key=lambda said: -weighed[said])[: 2 * _MOST_TOLD]
    told = [said for said in most if weighed[said] > 0 and not _is_within(said, most)]
    return [said for said in weighed if said in told[:_MOST_TOLD]]


def _said(clauses: Sequence[Clause]) -> Iterator[tuple[str, str]]:
    """Yield each word and each pair of words as it is said, and as a feature."""
    for clause in clauses:
        forms = [word.form for word in clause.words]
        yield from ((form, f"{WORDS}:{stem(form)}") for form in forms)
        for left, right in pairwise(forms):
            yield f"{left} {right}", f"{WORDS}:{stem(left)} {stem(right)}"


def _is_within(said: str, others: Sequence[str]) -> bool:
    return any(said != other and said in other.split() for other in others)
