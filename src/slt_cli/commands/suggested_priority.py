"""The priority of a new case that names none: suggested by its subject, confirmed or taken."""

from slt_cli.app import App
from slt_cli.classify.classifier import classify
from slt_cli.classify.suggestion import Suggestion
from slt_cli.domain.plan import Priority
from slt_cli.domain.policy import Policy
from slt_cli.errors import InterruptionError, UnknownNameError, UsageError
from slt_cli.output import Note
from slt_cli.output.asking import NO, YES, NoAnswerError, ask, explain, explain_choices


def suggested_priority(app: App, subject: str, *, take: bool) -> tuple[Priority, list[Note]]:
    """Return the priority that the subject suggests, if it is to be taken, or the one answered.

    Raises UsageError where nobody can be asked.
    """
    suggestion = classify(subject, app.vocabulary)
    suggested = app.policy.priorities[suggestion.priority]
    if take:
        return suggested, [Note("Suggested", _described(suggestion))]
    if not app.interactive:
        raise UsageError(
            f"no --priority given; {suggested.key} suggested, {suggestion.confidence} confidence",
            f"add --priority {suggested.key}, or --priority auto to take the suggestion",
        )
    explain(f"Suggested: {_described(suggestion)}")
    return _asked(app.policy, suggested), []


def _asked(policy: Policy, suggested: Priority) -> Priority:
    def read(answer: str) -> Priority:
        try:
            return policy.priority(answer) if answer else suggested
        except UnknownNameError as error:
            if answer.casefold() in YES:
                return suggested
            if answer.casefold() in NO:
                raise NoAnswerError(f"Then type one of: {', '.join(policy.priorities)}") from None
            raise NoAnswerError(f"{error.message}: {error.fix}") from None

    explain_choices({key: _meaning(each) for key, each in policy.priorities.items()})
    explain(f"Enter or y takes {suggested.key}; or type another one. Ctrl-C opens nothing.")
    fix = f"name the priority: --priority {suggested.key}"
    unanswered = InterruptionError("no priority was chosen: nothing was recorded", fix)
    return ask(f"Priority [{suggested.key}]", read, unanswered)


def _meaning(priority: Priority) -> str:
    return f"{priority.name}: {priority.definition}" if priority.definition else priority.name


def _described(suggestion: Suggestion) -> str:
    reasons = "; ".join(suggestion.reasons)
    return f"{suggestion.priority}, {suggestion.confidence} confidence: {reasons}"
