"""Score a text for each severity by its weighted features, and find the words that count most."""

import math
from collections.abc import Iterator, Sequence
from itertools import pairwise

from slt_cli.classify.clauses import Clause
from slt_cli.classify.features import WORDS, Features, stem
from slt_cli.classify.vocabulary import Vocabulary
from slt_cli.classify.weights import BIAS, UNIT, Weights

_MOST_WORDS = 4

Scores = tuple[float, ...]
"""How likely each severity is, as logarithms, the most severe first."""


def score(features: Features, weights: Weights) -> Scores:
    """Return the scores of a text; a family counts the same however many features it has."""
    scores = [weight / UNIT for weight in weights.of([BIAS])]
    for family in features.values():
        for severity, total in enumerate(weights.of(family)):
            scores[severity] += total / UNIT / math.sqrt(len(family) or 1)
    return tuple(scores)


def telling_words(
    clauses: Sequence[Clause], vocabulary: Vocabulary, severity: int, instead: int
) -> list[str]:
    """Return the words that count most for one severity instead of another, in their order.

    Everyday words count too, but explain nothing to a reader, so they are left out.
    """
    everyday = frozenset(vocabulary.marks["common_words"] + vocabulary.marks["subjects"])
    everyday |= frozenset(vocabulary.marks["conjunctions"])
    weighed: dict[str, int] = {}
    for words, feature in _words_and_features(clauses):
        if words not in weighed and not everyday.issuperset(words.split()):
            weight = vocabulary.weights.of([feature])
            weighed[words] = weight[severity] - weight[instead]
    heaviest = sorted(weighed, key=lambda words: -weighed[words])[: 2 * _MOST_WORDS]
    telling = [words for words in heaviest if weighed[words] > 0 and not _is_in(words, heaviest)]
    return [words for words in weighed if words in telling[:_MOST_WORDS]]


def _words_and_features(clauses: Sequence[Clause]) -> Iterator[tuple[str, str]]:
    """Yield each word and each pair of words as it is written, and its feature."""
    for clause in clauses:
        forms = [word.form for word in clause.words]
        yield from ((form, f"{WORDS}:{stem(form)}") for form in forms)
        for left, right in pairwise(forms):
            yield f"{left} {right}", f"{WORDS}:{stem(left)} {stem(right)}"


def _is_in(word: str, others: Sequence[str]) -> bool:
    return any(word != other and word in other.split() for other in others)
