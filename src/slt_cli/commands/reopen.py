"""`slt reopen`: open a closed case again."""

import typer

from slt_cli.domain.lifecycle import reopen
from slt_cli.parameters import At, CaseId, Note, app_of
from slt_cli.services.change import change_named_case
from slt_cli.views.case import case_record


def reopen_command(ctx: typer.Context, case: CaseId, note: Note = None, at: At = None) -> None:
    """Reopen a closed case.

    The clocks that the closing stopped do not start again; `slt escalate` starts a new one.

    \b
    slt reopen CASE-1
    slt reopen CASE-1 --note "The fault is back"
    """
    app = app_of(ctx)
    instant = app.recorded_at(at)
    reopened = change_named_case(
        app, case, "reopened", instant, lambda found: reopen(found, instant), note
    )
    app.show(case_record(app.policy, reopened.after, app.now))
