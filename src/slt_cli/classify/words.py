"""The words of a text: in lower case, with contractions split, each with its place in the text."""

import re
from collections.abc import Iterator
from typing import NamedTuple

_WORD = re.compile(r"\d+/\d+(?![\w/])|\d+(?:[.:,]\d+)+|[^\W_]+(?:['\u2019\u00b4`][^\W_]+)*|%")
_APOSTROPHE = re.compile(r"['\u2019\u00b4`]")
_SHORT = {"re": "are", "ve": "have", "ll": "will", "m": "am"}
_NEGATED = {"ca": "can", "wo": "will", "sha": "shall"}


class Word(NamedTuple):
    """A word in the form in which it is compared, and its start and end in the text."""

    form: str
    start: int
    end: int


def read_words(text: str, start: int = 0, end: int | None = None) -> Iterator[Word]:
    """Yield the words between two positions of a text; `can't` becomes `can` and `not`."""
    for match in _WORD.finditer(text, start, len(text) if end is None else end):
        for form in _forms(match[0].casefold()):
            yield Word(form, match.start(), match.end())


def split_words(text: str) -> list[str]:
    """Return the words of a text in the form in which they are compared."""
    return [word.form for word in read_words(text)]


def _forms(written: str) -> list[str]:
    if written[0].isdecimal() and not written.isdecimal():
        return _number(written)
    if written == "%":
        return ["percent"]
    if written == "cannot":
        return ["can", "not"]
    stem, *rest = _APOSTROPHE.split(written)
    if not rest:
        return [written]
    if stem == "o":
        return [stem + rest[0]]
    if rest == ["t"] and stem == "can":
        return ["can", "not"]
    if rest == ["t"] and stem.endswith("n"):
        verb = stem.removesuffix("n")
        return [_NEGATED.get(verb, verb), "not"]
    return [stem, *(_SHORT.get(part, part) for part in rest if part not in ("s", "d"))]


def _number(written: str) -> list[str]:
    """Read `3/60` as `3 of 60` and `4,310` as one number; leave times and versions unchanged."""
    if "/" in written:
        return [*written.partition("/")[::2][:1], "of", written.rpartition("/")[2]]
    whole = written.replace(",", "")
    return [whole if whole.isdecimal() else written]
