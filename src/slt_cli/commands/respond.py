"""`slt respond`: record the provider's response to a case."""

from typing import Annotated

import typer

from slt_cli.parameters import At, CaseIds, Note, Once, app_of
from slt_cli.services.change import record_moment
from slt_cli.views.case import changed_cases


def respond_command(
    ctx: typer.Context,
    case: CaseIds,
    hold: Annotated[
        bool, typer.Option("--hold", help="Also wait for the partner: put the case on hold.")
    ] = False,
    note: Note = None,
    once: Once = None,
    at: At = None,
) -> None:
    """Record that the provider answered.

    An answer stops the clocks that wait for it, the first one the response. With --hold the case
    also waits for the partner: updates, workaround and resolution do not count until the partner
    writes, or until `slt resume`.

    \b
    slt respond CASE-1
    slt respond CASE-1 --at 09:40 --note "Engineer called back"
    slt respond CASE-1 --hold --note "Asked for a trace"
    """
    app = app_of(ctx)
    cases, error = record_moment(app, case, "responded", at, note, once, "hold" if hold else None)
    app.show(changed_cases(app.policy, cases, app.now))
    if error is not None:
        raise error
