"""`slt resume`: end the hold of a case."""

import typer

from slt_cli.commands.record import record_and_show
from slt_cli.parameters import At, HeldCases, Note, Once, app_of


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
