"""The configured phrases, compiled to be matched, and the words that each element accepts.

A phrase is a sequence of elements. An element is a word, `stem*`, `<group>`, a choice
`a|b*|<group>` of these, an optional choice in brackets `[a|b]`, `_` for any word, or `..` for a gap
of up to three words. `#` is a number written in digits.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from slt_cli.classify.signals import SIGNALS, Severity
from slt_cli.classify.weights import Weights
from slt_cli.classify.words import split_words

GAP, ANY = -1, -2
"""Elements that are not choices: a gap, and any single word."""
GAP_LENGTH = 3
_ELEMENT = re.compile(r"\[[^\]]*\]|\S+")
_GROUP = re.compile(r"<([^<>]*)>")
DIGITS = "#"


def parts_of(phrase: str) -> list[str]:
    """Return the parts of a phrase, each of which is one element or several words."""
    return _ELEMENT.findall(phrase) if "[" in phrase else phrase.split()


def groups_named(phrases: Iterable[str]) -> set[str]:
    """Return the names of the groups that phrases use."""
    return {name for phrase in phrases for name in _GROUP.findall(phrase)}


class Lists(NamedTuple):
    """The lists of words and phrases as they are configured."""

    phrases: Mapping[str, tuple[str, ...]]
    groups: Mapping[str, tuple[str, ...]]
    marks: Mapping[str, tuple[str, ...]]


class Element(NamedTuple):
    """One element of a phrase: the number of a choice, or GAP or ANY; and whether it may miss."""

    choice: int
    optional: bool


class Phrase(NamedTuple):
    """One phrase: the signal that it gives, and its elements."""

    signal: str
    elements: tuple[Element, ...]


class Vocabulary:
    """The phrases of every signal, ready to be matched, and the priority of each severity."""

    def __init__(
        self, lists: Lists, priorities: Mapping[Severity, str], weights: Weights | None = None
    ) -> None:
        self.priorities = priorities
        self.weights = weights or Weights()
        self.marks = lists.marks
        self.everyday = frozenset(lists.marks["everyday"])
        self._groups = lists.groups
        self._group_members: dict[str, tuple[str, ...]] = {}
        self._number_of_choices = 0
        self._parsed: dict[str, tuple[Element, ...]] = {}
        self._by_word: dict[str, list[int]] = {}
        self._by_stem: dict[str, list[int]] = {}
        self._longest_stem = 0
        self.starting: dict[int, list[Phrase]] = {}
        for signal in SIGNALS:
            for text in lists.phrases.get(signal, ()):
                self._add(signal, text)

    def choices(self, word: str) -> frozenset[int]:
        """Return the numbers of the choices that accept a word."""
        found = list(self._by_word.get(word, ()))
        for length in range(2, min(len(word), self._longest_stem) + 1):
            found.extend(self._by_stem.get(word[:length], ()))
        if word.isdigit():
            found.extend(self._by_word.get(DIGITS, ()))
        return frozenset(found)

    def _add(self, signal: str, text: str) -> None:
        elements: tuple[Element, ...] = ()
        for part in parts_of(text):
            if part not in self._parsed:
                self._parsed[part] = tuple(self._elements(part))
            elements += self._parsed[part]
        phrase = Phrase(signal, elements)
        for element in elements:
            self.starting.setdefault(element.choice, []).append(phrase)
            if not element.optional:
                return

    def _elements(self, part: str) -> Iterator[Element]:
        if part == "..":
            yield Element(GAP, optional=True)
        elif part == "[_]":
            yield Element(ANY, optional=True)
        elif part.startswith("["):
            yield Element(self._new_choice(part[1:-1].split("|")), optional=True)
        elif part == "_":
            yield Element(ANY, optional=False)
        elif "|" in part or part.startswith("<") or part == DIGITS:
            yield Element(self._new_choice(part.split("|")), optional=False)
        else:
            stem = "*" if part.endswith("*") else ""
            word = part.removesuffix("*")
            words = [word] if word.islower() and word.isalpha() else split_words(word)
            for word in words[:-1]:
                yield Element(self._new_choice([word]), optional=False)
            for last in words[-1:]:
                yield Element(self._new_choice([last + stem]), optional=False)

    def _new_choice(self, alternatives: Iterable[str]) -> int:
        """Return the number of a new choice, which accepts some words and beginnings of words."""
        self._number_of_choices += 1
        for alternative in self._expanded(alternatives):
            word = alternative.casefold()
            if word[-1:] == "*":
                self._longest_stem = max(self._longest_stem, len(word) - 1)
                self._by_stem.setdefault(word[:-1], []).append(self._number_of_choices)
            else:
                self._by_word.setdefault(word, []).append(self._number_of_choices)
        return self._number_of_choices

    def _expanded(self, alternatives: Iterable[str]) -> Iterator[str]:
        for alternative in alternatives:
            if alternative[:1] == "<":
                yield from self._members(alternative[1:-1])
            else:
                yield alternative

    def _members(self, group: str) -> tuple[str, ...]:
        if group not in self._group_members:
            self._group_members[group] = ()  # for a group that names itself
            self._group_members[group] = tuple(self._expanded(self._groups.get(group, ())))
        return self._group_members[group]
