"""Split a text into sentences and clauses, and find the configured phrases in each clause."""

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from slt_cli.domain.classify.spelling import Speller
from slt_cli.domain.classify.vocabulary import ANY, GAP, GAP_LENGTH, SIGNALS, Phrase, Vocabulary
from slt_cli.domain.classify.words import Word, read_words

_SENTENCE_END = re.compile(
    r"(?<![ .][A-Za-z])[.](?=\s|$|[A-Z]|\.)|[!?]+|\.{2,}|,{2,}|…|\n\s*\n|\n(?=\s*[^a-z\s])|\n\s*$"
)
_CLAUSE_END = re.compile(r";|,(?!\d)|:(?!\d)|\s[-–—|/]+\s|--+|[—()\[\]{}]|->|=>|\n\s*[-*•]")
_RANK = {signal: place for place, signal in enumerate(SIGNALS)}
_LAYERS = (
    frozenset({"everyone", "site", "one", "part", "number", "main_number", "vague"}),
    frozenset({"over", "still", "past", "past_time", "recurring", "planned", "not_production", "production"}),
    frozenset({"request", "wish"}),
    frozenset({"why"}),
    frozenset({"agents", "others"}),
)
_LAYER = {signal: layer for layer, signals in enumerate(_LAYERS) for signal in signals}
_AND = "and"
_LONGEST_QUOTE = 60


class Mention(NamedTuple):
    """Hold a phrase found in a clause: its signal, its words' places, and what the text says."""

    signal: str
    places: tuple[int, ...]
    quote: str


class Clause(NamedTuple):
    """Hold a clause: the number of its sentence and whether that asks, its words, and its mentions in order."""

    sentence: int
    question: bool
    words: tuple[Word, ...]
    mentions: tuple[Mention, ...]


def read_clauses(text: str, vocabulary: Vocabulary) -> Iterator[Clause]:
    """Yield the clauses of a text, each with the phrases found in it."""
    choices = cache(vocabulary.choices)
    speller = Speller(vocabulary)
    for number, (start, end) in enumerate(_spans(_SENTENCE_END, text, 0, len(text))):
        for left, right in _spans(_CLAUSE_END, text, start, end):
            question = "?" in text[end : end + 2]
            words = speller.corrected(read_words(text, left, right))
            for part in _at_conjunctions(words, vocabulary):
                accepted = [choices(word.form) for word in part]
                mentions = tuple(_mentions(text, part, accepted, vocabulary))
                yield Clause(number, question, tuple(part), mentions)


def _spans(separator: re.Pattern[str], text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    for match in separator.finditer(text, start, end):
        if text[start : match.start()].strip():
            yield start, match.start()
        start = match.end()
    if text[start:end].strip():
        yield start, end


def _at_conjunctions(words: list[Word], vocabulary: Vocabulary) -> Iterator[list[Word]]:
    conjunctions, subjects = vocabulary.marks["conjunctions"], vocabulary.marks["subjects"]
    start = 0
    for place, (word, following) in enumerate(pairwise(words)):
        if place > start and (
            word.form in conjunctions or (word.form == _AND and following.form in subjects)
        ):
            yield words[start:place]
            start = place
    if words:
        yield words[start:]


def _mentions(
    text: str, words: list[Word], accepted: list[frozenset[int]], vocabulary: Vocabulary
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
        if taken[_LAYER.get(signal)].isdisjoint(places):
            taken[_LAYER.get(signal)].update(places)
            quote = text[words[places[0]].start : words[places[-1]].end]
            mentions.append(Mention(signal, places, " ".join(quote.split())[:_LONGEST_QUOTE]))
    return sorted(mentions, key=lambda mention: mention.places)


def _match(phrase: Phrase, accepted: list[frozenset[int]], place: int) -> tuple[int, ...]:
    """Return the places of a phrase's words if it begins at a place, else nothing."""
    return _rest(phrase.elements, 0, accepted, place) or ()


def _rest(
    elements: tuple[tuple[int, bool], ...],
    index: int,
    accepted: list[frozenset[int]],
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
