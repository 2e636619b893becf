"""Read words as they were meant: shorthand, and slips of a single letter in longer words."""

from collections.abc import Iterable

from slt_cli.classify.vocabulary import SHORTEST_FILED, Vocabulary
from slt_cli.classify.words import Word, shortened

_SHORTEST_FOR_ANY_SLIP = 7


class Speller:
    """Correct words by the vocabulary: a letter missing, doubled, swapped or, if long, wrong.

    A vocabulary word is filed under what is left when any one of its letters is dropped, so a word
    is looked up by dropping each of its own: the cost does not grow with the vocabulary.
    """

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._seen: dict[str, str] = {}
        self._plain = frozenset(vocabulary.marks["plain_words"])
        self._filed = vocabulary.filed_words

    def corrected(self, words: Iterable[Word]) -> list[Word]:
        """Return the words, each as it was meant."""
        return [
            Word(form, word.start, word.end)
            for word in words
            for form in self._vocabulary.spellings.get(word.form) or (self._meant(word.form),)
        ]

    def _meant(self, form: str) -> str:
        if form not in self._seen:
            self._seen[form] = self._nearest(form)
        return self._seen[form]

    def _nearest(self, form: str) -> str:
        if (
            not SHORTEST_FILED <= len(form) <= 20
            or not form.isascii()
            or not form.isalpha()
            or form in self._plain
            or self._vocabulary.choices(form)
        ):
            return form
        meant = {
            known
            for key in (form, *shortened(form))
            for known in self._filed.get(key, ())
            if _is_slip(form, known)
        }
        return min(meant) if meant else form


def _is_slip(written: str, known: str) -> bool:
    if sorted(written) == sorted(known):
        return True
    return len(written) != len(known) or len(written) >= _SHORTEST_FOR_ANY_SLIP
