"""Suggest a priority for what somebody wrote, with the words that the suggestion rests on."""

from collections.abc import Iterable, Sequence

from slt_cli.classify.answers import Answers, suggest_from_answers
from slt_cli.classify.clauses import Clause, read_clauses
from slt_cli.classify.cleaning import clean
from slt_cli.classify.deciding import Verdict, decide
from slt_cli.classify.evidence import Evidence, gather_evidence
from slt_cli.classify.reading import Finding, read_clause
from slt_cli.classify.signals import SEVERITIES, SIGNALS, Severity
from slt_cli.classify.suggesting import Confidence, Suggestion, cannot_judge, suggest
from slt_cli.classify.vocabulary import Lists, Vocabulary
from slt_cli.classify.weighing import weigh
from slt_cli.classify.weights import Weights
from slt_cli.classify.whole import gather

__all__ = [
    "SEVERITIES",
    "SIGNALS",
    "Answers",
    "Confidence",
    "Lists",
    "Severity",
    "Suggestion",
    "Vocabulary",
    "Weights",
    "classify",
    "read",
    "suggest_from_answers",
]

_FEWEST_WORDS = 3
_LEAST_KNOWN = 0.4


def classify(text: str, vocabulary: Vocabulary) -> Suggestion:
    """Return the priority that a description suggests, never a verdict."""
    clauses = list(read_clauses(clean(text, vocabulary.marks), vocabulary))
    if not any(clause.mentions for clause in clauses):
        return cannot_judge("no word of it says what is wrong", vocabulary)
    if _is_foreign(clauses, vocabulary):
        return cannot_judge("too few of its words are known; is it in English?", vocabulary)
    findings = _findings(clauses, vocabulary)
    scores = weigh(gather_evidence(clauses, findings), vocabulary.weights)
    return suggest(decide(gather(findings)), scores, clauses, findings, vocabulary)


def read(text: str, vocabulary: Vocabulary) -> tuple[Verdict, Evidence]:
    """Return what the rules say of a text, and what there is to weigh."""
    clauses = list(read_clauses(clean(text, vocabulary.marks), vocabulary))
    findings = _findings(clauses, vocabulary)
    return decide(gather(findings)), gather_evidence(clauses, findings)


def _findings(clauses: Iterable[Clause], vocabulary: Vocabulary) -> list[Finding]:
    return [read_clause(clause, vocabulary.marks["conjunctions"]) for clause in clauses]


def _is_foreign(clauses: Sequence[Clause], vocabulary: Vocabulary) -> bool:
    words = [word.form for clause in clauses for word in clause.words]
    common = vocabulary.marks["common_words"]
    known = {form for form in set(words) if form in common or vocabulary.choices(form)}
    share = sum(form in known for form in words) / len(words)
    return len(words) >= _FEWEST_WORDS and share < _LEAST_KNOWN
