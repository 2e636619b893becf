"""Suggest a priority for what somebody wrote, with the words that the suggestion rests on."""

from typing import Literal, NamedTuple

from slt_cli.domain.classify.clauses import read_clauses
from slt_cli.domain.classify.cleaning import clean
from slt_cli.domain.classify.deciding import decide
from slt_cli.domain.classify.reading import Finding, read_clause
from slt_cli.domain.classify.vocabulary import SEVERITIES, SIGNALS, Lists, Severity, Vocabulary

__all__ = ["SEVERITIES", "SIGNALS", "Confidence", "Lists", "Severity", "Suggestion", "Vocabulary", "classify"]

Confidence = Literal["high", "medium", "low"]


class Suggestion(NamedTuple):
    """Hold a suggested priority, how sure it is, and the reasons that quote the text."""

    priority: str
    confidence: Confidence
    reasons: tuple[str, ...]


def read(text: str, vocabulary: Vocabulary) -> list[Finding]:
    """Return what each clause of a text says."""
    joints = vocabulary.marks["conjunctions"]
    return [read_clause(clause, joints) for clause in read_clauses(text, vocabulary)]


def classify(text: str, vocabulary: Vocabulary) -> Suggestion:
    """Return the priority that a description suggests, never a verdict."""
    plain = clean(text, vocabulary.marks)
    findings = read(plain, vocabulary)
    verdict = decide(findings)
    levels: tuple[Confidence, ...] = ("low", "medium", "high")
    return Suggestion(vocabulary.priorities[verdict.severity], levels[min(2, verdict.sure)], (verdict.rule,))
