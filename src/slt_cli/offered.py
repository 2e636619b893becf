"""What a shell offers for an option or an argument: `completing.py`, imported when one asks."""

from collections.abc import Callable
from importlib import import_module

import typer

COMPLETION_REQUEST = "__complete"
"""The first argument with which a completion script asks for the words that fit.

It is not a variable of the environment: what else runs there would complete too, and do nothing.
"""

Words = list[tuple[str, str]]
"""Words that complete a line, each with a description that a shell may show."""


def offered(name: str) -> Callable[[typer.Context, str], Words]:
    """Return what completes an option: the function `complete_<name>` of `completing.py`."""

    # Typer examines the parameters of each function: those without types take it half as long.
    def complete(ctx, incomplete):  # type: ignore[no-untyped-def] # noqa: ANN001, ANN202
        completing = import_module("slt_cli.completing")
        return getattr(completing, f"complete_{name}")(ctx, incomplete)

    return complete
