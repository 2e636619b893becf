"""Suggest a priority from the answers to the questions that decide, without a text."""

from typing import Literal, NamedTuple

from slt_cli.classify.signals import Severity
from slt_cli.classify.suggesting import Suggestion
from slt_cli.classify.vocabulary import Vocabulary

Scope = Literal["everyone", "several", "one"]
SCOPES: tuple[Scope, ...] = ("everyone", "several", "one")

_CONCERNED: dict[Scope, str] = {
    "everyone": "everyone, or a whole site, is concerned",
    "several": "several are concerned, not everyone",
    "one": "one person or device is concerned",
}


class Answers(NamedTuple):
    """Hold the answers; scope and workaround are None where they were not asked for."""

    down: bool
    impaired: bool = False
    scope: Scope | None = None
    workaround: bool | None = None


def suggest_from_answers(answers: Answers, vocabulary: Vocabulary) -> Suggestion:
    """Return the priority that the definitions give to the answers."""
    return Suggestion(vocabulary.priorities[_severity(answers)], "high", tuple(_reasons(answers)))


def needs_workaround(answers: Answers) -> bool:
    """Tell whether a workaround would change the priority."""
    return answers.impaired or (answers.down and answers.scope != "everyone")


def _severity(answers: Answers) -> Severity:
    if answers.down and answers.scope == "everyone":
        return "down"
    if not needs_workaround(answers) or answers.workaround:
        return "minor"
    return "impaired"


def _reasons(answers: Answers) -> list[str]:
    reasons = ["you said: a critical function or a production system is down"]
    if not answers.down:
        reasons = ["you said: nothing critical is down"]
        reasons.append(
            "a major function fails or works badly" if answers.impaired else "no major one fails"
        )
    if answers.scope is not None:
        reasons.append(_CONCERNED[answers.scope])
    if answers.workaround is not None:
        reasons.append("a workaround holds" if answers.workaround else "no workaround holds")
    return reasons
