"""The configured words, compiled: which phrases there are, and which words each element takes.

A phrase is a row of elements. An element is a word, `stem*`, `<group>`, a choice `a|b*|<group>` of
these, an optional choice in brackets `[a|b]`, `_` for any word, or `..`, a gap of up to three
words. `#` is a number written in digits.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import NamedTuple

from slt_cli.classify.signals import SIGNALS, Severity
from slt_cli.classify.weights import Weights
from slt_cli.classify.words import shortened, split_words

GAP = -1
ANY = -2
GAP_LENGTH = 3
_ELEMENT = re.compile(r"\[[^\]]*\]|\S+")
_GROUP = re.compile(r"<([^<>]*)>")
_DIGITS = "#"
SHORTEST_FILED = 5


def groups_named(phrases: Iterable[str]) -> set[str]:
    """Return the names of the groups that phrases use."""
    return {name for phrase in phrases for name in _GROUP.findall(phrase)}


class Lists(NamedTuple):
    """Hold the configured words as they are written."""

    phrases: Mapping[str, tuple[str, ...]]
    groups: Mapping[str, tuple[str, ...]]
    spellings: Mapping[str, str]
    marks: Mapping[str, tuple[str, ...]]


class Phrase(NamedTuple):
    """Hold one phrase: its signal, and its elements as (number of the choice or GAP, optional)."""

    signal: str
    elements: tuple[tuple[int, bool], ...]


class Vocabulary:
    """Hold the phrases of every signal, ready to be matched, and the priority of each severity."""

    def __init__(
        self, lists: Lists, priorities: Mapping[Severity, str], weights: Weights | None = None
    ) -> None:
        self.priorities = priorities
        self.weights = weights or Weights()
        self.spellings = {
            word: tuple(split_words(meant)) for word, meant in lists.spellings.items()
        }
        self.marks = lists.marks
        self._groups = lists.groups
        self._flattened: dict[str, tuple[str, ...]] = {}
        self._choices = 0
        self._read: dict[str, tuple[tuple[int, bool], ...]] = {}
        self._by_word: dict[str, list[int]] = {}
        self._by_stem: dict[str, list[int]] = {}
        self._longest_stem = 0
        self.starting: dict[int, list[Phrase]] = {}
        for signal in SIGNALS:
            for text in lists.phrases.get(signal, ()):
                self._add(signal, text)

    @cached_property
    def filed_words(self) -> Mapping[str, tuple[str, ...]]:
        """Return every longer word written out in a phrase, filed under itself and its slips."""
        filed: dict[str, tuple[str, ...]] = {}
        for word in self._by_word:
            if len(word) >= SHORTEST_FILED and word.isascii() and word.isalpha():
                for key in (word, *shortened(word)):
                    filed[key] = (*filed.get(key, ()), word)
        return filed

    def choices(self, word: str) -> frozenset[int]:
        """Return the numbers of the choices that take a word."""
        found = list(self._by_word.get(word, ()))
        for length in range(2, min(len(word), self._longest_stem) + 1):
            found.extend(self._by_stem.get(word[:length], ()))
        if word.isdigit():
            found.extend(self._by_word.get(_DIGITS, ()))
        return frozenset(found)

    def _add(self, signal: str, text: str) -> None:
        elements: tuple[tuple[int, bool], ...] = ()
        for part in _ELEMENT.findall(text) if "[" in text else text.split():
            if part not in self._read:
                self._read[part] = tuple(self._elements(part))
            elements += self._read[part]
        phrase = Phrase(signal, elements)
        for number, optional in elements:
            self.starting.setdefault(number, []).append(phrase)
            if not optional:
                return

    def _elements(self, part: str) -> Iterable[tuple[int, bool]]:
        if part == "..":
            yield GAP, True
        elif part == "[_]":
            yield ANY, True
        elif part.startswith("["):
            yield self._number(part[1:-1].split("|")), True
        elif part == "_":
            yield ANY, False
        elif "|" in part or part.startswith("<") or part == _DIGITS:
            yield self._number(part.split("|")), False
        else:
            stem = "*" if part.endswith("*") else ""
            word = part.removesuffix("*")
            words = [word] if word.islower() and word.isalpha() else split_words(word)
            for word in words[:-1]:
                yield self._number([word]), False
            for last in words[-1:]:
                yield self._number([last + stem]), False

    def _number(self, alternatives: Iterable[str]) -> int:
        """Return the number of a new choice: the words and beginnings that an element takes."""
        self._choices += 1
        for alternative in self._flat(alternatives):
            word = alternative.casefold()
            if word[-1:] == "*":
                self._longest_stem = max(self._longest_stem, len(word) - 1)
                self._by_stem.setdefault(word[:-1], []).append(self._choices)
            else:
                self._by_word.setdefault(word, []).append(self._choices)
        return self._choices

    def _flat(self, alternatives: Iterable[str]) -> Iterator[str]:
        for alternative in alternatives:
            if alternative[:1] == "<":
                yield from self._members(alternative[1:-1])
            else:
                yield alternative

    def _members(self, group: str) -> tuple[str, ...]:
        if group not in self._flattened:
            self._flattened[group] = ()  # for a group that names itself
            self._flattened[group] = tuple(self._flat(self._groups.get(group, ())))
        return self._flattened[group]
