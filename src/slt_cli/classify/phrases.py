"""Find the phrases of the vocabulary in the words of a clause."""

from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from slt_cli.classify.signals import LAYER, SIGNALS
from slt_cli.classify.vocabulary import ANY, GAP, GAP_LENGTH, Element, Phrase, Vocabulary
from slt_cli.classify.words import Word

_RANK = {signal: rank for rank, signal in enumerate(SIGNALS)}
_LONGEST_QUOTE = 60
_LONGEST_EXCERPT = 200


class PhraseMatch(NamedTuple):
    """A phrase found in a clause: its signal, and the indexes of its words."""

    signal: str
    indexes: tuple[int, ...]


class Mention(NamedTuple):
    """A phrase found in a clause: its signal, the indexes of its words, and the text itself."""

    signal: str
    indexes: tuple[int, ...]
    quote: str


def find_phrases(
    accepted: Sequence[frozenset[int]], vocabulary: Vocabulary
) -> tuple[PhraseMatch, ...]:
    """Return the longest phrases, in the order of the words.

    `accepted` has, for each word of a clause, the numbers of the choices that accept it. No two
    phrases on one layer share a word; of phrases of the same length the first one wins.
    """
    candidates = [
        (-len(indexes), indexes[0], _RANK[phrase.signal], indexes, phrase.signal)
        for index, choices in enumerate(accepted)
        for choice in choices
        for phrase in vocabulary.starting.get(choice, ())
        if (indexes := _match(phrase, accepted, index))
    ]
    taken: dict[int | None, set[int]] = defaultdict(set)
    matches = []
    for *_, indexes, signal in sorted(candidates):
        if taken[LAYER.get(signal)].isdisjoint(indexes):
            taken[LAYER.get(signal)].update(indexes)
            matches.append(PhraseMatch(signal, indexes))
    return tuple(sorted(matches, key=lambda match: match.indexes))


def mention_of(match: PhraseMatch, words: Sequence[Word], text: str) -> Mention:
    """Return a match with the part of the text that it was found in."""
    excerpt = text[words[match.indexes[0]].start : words[match.indexes[-1]].end]
    quote = " ".join(excerpt[:_LONGEST_EXCERPT].split())[:_LONGEST_QUOTE]
    return Mention(match.signal, match.indexes, quote)


def _match(phrase: Phrase, accepted: Sequence[frozenset[int]], index: int) -> tuple[int, ...]:
    """Return the indexes of the words of a phrase that starts at an index, or an empty tuple."""
    return _match_rest(phrase.elements, 0, accepted, index) or ()


def _match_rest(
    elements: tuple[Element, ...],
    first: int,
    accepted: Sequence[frozenset[int]],
    index: int,
) -> tuple[int, ...] | None:
    if first == len(elements):
        return ()
    choice, optional = elements[first]
    if choice == GAP:
        for skipped in range(GAP_LENGTH + 1):
            rest = _match_rest(elements, first + 1, accepted, index + skipped)
            if rest is not None:
                return rest
        return None
    if index < len(accepted) and (choice == ANY or choice in accepted[index]):
        rest = _match_rest(elements, first + 1, accepted, index + 1)
        if rest is not None:
            return (index, *rest)
    return _match_rest(elements, first + 1, accepted, index) if optional else None
