"""The words that classification rests on: which signals there are, and how lists of phrases match.

A phrase is a row of elements. An element is a word, `stem*`, `<group>`, a choice `a|b*|<group>` of
these, an optional choice in brackets `[a|b]`, `_` for any word, or `..`, a gap of up to three words. `#` is a number
written in digits.
"""

import re
from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Literal, NamedTuple

from slt_cli.domain.classify.words import shortened, split_words

Severity = Literal["down", "impaired", "minor"]
SEVERITIES: tuple[Severity, ...] = ("down", "impaired", "minor")

CRITICAL = ("emergency", "access", "routing", "inbound", "outbound", "calling", "system")
"""The critical functions; where a clause names two of them, the first one in this order counts."""

SIGNALS = {
    "harmless": "said to be no trouble",
    "emergency": "emergency calls (critical)",
    "access": "access to the calling application (critical)",
    "routing": "menu, queues or routing (critical)",
    "inbound": "receiving calls (critical)",
    "outbound": "placing calls (critical)",
    "calling": "calling (critical)",
    "system": "the system as a whole (critical)",
    "major": "a major function",
    "minor": "a minor matter",
    "silent": "callers are not served (critical)",
    "shut_out": "people cannot get in or are offered nothing (critical)",
    "lost": "it does not work",
    "impaired": "it works badly or partly",
    "works": "it works",
    "able": "what it should do",
    "negation": "negation",
    "everyone": "everyone is concerned",
    "one": "one person or device is concerned",
    "site": "a whole site is concerned",
    "part": "a part is concerned",
    "number": "several are concerned",
    "main_number": "the number that everybody calls",
    "over": "it is over",
    "still": "it is still so",
    "past": "told in the past",
    "past_time": "at a time that has passed",
    "recurring": "it comes back",
    "planned": "planned, feared or supposed",
    "not_production": "not production",
    "production": "production",
    "why": "asks why it is so",
    "wish": "asks for something",
    "others": "others are not concerned",
    "agents": "the agents",
    "vague": "no word on whom it concerns",
    "request": "a question, an order or a request",
    "holds": "a workaround",
    "falls_short": "no workaround that is enough",
    "outside": "a stopgap outside the product",
    "sole": "the operation rests on this alone",
}
"""Every signal that has a list of phrases, and what it means, as a reason says it."""

GAP = -1
ANY = -2
GAP_LENGTH = 3
_ELEMENT = re.compile(r"\[[^\]]*\]|\S+")
_DIGITS = "#"
SHORTEST_FILED = 5


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


class Choice(NamedTuple):
    """Hold the words and the beginnings of words of which an element takes one."""

    words: frozenset[str]
    stems: frozenset[str]


class Vocabulary:
    """Hold the phrases of every signal, ready to be matched, and the priority of each severity."""

    def __init__(self, lists: Lists, priorities: Mapping[Severity, str]) -> None:
        self.priorities = priorities
        self.spellings = {
            word: tuple(split_words(meant)) for word, meant in lists.spellings.items()
        }
        self.marks = lists.marks
        self._groups = lists.groups
        self._numbers: dict[Choice, int] = {}
        self._by_word: dict[str, list[int]] = {}
        self._by_stem: dict[str, list[int]] = {}
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
        for length in range(2, len(word) + 1):
            found.extend(self._by_stem.get(word[:length], ()))
        if word.isdigit():
            found.extend(self._by_word.get(_DIGITS, ()))
        return frozenset(found)

    def _add(self, signal: str, text: str) -> None:
        elements = [element for part in _ELEMENT.findall(text) for element in self._elements(part)]
        phrase = Phrase(signal, tuple(elements))
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
            words = split_words(part.removesuffix("*"))
            for word in words[:-1]:
                yield self._number([word]), False
            for last in words[-1:]:
                yield self._number([last + stem]), False

    def _number(self, alternatives: Iterable[str]) -> int:
        words: set[str] = set()
        stems: set[str] = set()
        for alternative in self._flat(alternatives):
            if alternative.endswith("*"):
                stems.add(alternative[:-1].casefold())
            else:
                words.add(alternative.casefold())
        choice = Choice(frozenset(words), frozenset(stems))
        if choice not in self._numbers:
            number = self._numbers[choice] = len(self._numbers)
            for word in words:
                self._by_word.setdefault(word, []).append(number)
            for stem in stems:
                self._by_stem.setdefault(stem, []).append(number)
        return self._numbers[choice]

    def _flat(self, alternatives: Iterable[str]) -> Iterable[str]:
        for alternative in alternatives:
            if alternative.startswith("<"):
                yield from self._flat(self._groups.get(alternative[1:-1], ()))
            else:
                yield alternative
