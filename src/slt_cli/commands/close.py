"""`slt close`: close a case."""

import typer

from slt_cli.commands.record import record_and_show
from slt_cli.parameters import At, CaseIds, Note, Once, app_of


def close_command(
    ctx: typer.Context,
    case: CaseIds,
    note: Note = None,
    once: Once = None,
    at: At = None,
) -> None:
    """Close a case.

    A case that was not resolved ends like a resolved one, but its resolution and workaround are
    cancelled unless they are late. `slt reopen` continues the clocks.

    \b
    slt close CASE-1
    slt close 4 7 9 --note "Closed by the partner"
    """
    record_and_show(app_of(ctx), case, "closed", at, note, once)
