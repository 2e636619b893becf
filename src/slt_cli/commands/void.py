"""`slt void`: end a case that was opened by mistake or twice."""

from typing import Annotated

import typer

from slt_cli.errors import UsageError
from slt_cli.parameters import At, CaseId, Once, app_of
from slt_cli.services.correction import void
from slt_cli.views.changes import changes_sheet


def void_command(
    ctx: typer.Context,
    case: CaseId,
    reason: Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why, for the history.")],
    once: Once = None,
    at: At = None,
) -> None:
    """End a case that was opened by mistake, or twice.

    Its clocks are cancelled. It leaves every list, report and export, and its reference is free
    again; `slt list --status void` shows it, and `slt undo` takes this back.

    \b
    slt void CASE-2 --reason "The same as CASE-1"
    slt list --status void
    """
    app = app_of(ctx)
    if not reason.strip():
        raise UsageError("the reason is empty", 'slt void CASE-2 --reason "The same as CASE-1"')
    instant = app.recorded_at(at) or app.now
    changed = void(app, app.existing(case), reason, instant, once=once)
    app.show(changes_sheet(app.policy, [changed], app.times(instant)).with_answer_notes())
