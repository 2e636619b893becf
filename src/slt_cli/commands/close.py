"""`slt close`: close a case."""

import typer

from slt_cli.parameters import At, CaseIds, Note, Once, app_of
from slt_cli.services.change import record_moment
from slt_cli.views.case import changed_cases


def close_command(
    ctx: typer.Context,
    case: CaseIds,
    note: Note = None,
    once: Once = None,
    at: At = None,
) -> None:
    """Close a case.

    A case that was not resolved ends like a resolved one, but its resolution and workaround are
    cancelled unless they are late. `slt reopen` continues the clocks.

    \b
    slt close CASE-1
    slt close 4 7 9 --note "Closed by the partner"
    """
    app = app_of(ctx)
    cases, error = record_moment(app, case, "closed", at, note, once)
    app.show(changed_cases(app.policy, cases, app.now))
    if error is not None:
        raise error
