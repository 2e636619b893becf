"""`slt respond`: record the provider's response to a case."""

from typing import Annotated

import typer

from slt_cli.commands.record import record_and_show
from slt_cli.parameters import At, CaseIds, Note, Once, app_of


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

    An answer stops the clocks that wait for it, the first answer the response. With --hold the case
    also waits for the partner: clocks that pause stand still until the partner writes or
    `slt resume`.

    \b
    slt respond CASE-1
    slt respond CASE-1 --at 09:40 --note "Engineer called back"
    slt respond CASE-1 --hold --note "Asked for a trace"
    """
    record_and_show(
        app_of(ctx),
        case,
        "responded",
        at,
        note,
        once,
        detail="hold" if hold else None,
    )
