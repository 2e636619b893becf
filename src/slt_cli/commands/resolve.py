"""`slt resolve`: record that a case is resolved."""

import typer

from slt_cli.commands.record import record_and_show
from slt_cli.parameters import At, CaseIds, Note, Once, app_of


def resolve_command(
    ctx: typer.Context,
    case: CaseIds,
    note: Note = None,
    once: Once = None,
    at: At = None,
) -> None:
    """Record that a case is resolved.

    It ends every clock: a resolution or workaround in time is met, and so is a response that nobody
    had given. `slt reopen` continues them.

    \b
    slt resolve CASE-1
    slt resolve CASE-1 --note "Carrier fixed the trunk"
    """
    record_and_show(app_of(ctx), case, "resolved", at, note, once)
