"""`slt completion`: the script that makes a shell complete slt's command line."""

from typing import Annotated

import typer

from slt_cli.commands.parameters import app_of
from slt_cli.completing import COMPLETION_VARIABLE
from slt_cli.errors import UnknownNameError

_SHELLS = ("bash", "zsh", "fish")


def completion_command(
    ctx: typer.Context,
    shell: Annotated[
        str,
        typer.Argument(
            metavar="SHELL", help="bash, zsh or fish.", autocompletion=lambda: list(_SHELLS)
        ),
    ],
) -> None:
    """Print the completion script of a shell.

    It completes commands, options, names from the configuration and the ids of open cases.

    \b
    slt completion bash >> ~/.bashrc
    slt completion zsh >> ~/.zshrc
    slt completion fish > ~/.config/fish/completions/slt.fish
    """
    from typer._completion_shared import get_completion_script  # noqa: PLC0415 - only here

    if shell not in _SHELLS:
        raise UnknownNameError("shell", shell, _SHELLS)
    script = get_completion_script(prog_name="slt", complete_var=COMPLETION_VARIABLE, shell=shell)
    app_of(ctx).write(f"{script}\n")
