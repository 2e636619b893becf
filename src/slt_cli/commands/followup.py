"""`slt followup`: record that the partner wrote."""

import typer

from slt_cli.commands.record import record_and_show
from slt_cli.parameters import At, CaseIds, Note, Once, app_of


def followup_command(
    ctx: typer.Context,
    case: CaseIds,
    note: Note = None,
    once: Once = None,
    at: At = None,
) -> None:
    """Record that the partner wrote.

    It ends a hold. After the first answer it starts the clock for the next one, where the plan has
    a target for it.

    \b
    slt followup CASE-1
    slt followup CASE-1 --at 14:05 --note "The trace is attached"
    """
    record_and_show(app_of(ctx), case, "followup", at, note, once)
