"""Correct shorthand, and slips of a single letter in longer words."""

from collections.abc import Iterable

from slt_cli.classify.vocabulary import SHORTEST_INDEXED, Vocabulary
from slt_cli.classify.words import Word, shortened

_LONGEST_CORRECTED = 20
_SHORTEST_FOR_ANY_SLIP = 7


class Speller:
    """Corrects words by the vocabulary: a letter missing, doubled, swapped or, if long, wrong.

    The vocabulary indexes a word under what is left if any one of its letters is dropped, and a
    word is looked up in the same way: the cost does not grow with the vocabulary.
    """

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._corrections: dict[str, str] = {}
        self._never_corrected = frozenset(vocabulary.marks["plain_words"])
        self._indexed = vocabulary.indexed_words

    def corrected(self, words: Iterable[Word]) -> list[Word]:
        """Return the words with shorthand written out and slips corrected."""
        return [
            Word(form, word.start, word.end)
            for word in words
            for form in self._vocabulary.spellings.get(word.form) or (self._correct(word.form),)
        ]

    def _correct(self, form: str) -> str:
        if form not in self._corrections:
            self._corrections[form] = self._nearest(form)
        return self._corrections[form]

    def _nearest(self, form: str) -> str:
        if (
            not SHORTEST_INDEXED <= len(form) <= _LONGEST_CORRECTED
            or not form.isascii()
            or not form.isalpha()
            or form in self._never_corrected
            or self._vocabulary.choices(form)
        ):
            return form
        candidates = {
            known
            for key in (form, *shortened(form))
            for known in self._indexed.get(key, ())
            if _is_slip(form, known)
        }
        return min(candidates) if candidates else form


def _is_slip(written: str, known: str) -> bool:
    if sorted(written) == sorted(known):
        return True
    return len(written) != len(known) or len(written) >= _SHORTEST_FOR_ANY_SLIP
