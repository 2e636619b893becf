"""`slt classify`: suggest a priority for a description, with reasons."""

import sys
from io import BytesIO, TextIOWrapper
from typing import Annotated, Any

import typer

from slt_cli.app import App
from slt_cli.classify.answers import SCOPES, Answers, Scope, needs_workaround, suggest_from_answers
from slt_cli.classify.classifier import classify
from slt_cli.classify.suggestion import Suggestion
from slt_cli.classify.vocabulary import Vocabulary
from slt_cli.errors import InterruptionError, UsageError, did_you_mean
from slt_cli.exchange.file_types import BYTES, encoding_of
from slt_cli.output import Column, Sheet
from slt_cli.output.asking import NoAnswerError, ask, confirm, explain, explain_choices
from slt_cli.parameters import app_of

TEXT = "What is wrong"
EXAMPLE = 'slt classify "All phones are down"'
DOWN = "Is a production system or a critical function (calls, menus, agents' login) down?"
IMPAIRED = "Does a major function fail or work badly?"
WHOM = "Who is affected"
WORKAROUND = "Is there a workaround that works?"

_AFFECTED: dict[str, str] = {
    "everyone": "everyone, or a whole site",
    "several": "several people or devices, not everyone",
    "one": "one person or device",
}


def classify_command(
    ctx: typer.Context,
    text: Annotated[
        str | None, typer.Argument(metavar="[TEXT]", help="What is wrong; - reads standard input.")
    ] = None,
    ask: Annotated[
        bool, typer.Option("--ask", help="Answer a few questions instead of giving a text.")
    ] = False,
) -> None:
    """Suggest a priority, with the reasons.

    The suggestion follows the definitions that `slt targets` shows; the decision is yours. If the
    text is not clear enough, you are asked at a terminal, and a script never gets the least severe
    priority.

    \b
    slt classify "one user cannot change the ring tone"
    slt classify - < mail.txt
    slt classify --ask
    """
    app = app_of(ctx)
    app.do_without_store()
    app.show(_sheet(app, _by_questions(app, text) if ask else _by_text(app, text)))


def _by_questions(app: App, text: str | None) -> Suggestion:
    if text is not None:
        raise UsageError("--ask takes no text", "leave out the text or --ask")
    if not app.interactive:
        raise UsageError("--ask needs a terminal", f"describe what is wrong: {EXAMPLE}")
    return ask_for_priority(app.vocabulary)


def _by_text(app: App, text: str | None) -> Suggestion:
    if text is None and app.interactive:
        text = ask(TEXT, _description, _unanswered())
    if text is None:
        raise UsageError("nothing to classify", f"{EXAMPLE}, or - to read standard input")
    if text == "-":
        text = _standard_input()
    if not text.strip():
        raise UsageError("the text is empty", EXAMPLE)
    suggestion = classify(text, app.vocabulary)
    if suggestion.confidence != "low" or not app.interactive:
        return suggestion
    for reason in suggestion.reasons:
        explain(reason)
    by_answers = ask_for_priority(app.vocabulary)
    return by_answers._replace(reasons=(*by_answers.reasons, *suggestion.reasons))


def _standard_input() -> str:
    """Return the text of standard input; it is UTF-16 where its first bytes say so."""
    if sys.stdin is None:
        return ""
    content = sys.stdin.buffer.read()
    found = encoding_of(content[:BYTES])
    encoding = found if found.startswith("utf-16") else sys.stdin.encoding
    return TextIOWrapper(BytesIO(content), encoding, errors="replace").read()


def _sheet(app: App, suggestion: Suggestion) -> Sheet[Suggestion]:
    name = app.policy.priorities[suggestion.priority].name

    def item(suggestion: Suggestion) -> dict[str, Any]:
        return {
            "priority": suggestion.priority,
            "name": name,
            "confidence": suggestion.confidence,
            "reasons": list(suggestion.reasons),
        }

    return Sheet(
        schema="slt.classify/1",
        as_of=app.now,
        rows=[suggestion],
        item=item,
        columns=(
            Column("Priority", lambda row: f"{row.priority} {name}"),
            Column("Confidence", lambda row: row.confidence),
            Column("Reasons", lambda row: "; ".join(row.reasons)),
        ),
        key=lambda row: row.priority,
        record=True,
    )


def ask_for_priority(vocabulary: Vocabulary) -> Suggestion:
    """Ask what decides the priority, and return the suggestion for the answers."""
    down = confirm(DOWN, _unanswered())
    impaired = not down and confirm(IMPAIRED, _unanswered())
    answers = Answers(down, impaired, _ask_for_whom() if down or impaired else None)
    if needs_workaround(answers):
        answers = answers._replace(workaround=confirm(WORKAROUND, _unanswered()))
    return suggest_from_answers(answers, vocabulary)


def _ask_for_whom() -> Scope:
    def read(answer: str) -> Scope:
        given = answer.casefold()
        for scope in SCOPES:
            if given == scope:
                return scope
        raise NoAnswerError(
            f"unknown answer {given!r}: {did_you_mean(given, SCOPES)}One of: {', '.join(SCOPES)}"
        )

    explain_choices(_AFFECTED)
    return ask(WHOM, read, _unanswered())


def _description(answer: str) -> str:
    """Return a description that was typed; an empty one is none."""
    if not answer:
        raise NoAnswerError("Describe it in a sentence, such as: All phones are down")
    return answer


def _unanswered() -> InterruptionError:
    return InterruptionError("the question was not answered", f"describe what is wrong: {EXAMPLE}")
