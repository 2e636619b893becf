"""Suggest a priority for a description, with the words that the suggestion is based on."""

from collections.abc import Iterable, Sequence

from slt_cli.classify.clauses import Clause, read_clauses
from slt_cli.classify.cleaning import clean
from slt_cli.classify.features import Features, gather_features
from slt_cli.classify.meaning import ClauseMeaning, read_meaning
from slt_cli.classify.ruling import Ruling, decide
from slt_cli.classify.scoring import score
from slt_cli.classify.suggestion import Suggestion, cannot_judge, suggest
from slt_cli.classify.summary import summarize
from slt_cli.classify.vocabulary import Vocabulary

_FEWEST_WORDS = 3
_SMALLEST_KNOWN_SHARE = 0.4


def classify(text: str, vocabulary: Vocabulary) -> Suggestion:
    """Return the priority that is suggested for a description."""
    clauses = list(read_clauses(clean(text, vocabulary.marks), vocabulary))
    if not any(clause.mentions for clause in clauses):
        return cannot_judge("none of its words say what is wrong", vocabulary)
    if _is_foreign(clauses, vocabulary):
        return cannot_judge("too few of its words are known; is it in English?", vocabulary)
    meanings = _meanings(clauses, vocabulary)
    scores = score(gather_features(clauses, meanings), vocabulary.weights)
    return suggest(decide(summarize(meanings)), scores, clauses, meanings, vocabulary)


def read(text: str, vocabulary: Vocabulary) -> tuple[Ruling, Features]:
    """Return what the rules decide for a text, and the features to be weighed."""
    clauses = list(read_clauses(clean(text, vocabulary.marks), vocabulary))
    meanings = _meanings(clauses, vocabulary)
    return decide(summarize(meanings)), gather_features(clauses, meanings)


def _meanings(clauses: Iterable[Clause], vocabulary: Vocabulary) -> list[ClauseMeaning]:
    return [read_meaning(clause, vocabulary.marks["conjunctions"]) for clause in clauses]


def _is_foreign(clauses: Sequence[Clause], vocabulary: Vocabulary) -> bool:
    words = [word.form for clause in clauses for word in clause.words]
    common = vocabulary.marks["common_words"]
    known = {form for form in set(words) if form in common or vocabulary.choices(form)}
    share = sum(form in known for form in words) / len(words)
    return len(words) >= _FEWEST_WORDS and share < _SMALLEST_KNOWN_SHARE
