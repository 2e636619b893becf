"""`slt resume`: end the hold of a case."""

from typing import Annotated

import typer

from slt_cli.commands.record import record_and_show
from slt_cli.offered import offered
from slt_cli.parameters import At, Note, Once, app_of

HeldCases = Annotated[
    list[str],
    typer.Argument(
        metavar="CASE...",
        help="Cases on hold: CASE-42, 42, or the provider's own case number.",
        autocompletion=offered("held_cases"),
    ),
]


def resume_command(
    ctx: typer.Context,
    case: HeldCases,
    note: Note = None,
    once: Once = None,
    at: At = None,
) -> None:
    """End the hold of a case.

    The clocks that stood still run on, and their due times move by the time on hold.

    \b
    slt resume CASE-1
    """
    record_and_show(app_of(ctx), case, "resumed", at, note, once)
