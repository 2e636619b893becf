"""`slt note`: add a note to the history of a case."""

from typing import Annotated

import typer

from slt_cli.commands.record import record_and_show
from slt_cli.domain.moments import SHARED
from slt_cli.errors import UsageError
from slt_cli.parameters import At, CaseId, Once, app_of


def note_command(
    ctx: typer.Context,
    case: CaseId,
    text: Annotated[str, typer.Argument(metavar="TEXT", help="The note.")],
    shared: Annotated[
        bool, typer.Option("--shared", help="Let messages to the provider contain it.")
    ] = False,
    once: Once = None,
    at: At = None,
) -> None:
    """Add a note to a case.

    A note is never an answer and never a message of the partner: no clock starts or stops.
    `slt message` writes only notes that were added with --shared.

    \b
    slt note CASE-1 "The carrier confirms the fault"
    slt note CASE-1 "Calls fail from 09:10 on" --shared
    """
    app = app_of(ctx)
    if not text.strip():
        raise UsageError("the note is empty", 'slt note CASE-1 "The carrier confirms the fault"')
    record_and_show(app, [case], "noted", at, text, once, detail=SHARED if shared else None)
