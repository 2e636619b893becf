"""Find the phrases of the vocabulary in the words of a clause."""

from collections.abc import Sequence
from typing import NamedTuple

from slt_cli.classify.signals import FUNCTIONS, SIGNALS
from slt_cli.classify.vocabulary import ANY, GAP, GAP_LENGTH, Element, Vocabulary
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
    functions share a word, and no two other phrases; of phrases of the same length the first wins.
    """
    candidates = [
        (-len(indexes), indexes[0], _RANK[phrase.signal], indexes, phrase.signal)
        for index, choices in enumerate(accepted)
        for choice in choices
        for phrase in vocabulary.starting.get(choice, ())
        if (indexes := _match(phrase.elements, accepted, index))
    ]
    taken: dict[bool, set[int]] = {True: set(), False: set()}
    matches = []
    for *_, indexes, signal in sorted(candidates):
        if taken[signal in FUNCTIONS].isdisjoint(indexes):
            taken[signal in FUNCTIONS].update(indexes)
            matches.append(PhraseMatch(signal, indexes))
    return tuple(sorted(matches, key=lambda match: match.indexes))


def mention_of(match: PhraseMatch, words: Sequence[Word], text: str) -> Mention:
    """Return a match with the part of the text that it was found in."""
    quote = quote_of(words[match.indexes[0] : match.indexes[-1] + 1], text)
    return Mention(match.signal, match.indexes, quote)


def quote_of(words: Sequence[Word], text: str) -> str:
    """Return the text from the first to the last word, or its beginning."""
    excerpt = text[words[0].start : words[-1].end]
    quote = " ".join(excerpt[:_LONGEST_EXCERPT].split())
    return quote if len(quote) <= _LONGEST_QUOTE else f"{quote[: _LONGEST_QUOTE - 1]}…"


def _match(
    elements: tuple[Element, ...], accepted: Sequence[frozenset[int]], index: int
) -> tuple[int, ...] | None:
    """Return the indexes of the words of a phrase that starts at an index, None if none does."""
    if not elements:
        return ()
    (choice, optional), rest = elements[0], elements[1:]
    if choice == GAP:
        for skipped in range(GAP_LENGTH + 1):
            found = _match(rest, accepted, index + skipped)
            if found is not None:
                return found
        return None
    if index < len(accepted) and (choice == ANY or choice in accepted[index]):
        found = _match(rest, accepted, index + 1)
        if found is not None:
            return (index, *found)
    return _match(rest, accepted, index) if optional else None
