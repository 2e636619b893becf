"""`slt respond`: record the provider's response."""

import typer

from slt_cli.domain.case import Case
from slt_cli.domain.lifecycle import respond
from slt_cli.parameters import At, CaseId, Note, app_of
from slt_cli.services.change import change_named_case
from slt_cli.views.case import case_record


def respond_command(ctx: typer.Context, case: CaseId, note: Note = None, at: At = None) -> None:
    """Record the provider's response.

    It stops every running clock of the case.

    \b
    slt respond CASE-1
    slt respond CASE-1 --at 09:40 --note "Engineer called back"
    """
    app = app_of(ctx)
    instant = app.recorded_at(at)

    def answered(found: Case) -> Case:
        return respond(found, instant, app.policy.schedule_of(found))

    changed = change_named_case(app, case, "responded", instant, answered, note)
    app.show(case_record(app.policy, changed.after, app.now))
