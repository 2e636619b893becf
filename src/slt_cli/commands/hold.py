"""`slt hold`: put a case on hold while the partner is asked."""

from typing import Annotated

import typer

from slt_cli.commands.record import record_and_show
from slt_cli.parameters import At, CaseIds, Once, app_of


def hold_command(
    ctx: typer.Context,
    case: CaseIds,
    reason: Annotated[
        str | None, typer.Option("--reason", metavar="TEXT", help="Why, for the history.")
    ] = None,
    once: Once = None,
    at: At = None,
) -> None:
    """Put a case on hold: wait for the partner.

    Updates, workaround and resolution do not count until the partner writes, an answer without
    --hold, or `slt resume`. What is late stays late.

    \b
    slt hold CASE-1 --reason "Asked for a trace"
    slt hold 4 7 9
    """
    record_and_show(app_of(ctx), case, "held", at, reason, once)
