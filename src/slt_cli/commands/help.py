"""`slt help`: explain a command, list all of them, or list the exit codes."""

from typing import Annotated, Any

import typer

from slt_cli.offered import Words
from slt_cli.parameters import app_of


def _complete_topic(ctx: typer.Context, incomplete: str) -> Words:
    """Return the commands and topics, or the commands of the family on the line."""
    root: Any = ctx.find_root().command
    command = root
    given = ctx.params.get("topic") or ()
    for word in given:
        command = getattr(command, "commands", {}) and command.get_command(ctx, word)
    if not hasattr(command, "list_commands"):
        return []
    names = [*command.list_commands(ctx), *(() if given else root.topics)]
    return [(name, "") for name in names if name.startswith(incomplete)]


def help_command(
    ctx: typer.Context,
    topic: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[COMMAND|commands|exit-codes]",
            help="What to explain; nothing: the page of `slt --help`.",
            autocompletion=_complete_topic,
        ),
    ] = None,
) -> None:
    """Explain a command, or list all commands or the exit codes.

    \b
    slt help due
    slt help config set
    slt help commands
    slt help exit-codes
    """
    root: Any = ctx.find_root()
    app_of(ctx).write(f"{root.command.explained(root, topic or [])}\n")
