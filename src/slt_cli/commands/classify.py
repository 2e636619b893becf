"""`slt classify`: suggest a priority for a description, with reasons."""

import sys
from typing import Annotated, Any

import typer

from slt_cli.commands.parameters import app_of
from slt_cli.domain.classify import Suggestion, classify
from slt_cli.errors import UsageError
from slt_cli.output import Column, Sheet


def classify_command(
    ctx: typer.Context,
    text: Annotated[
        str | None, typer.Argument(metavar="[TEXT]", help="What is wrong; - reads standard input.")
    ] = None,
) -> None:
    """Suggest a priority, with the reasons.

    It is a suggestion by the definitions that `slt targets` shows, never a verdict.

    \b
    slt classify "one user cannot change the ring tone"
    slt classify - < mail.txt
    """
    app = app_of(ctx)
    if text is None and app.interactive:
        text = typer.prompt("What is wrong", err=True)
    if text is None:
        raise UsageError(
            "nothing to classify", 'slt classify "All phones are down", or - for stdin'
        )
    if text == "-":
        text = sys.stdin.read() if sys.stdin is not None else ""
    if not text.strip():
        raise UsageError("the text is empty", 'slt classify "All phones are down"')
    policy = app.policy

    def item(suggestion: Suggestion) -> dict[str, Any]:
        return {
            "priority": suggestion.priority,
            "name": policy.priorities[suggestion.priority].name,
            "confidence": suggestion.confidence,
            "reasons": list(suggestion.reasons),
        }

    app.show(
        Sheet(
            schema="slt.classify/1",
            as_of=app.now,
            rows=[classify(text, policy.vocabulary)],
            item=item,
            columns=(
                Column("Priority", lambda row: f"{row.priority} {item(row)['name']}"),
                Column("Confidence", lambda row: row.confidence),
                Column("Reasons", lambda row: "; ".join(row.reasons)),
            ),
            key=lambda row: row.priority,
            record=True,
        )
    )
