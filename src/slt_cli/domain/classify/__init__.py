"""Suggest a priority for what somebody wrote, with the words that the suggestion rests on."""

from slt_cli.domain.classify.clauses import read_clauses
from slt_cli.domain.classify.cleaning import clean
from slt_cli.domain.classify.deciding import decide
from slt_cli.domain.classify.reading import Finding, read_clause
from slt_cli.domain.classify.signals import SEVERITIES, SIGNALS, Severity
from slt_cli.domain.classify.suggesting import Confidence, Suggestion, suggest
from slt_cli.domain.classify.vocabulary import Lists, Vocabulary
from slt_cli.domain.classify.weighing import features, weigh
from slt_cli.domain.classify.whole import gather

__all__ = [
    "SEVERITIES",
    "SIGNALS",
    "Confidence",
    "Lists",
    "Severity",
    "Suggestion",
    "Vocabulary",
    "classify",
    "read",
]


def classify(text: str, vocabulary: Vocabulary) -> Suggestion:
    """Return the priority that a description suggests, never a verdict."""
    findings = read(text, vocabulary)
    shares = weigh(features(findings), vocabulary.weights)
    return suggest(decide(gather(findings)), shares, findings, vocabulary)


def read(text: str, vocabulary: Vocabulary) -> list[Finding]:
    """Return what each clause of a text says."""
    joints = vocabulary.marks["conjunctions"]
    clauses = read_clauses(clean(text, vocabulary.marks), vocabulary)
    return [read_clause(clause, joints) for clause in clauses]
