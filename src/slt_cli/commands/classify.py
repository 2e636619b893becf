"""`slt classify`: suggest a priority for a description, with reasons."""

import sys
from typing import Annotated, Any

import typer

from slt_cli.app import App
from slt_cli.commands.parameters import app_of
from slt_cli.commands.questions import ask_for_priority
from slt_cli.domain.classify import Suggestion, classify
from slt_cli.errors import UsageError
from slt_cli.output import Column, Sheet
from slt_cli.output.text import printable

EXAMPLE = 'slt classify "All phones are down"'


def classify_command(
    ctx: typer.Context,
    text: Annotated[
        str | None, typer.Argument(metavar="[TEXT]", help="What is wrong; - reads standard input.")
    ] = None,
    ask: Annotated[
        bool, typer.Option("--ask", help="Go through the questions that decide, without a text.")
    ] = False,
) -> None:
    """Suggest a priority, with the reasons.

    It is a suggestion by the definitions that `slt targets` shows, never a verdict. Where the text
    does not settle it, a terminal is asked, and a script gets the more severe neighbour.

    \b
    slt classify "one user cannot change the ring tone"
    slt classify - < mail.txt
    slt classify --ask
    """
    app = app_of(ctx)
    app.show(_sheet(app, _by_questions(app, text) if ask else _by_text(app, text)))


def _by_questions(app: App, text: str | None) -> Suggestion:
    if text is not None:
        raise UsageError("--ask takes no text", "leave out the text, or --ask")
    if not app.interactive:
        raise UsageError("--ask needs a terminal", f"describe what is wrong: {EXAMPLE}")
    return ask_for_priority(app.vocabulary)


def _by_text(app: App, text: str | None) -> Suggestion:
    if text is None and app.interactive:
        text = typer.prompt("What is wrong", err=True)
    if text is None:
        raise UsageError("nothing to classify", f"{EXAMPLE}, or - for stdin")
    if text == "-":
        text = sys.stdin.read() if sys.stdin is not None else ""
    if not text.strip():
        raise UsageError("the text is empty", EXAMPLE)
    suggestion = classify(text, app.vocabulary)
    if suggestion.confidence != "low" or not app.interactive:
        return suggestion
    for reason in suggestion.reasons:
        typer.echo(printable(reason), err=True)
    answered = ask_for_priority(app.vocabulary)
    return answered._replace(reasons=(*answered.reasons, *suggestion.reasons))


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
