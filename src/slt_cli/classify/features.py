"""The features of a text that are weighed: its words and pairs of words, and what they stand for.

A feature is a letter for its family, a colon, and words. In the family `p` a phrase of the
vocabulary is replaced by its signal (`<major>`), so what was fitted for the words of one product is
true for those that are added later.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import groupby, pairwise

from slt_cli.classify.clauses import Clause

Features = Mapping[str, frozenset[str]]
"""The features of each family: `w`ords, and words as `p`hrases, each with pairs of neighbours."""

FAMILIES = ("w", "p")
_MOST_CLAUSES = 2_000
_ENDINGS = ("ing", "ed", "es", "s", "ly")
_SHORTEST_STEM = 3


def gather_features(clauses: Sequence[Clause]) -> Features:
    """Return the features of a text, or of the beginning of a very long one."""
    words: set[str] = set()
    phrases: set[str] = set()
    for _, sentence in groupby(clauses[:_MOST_CLAUSES], lambda clause: clause.sentence):
        in_sentence = list(sentence)
        words.update(_words_and_pairs([each for clause in in_sentence for each in _stems(clause)]))
        phrases.update(
            _words_and_pairs(
                [each for clause in in_sentence for each in _stems_and_signals(clause)]
            )
        )
    return {
        "w": frozenset(f"w:{feature}" for feature in words),
        "p": frozenset(f"p:{feature}" for feature in phrases),
    }


@lru_cache(maxsize=4_096)
def stem(form: str) -> str:
    """Return a word without its ending; all numbers have the same stem."""
    if form.isdigit():
        return "#"
    if len(form) <= _SHORTEST_STEM + 1:
        return form
    for ending in _ENDINGS:
        kept = form.removesuffix(ending)
        if _SHORTEST_STEM <= len(kept) < len(form) and not form.endswith("ss"):
            form = kept
            break
    if len(form) > _SHORTEST_STEM and form[-1] == form[-2] and form[-1] not in "aeioul":
        form = form[:-1]
    return form.removesuffix("e") if len(form) > _SHORTEST_STEM else form


def _stems(clause: Clause) -> Iterator[str]:
    return (stem(word.form) for word in clause.words)


def _stems_and_signals(clause: Clause) -> Iterator[str]:
    """Yield the stems of a clause, with the words of each phrase replaced by its signal."""
    signals: dict[int, str] = {}
    for mention in clause.mentions:
        for index in mention.indexes:
            signals.setdefault(index, f"<{mention.signal}>")
    previous = None
    for index, word in enumerate(clause.words):
        current = signals.get(index) or stem(word.form)
        if current != previous or index not in signals:
            yield current
        previous = current


def _words_and_pairs(words: Sequence[str]) -> Iterator[str]:
    """Yield the words of a sentence and its pairs of words, with marks for its start and end."""
    bounded = ("^", *words, "$")
    yield from bounded
    yield from (f"{left} {right}" for left, right in pairwise(bounded))
