"""`slt followup`: record that the partner wrote."""

import typer

from slt_cli.parameters import At, CaseIds, Note, Once, app_of
from slt_cli.services.change import record_moment
from slt_cli.views.case import changed_cases


def followup_command(
    ctx: typer.Context,
    case: CaseIds,
    note: Note = None,
    once: Once = None,
    at: At = None,
) -> None:
    """Record that the partner wrote.

    It ends a hold. After the first answer it starts the clock for the next one, where the plan has
    one.

    \b
    slt followup CASE-1
    slt followup CASE-1 --at 14:05 --note "The trace is attached"
    """
    app = app_of(ctx)
    cases, error = record_moment(app, case, "followup", at, note, once)
    app.show(changed_cases(app.policy, cases, app.now))
    if error is not None:
        raise error
