"""`slt resume`: end the hold of a case."""

import typer

from slt_cli.parameters import At, HeldCases, Note, Once, app_of
from slt_cli.services.change import record_moment
from slt_cli.views.case import changed_cases


def resume_command(
    ctx: typer.Context,
    case: HeldCases,
    note: Note = None,
    once: Once = None,
    at: At = None,
) -> None:
    """End the hold of a case.

    The clocks that stood still run on, and their due times move by the time on hold.

    \b
    slt resume CASE-1
    """
    app = app_of(ctx)
    cases, error = record_moment(app, case, "resumed", at, note, once)
    app.show(changed_cases(app.policy, cases, app.now))
    if error is not None:
        raise error
