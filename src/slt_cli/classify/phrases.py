"""Find the configured phrases in the words of a clause."""

from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from slt_cli.classify.signals import LAYER, SIGNALS
from slt_cli.classify.vocabulary import ANY, GAP, GAP_LENGTH, Phrase, Vocabulary
from slt_cli.classify.words import Word

_RANK = {signal: place for place, signal in enumerate(SIGNALS)}
_LONGEST_QUOTE = 60
_QUOTED = 200


class Mention(NamedTuple):
    """Hold a phrase found in a clause: its signal, its words' places, and what the text says."""

    signal: str
    places: tuple[int, ...]
    quote: str


class Found(NamedTuple):
    """Hold a phrase found in words: its signal, and the places of its words."""

    signal: str
    places: tuple[int, ...]


def find_phrases(accepted: Sequence[frozenset[int]], vocabulary: Vocabulary) -> tuple[Found, ...]:
    """Return the longest phrases; on one layer none share a word, and the first of equals wins.

    `accepted` has for each word of a clause the numbers of the choices that take it.
    """
    candidates = [
        (-len(places), places[0], _RANK[phrase.signal], places, phrase.signal)
        for place, choices in enumerate(accepted)
        for choice in choices
        for phrase in vocabulary.starting.get(choice, ())
        if (places := _match(phrase, accepted, place))
    ]
    taken: dict[int | None, set[int]] = defaultdict(set)
    found = []
    for *_, places, signal in sorted(candidates):
        if taken[LAYER.get(signal)].isdisjoint(places):
            taken[LAYER.get(signal)].update(places)
            found.append(Found(signal, places))
    return tuple(sorted(found, key=lambda phrase: phrase.places))


def quoted(text: str, words: Sequence[Word], found: Found) -> Mention:
    """Return a found phrase with what the text says there."""
    quote = text[words[found.places[0]].start : words[found.places[-1]].end]
    return Mention(found.signal, found.places, " ".join(quote[:_QUOTED].split())[:_LONGEST_QUOTE])


def _match(phrase: Phrase, accepted: Sequence[frozenset[int]], place: int) -> tuple[int, ...]:
    """Return the places of a phrase's words if it begins at a place, else nothing."""
    return _rest(phrase.elements, 0, accepted, place) or ()


def _rest(
    elements: tuple[tuple[int, bool], ...],
    index: int,
    accepted: Sequence[frozenset[int]],
    place: int,
) -> tuple[int, ...] | None:
    if index == len(elements):
        return ()
    number, optional = elements[index]
    if number == GAP:
        for skipped in range(GAP_LENGTH + 1):
            rest = _rest(elements, index + 1, accepted, place + skipped)
            if rest is not None:
                return rest
        return None
    if place < len(accepted) and (number == ANY or number in accepted[place]):
        rest = _rest(elements, index + 1, accepted, place + 1)
        if rest is not None:
            return (place, *rest)
    return _rest(elements, index + 1, accepted, place) if optional else None
