"""The features of a text that are weighed beside the rules: its words, and what is near them.

A feature is a letter for its family, a colon, and words. A phrase of the vocabulary is replaced by
its signal (`<major>`), so what was fitted for the words of one product is true for those that are
added later.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise

from slt_cli.classify.clauses import Clause
from slt_cli.classify.meaning import ClauseMeaning

Features = Mapping[str, frozenset[str]]
"""The features of each family: `w`ords and pairs of words, how words `b`egin, words as `p`hrases,
phrases `a`part from each other, words beside a `s`tate or a `f`unction, and words at either `e`nd.
"""

WORDS = "w"
_APART = range(2, 6)
_BEGINNINGS = (4, 5)
_MOST_CLAUSES = 2_000
_ENDINGS = ("ing", "ed", "es", "s", "ly")
_SHORTEST_STEM = 3


def gather_features(clauses: Sequence[Clause], meanings: Sequence[ClauseMeaning]) -> Features:
    """Return the features of a text, or of the beginning of a very long one."""
    clauses, meanings = clauses[:_MOST_CLAUSES], meanings[:_MOST_CLAUSES]
    sentences = _by_sentence(clauses, _stems)
    streams = _by_sentence(clauses, _stems_and_signals)
    forms = {word.form for clause in clauses for word in clause.words}
    families: dict[str, Iterable[str]] = {
        WORDS: (feature for sentence in sentences for feature in _words_and_pairs(sentence)),
        "b": (form[:size] for form in forms for size in _BEGINNINGS if len(form) > size),
        "p": (feature for stream in streams for feature in _words_and_pairs(stream)),
        "a": (feature for stream in streams for feature in _apart(stream)),
        "s": _beside(clauses, (meaning.state for meaning in meanings)),
        "f": _beside(clauses, (meaning.function for meaning in meanings)),
        "e": _at_ends(sentences),
    }
    return {
        family: frozenset(f"{family}:{feature}" for feature in features)
        for family, features in families.items()
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


def _by_sentence(
    clauses: Sequence[Clause], words: Callable[[Clause], Iterable[str]]
) -> list[list[str]]:
    sentences: dict[int, list[str]] = {}
    for clause in clauses:
        sentences.setdefault(clause.sentence, []).extend(words(clause))
    return list(sentences.values())


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


def _apart(words: Sequence[str]) -> Iterator[str]:
    """Yield the pairs of words that are near each other if one of them is a signal."""
    for index, left in enumerate(words):
        for right in words[index + _APART.start : index + _APART.stop]:
            if left[0] == "<" or right[0] == "<":
                yield f"{left} {right}"


def _beside(clauses: Sequence[Clause], labels: Iterable[str | None]) -> Iterator[str]:
    for clause, label in zip(clauses, labels, strict=True):
        yield from (f"{label} {word}" for word in _stems(clause))


def _at_ends(sentences: Sequence[Sequence[str]]) -> Iterator[str]:
    for name, words in zip(("first", "last"), (sentences[:1], sentences[-1:]), strict=True):
        yield from (f"{name} {word}" for sentence in words for word in sentence)
