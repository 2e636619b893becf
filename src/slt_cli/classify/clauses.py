"""Split a text into sentences and clauses, and find the configured phrases in each clause."""

import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from slt_cli.classify.phrases import Found, Mention, find_phrases, quoted
from slt_cli.classify.spelling import Speller
from slt_cli.classify.vocabulary import Vocabulary
from slt_cli.classify.words import Word, read_words

_SENTENCE_END = re.compile(
    r"(?<![ .][A-Za-z])[.](?=\s|$|[A-Z]|\.)|[!?]+|\.{2,}|,{2,}|…|\n\s*\n|\n(?=\s*[^a-z\s])|\n\s*$"
)
_CLAUSE_END = re.compile(
    r";|,(?!\d)|:(?!\d)|\s[-\u2013\u2014|/]+\s|--+|[\u2014()\[\]{}]|->|=>|\n\s*[-*\u2022]"
)
_AND, _OF = "and", "of"
_LONGEST_CLAUSE = 60
"""In words; what is longer is a log or a list, and is cut."""


class Clause(NamedTuple):
    """Hold a clause: its sentence, whether that asks, its words, and its mentions in order."""

    sentence: int
    question: bool
    words: tuple[Word, ...]
    mentions: tuple[Mention, ...]


def read_clauses(text: str, vocabulary: Vocabulary) -> Iterator[Clause]:
    """Yield the clauses of a text, each with the phrases found in it."""
    choices = cache(vocabulary.choices)

    @cache
    def phrases(forms: tuple[str, ...]) -> tuple[Found, ...]:
        return find_phrases([choices(form) for form in forms], vocabulary)

    speller = Speller(vocabulary)
    for number, (start, end) in enumerate(_spans(_SENTENCE_END, text, 0, len(text))):
        question = "?" in text[end : end + 2]
        for left, right in _spans(_CLAUSE_END, text, start, end):
            words = speller.corrected(read_words(text, left, right))
            for part in _at_conjunctions(words, vocabulary):
                found = phrases(tuple(word.form for word in part))
                mentions = tuple(quoted(text, part, phrase) for phrase in found)
                yield Clause(number, question, tuple(part), mentions)


def _spans(
    separator: re.Pattern[str], text: str, start: int, end: int
) -> Iterator[tuple[int, int]]:
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
        joint = word.form in conjunctions and words[place - 1].form != _OF
        joint = joint or (word.form == _AND and following.form in subjects)
        if (place > start and joint) or place - start == _LONGEST_CLAUSE:
            yield words[start:place]
            start = place
    if words:
        yield words[start:]
