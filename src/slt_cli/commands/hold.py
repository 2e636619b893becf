"""`slt hold`: put a case on hold while the partner is asked."""

from typing import Annotated

import typer

from slt_cli.parameters import At, CaseIds, Once, app_of
from slt_cli.services.change import record_moment
from slt_cli.views.case import changed_cases


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
    app = app_of(ctx)
    cases, error = record_moment(app, case, "held", at, reason, once)
    app.show(changed_cases(app.policy, cases, app.now))
    if error is not None:
        raise error
