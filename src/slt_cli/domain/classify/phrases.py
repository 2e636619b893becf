"""Find the configured phrases in the words of a clause."""

from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from slt_cli.domain.classify.signals import LAYER, SIGNALS
from slt_cli.domain.classify.vocabulary import ANY, GAP, GAP_LENGTH, Phrase, Vocabulary
from slt_cli.domain.classify.words import Word

_RANK = {signal: place for place, signal in enumerate(SIGNALS)}
_LONGEST_QUOTE = 60


class Mention(NamedTuple):
    """Hold a phrase found in a clause: its signal, its words' places, and what the text says."""

    signal: str
    places: tuple[int, ...]
    quote: str


def find_mentions(
    text: str, words: Sequence[Word], accepted: Sequence[frozenset[int]], vocabulary: Vocabulary
) -> list[Mention]:
    """Return the longest phrases; those on the same layer share no word, the first of equals wins."""
    candidates = [
        (-len(places), places[0], _RANK[phrase.signal], places, phrase.signal)
        for place, choices in enumerate(accepted)
        for choice in choices
        for phrase in vocabulary.starting.get(choice, ())
        if (places := _match(phrase, accepted, place))
    ]
    taken: dict[int | None, set[int]] = defaultdict(set)
    mentions = []
    for *_, places, signal in sorted(candidates):
        if taken[LAYER.get(signal)].isdisjoint(places):
            taken[LAYER.get(signal)].update(places)
            quote = text[words[places[0]].start : words[places[-1]].end]
            mentions.append(Mention(signal, places, " ".join(quote.split())[:_LONGEST_QUOTE]))
    return sorted(mentions, key=lambda mention: mention.places)


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
