"""Suggest a priority for a description, with the words that the suggestion is based on."""

from collections.abc import Sequence

from slt_cli.classify.clauses import Clause, has_content, read_clauses
from slt_cli.classify.cleaning import clean
from slt_cli.classify.features import Features, gather_features
from slt_cli.classify.scoring import likelihoods
from slt_cli.classify.suggestion import Suggestion, cannot_judge, suggest
from slt_cli.classify.vocabulary import Vocabulary

_SMALLEST_KNOWN_SHARE = 0.4


def classify(text: str, vocabulary: Vocabulary) -> Suggestion:
    """Return the priority that is suggested for a description."""
    clauses = read(text, vocabulary)
    if not _is_known(clauses, vocabulary):
        return cannot_judge("too few of its words are known; is it in English?", vocabulary)
    if not any(has_content(clause, vocabulary) for clause in clauses):
        return cannot_judge("it does not say what fails", vocabulary)
    return suggest(likelihoods(gather_features(clauses), vocabulary.weights), clauses, vocabulary)


def features_of(text: str, vocabulary: Vocabulary) -> Features | None:
    """Return what is weighed of a text, None if it cannot be judged."""
    clauses = read(text, vocabulary)
    return gather_features(clauses) if _is_known(clauses, vocabulary) else None


def read(text: str, vocabulary: Vocabulary) -> list[Clause]:
    """Return the clauses of the newest text of a description."""
    return list(read_clauses(clean(text, vocabulary.marks), vocabulary))


def _is_known(clauses: Sequence[Clause], vocabulary: Vocabulary) -> bool:
    """Return whether enough of the words are everyday words or in the vocabulary."""
    words = [word.form for clause in clauses for word in clause.words]
    known = {form for form in set(words) if form in vocabulary.everyday or vocabulary.choices(form)}
    return sum(form in known for form in words) > _SMALLEST_KNOWN_SHARE * len(words)
