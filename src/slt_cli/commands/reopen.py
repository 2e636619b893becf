"""`slt reopen`: reopen a resolved or closed case."""

import typer

from slt_cli.parameters import At, EndedCases, Note, Once, app_of
from slt_cli.services.change import record_moment
from slt_cli.views.case import changed_cases


def reopen_command(
    ctx: typer.Context,
    case: EndedCases,
    note: Note = None,
    once: Once = None,
    at: At = None,
) -> None:
    """Reopen a resolved or closed case.

    Every clock that the end had ended runs on; the time between does not count.

    \b
    slt reopen CASE-1
    slt reopen CASE-1 --note "The fault is back"
    """
    app = app_of(ctx)
    cases, error = record_moment(app, case, "reopened", at, note, once)
    app.show(changed_cases(app.policy, cases, app.now))
    if error is not None:
        raise error
