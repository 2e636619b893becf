"""Suggest a priority from the answers to a few questions, without a text."""

from typing import Literal, NamedTuple

from slt_cli.classify.signals import Severity
from slt_cli.classify.suggestion import Suggestion
from slt_cli.classify.vocabulary import Vocabulary

Scope = Literal["everyone", "several", "one"]
SCOPES: tuple[Scope, ...] = ("everyone", "several", "one")

_AFFECTED: dict[Scope, str] = {
    "everyone": "everyone, or a whole site, is affected",
    "several": "several are affected, not everyone",
    "one": "one person or device is affected",
}


class Answers(NamedTuple):
    """The answers; `scope` and `workaround` are None if the question was not asked."""

    down: bool
    impaired: bool = False
    scope: Scope | None = None
    workaround: bool | None = None


def suggest_from_answers(answers: Answers, vocabulary: Vocabulary) -> Suggestion:
    """Return the priority that the definitions give to the answers."""
    return Suggestion(vocabulary.priorities[_severity(answers)], "high", tuple(_reasons(answers)))


def needs_workaround(answers: Answers) -> bool:
    """Return whether a workaround would change the priority."""
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
            "a major function fails or works badly"
            if answers.impaired
            else "no major function fails"
        )
    if answers.scope is not None:
        reasons.append(_AFFECTED[answers.scope])
    if answers.workaround is not None:
        reasons.append("there is a workaround" if answers.workaround else "there is no workaround")
    return reasons
