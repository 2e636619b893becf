"""`slt resolve`: record that a case is resolved."""

import typer

from slt_cli.parameters import At, CaseIds, Note, Once, app_of
from slt_cli.services.change import record_moment
from slt_cli.views.case import changed_cases


def resolve_command(
    ctx: typer.Context,
    case: CaseIds,
    note: Note = None,
    once: Once = None,
    at: At = None,
) -> None:
    """Record that a case is resolved.

    It ends every clock: a resolution or workaround in time is met, and so is a response that nobody
    had given. `slt reopen` continues them.

    \b
    slt resolve CASE-1
    slt resolve CASE-1 --note "Carrier fixed the trunk"
    """
    app = app_of(ctx)
    cases, error = record_moment(app, case, "resolved", at, note, once)
    app.show(changed_cases(app.policy, cases, app.now))
    if error is not None:
        raise error
