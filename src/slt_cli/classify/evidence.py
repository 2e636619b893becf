"""What a text says beside the rules: its words, where they stand, and what they stand beside.

A feature is a letter for its family, a colon, and words. Phrases of the vocabulary stand in it as
their signal (`<major>`), so what is learned of one product's words holds for those added later.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise

from slt_cli.classify.clauses import Clause
from slt_cli.classify.reading import Finding

Evidence = Mapping[str, frozenset[str]]
"""The features of each family: `w`ords and pairs of words, how words `b`egin, words as `p`hrases,
phrases `a`part from each other, words beside a `s`tate or a `f`unction, and words at either `e`nd.
"""

WORDS = "w"
_APART = range(2, 6)
_BEGINNINGS = (4, 5)
_MOST_CLAUSES = 2_000
_ENDINGS = ("ing", "ed", "es", "s", "ly")
_SHORTEST_STEM = 3


def gather_evidence(clauses: Sequence[Clause], findings: Sequence[Finding]) -> Evidence:
    """Return the features of a text; a very long one is weighed by how it begins."""
    clauses, findings = clauses[:_MOST_CLAUSES], findings[:_MOST_CLAUSES]
    sentences = _by_sentence(clauses, _stems)
    streams = _by_sentence(clauses, _stream)
    forms = {word.form for clause in clauses for word in clause.words}
    families: dict[str, Iterable[str]] = {
        WORDS: (feature for sentence in sentences for feature in _rows(sentence)),
        "b": (form[:size] for form in forms for size in _BEGINNINGS if len(form) > size),
        "p": (feature for stream in streams for feature in _rows(stream)),
        "a": (feature for stream in streams for feature in _apart(stream)),
        "s": _beside(clauses, (finding.state for finding in findings)),
        "f": _beside(clauses, (finding.function for finding in findings)),
        "e": _at_ends(sentences),
    }
    return {
        family: frozenset(f"{family}:{feature}" for feature in features)
        for family, features in families.items()
    }


@lru_cache(maxsize=4_096)
def stem(form: str) -> str:
    """Return a word without its ending; every number is the same."""
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


def _stream(clause: Clause) -> Iterator[str]:
    """Yield the stems of a clause, with the signal of each phrase in its place."""
    signals: dict[int, str] = {}
    for mention in clause.mentions:
        for place in mention.places:
            signals.setdefault(place, f"<{mention.signal}>")
    before = None
    for place, word in enumerate(clause.words):
        said = signals.get(place) or stem(word.form)
        if said != before or place not in signals:
            yield said
        before = said


def _rows(words: Sequence[str]) -> Iterator[str]:
    """Yield the words of a sentence, its pairs of words, and how it begins and ends."""
    bounded = ("^", *words, "$")
    yield from bounded
    yield from (f"{left} {right}" for left, right in pairwise(bounded))


def _apart(words: Sequence[str]) -> Iterator[str]:
    """Yield the pairs of words that stand near each other, where one of them is a signal."""
    for place, left in enumerate(words):
        for right in words[place + _APART.start : place + _APART.stop]:
            if left[0] == "<" or right[0] == "<":
                yield f"{left} {right}"


def _beside(clauses: Sequence[Clause], said: Iterable[str | None]) -> Iterator[str]:
    for clause, what in zip(clauses, said, strict=True):
        yield from (f"{what} {word}" for word in _stems(clause))


def _at_ends(sentences: Sequence[Sequence[str]]) -> Iterator[str]:
    for name, words in zip(("first", "last"), (sentences[:1], sentences[-1:]), strict=True):
        yield from (f"{name} {word}" for sentence in words for word in sentence)
