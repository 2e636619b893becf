"""Split a text into sentences and clauses, and find the phrases of the vocabulary in each."""

import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from slt_cli.classify.phrases import Mention, PhraseMatch, find_phrases, mention_of
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
"""In words; anything longer is a log or a list, and is cut."""


class Clause(NamedTuple):
    """A clause: the index of its sentence, whether that is a question, words, and mentions."""

    sentence: int
    is_question: bool
    words: tuple[Word, ...]
    mentions: tuple[Mention, ...]


def read_clauses(text: str, vocabulary: Vocabulary) -> Iterator[Clause]:
    """Yield the clauses of a text, each with the phrases that it mentions."""
    choices = cache(vocabulary.choices)

    @cache
    def phrases(forms: tuple[str, ...]) -> tuple[PhraseMatch, ...]:
        return find_phrases([choices(form) for form in forms], vocabulary)

    speller = Speller(vocabulary)
    for sentence, (start, end) in enumerate(_spans(_SENTENCE_END, text, 0, len(text))):
        is_question = "?" in text[end : end + 2]
        for left, right in _spans(_CLAUSE_END, text, start, end):
            words = speller.corrected(read_words(text, left, right))
            for part in _split_at_conjunctions(words, vocabulary):
                matches = phrases(tuple(word.form for word in part))
                mentions = tuple(mention_of(match, part, text) for match in matches)
                yield Clause(sentence, is_question, tuple(part), mentions)


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
    conjunctions, subjects = vocabulary.marks["conjunctions"], vocabulary.marks["subjects"]
    start = 0
    for index, (word, following) in enumerate(pairwise(words)):
        joins = word.form in conjunctions and words[index - 1].form != _OF
        joins = joins or (word.form == _AND and following.form in subjects)
        if (index > start and joins) or index - start == _LONGEST_CLAUSE:
            yield words[start:index]
            start = index
    if words:
        yield words[start:]
