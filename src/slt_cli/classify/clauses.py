"""Split a text into sentences and clauses, and find the phrases of the vocabulary in each."""

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from slt_cli.classify.phrases import (
    Mention,
    PhraseMatch,
    find_phrases,
    mention_of,
    quote_of,
)
from slt_cli.classify.signals import FUNCTIONS
from slt_cli.classify.vocabulary import Vocabulary
from slt_cli.classify.words import Word, read_words

_SENTENCE_END = re.compile(
    r"(?<![ .][A-Za-z])[.](?=\s|$|[A-Z]|\.)|[!?]+|\.{2,}|,{2,}|…|\n\s*\n|\n(?=\s*[^a-z\s])|\n\s*$"
)
_CLAUSE_END = re.compile(
    r";|,(?!\d)|:(?!\d)|\s[-\u2013\u2014|/]+\s|--+|[\u2014()\[\]{}]|->|=>|\n\s*[-*\u2022]"
)
_OF = "of"
_LONGEST_CLAUSE = 60
"""In words; anything longer is a log or a list, and is cut."""


class Clause(NamedTuple):
    """A clause: the index of its sentence, its words, the phrases in them, and how it begins."""

    sentence: int
    words: tuple[Word, ...]
    mentions: tuple[Mention, ...]
    quote: str


def read_clauses(text: str, vocabulary: Vocabulary) -> Iterator[Clause]:
    """Yield the clauses of a text, each with the phrases that it mentions."""
    choices = cache(vocabulary.choices)

    @cache
    def phrases(forms: tuple[str, ...]) -> tuple[PhraseMatch, ...]:
        return find_phrases([choices(form) for form in forms], vocabulary)

    for sentence, (start, end) in enumerate(_spans(_SENTENCE_END, text, 0, len(text))):
        for left, right in _spans(_CLAUSE_END, text, start, end):
            words = list(read_words(text, left, right))
            for part in _split_at_conjunctions(words, vocabulary):
                matches = phrases(tuple(word.form for word in part))
                mentions = tuple(mention_of(match, part, text) for match in matches)
                yield Clause(sentence, tuple(part), mentions, quote_of(part, text))


def names_function(clause: Clause) -> bool:
    """Return whether a clause names something that can fail; `please call me` does not."""
    asked = {
        index for each in clause.mentions if each.signal == "request" for index in each.indexes
    }
    return any(
        each.signal in FUNCTIONS and not asked.issuperset(each.indexes) for each in clause.mentions
    )


def has_content(clause: Clause, vocabulary: Vocabulary) -> bool:
    """Return whether a clause has a word that a person would name as what it is about.

    Numbers, everyday words, and phrases that only say in what state, for whom or when, are none.
    """
    signals = {each.signal for each in clause.mentions}
    covered = {index for each in clause.mentions for index in each.indexes}
    is_outage = "lost" in signals and not signals.isdisjoint({"everyone", "site"})
    return (
        is_outage
        or names_function(clause)
        or any(
            word.form.isalpha() and word.form not in vocabulary.everyday and index not in covered
            for index, word in enumerate(clause.words)
        )
    )


def _spans(
    separator: re.Pattern[str], text: str, start: int, end: int
) -> Iterator[tuple[int, int]]:
    for match in separator.finditer(text, start, end):
        if text[start : match.start()].strip():
            yield start, match.start()
        start = match.end()
    if text[start:end].strip():
        yield start, end


def _split_at_conjunctions(words: list[Word], vocabulary: Vocabulary) -> Iterator[list[Word]]:
    conjunctions = vocabulary.marks["conjunctions"]
    start = 0
    for index, word in enumerate(words):
        joins = word.form in conjunctions and words[index - 1].form != _OF
        if index > start and (joins or index - start == _LONGEST_CLAUSE):
            yield words[start:index]
            start = index
    if words:
        yield words[start:]
