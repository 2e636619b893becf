"""`slt close`: close a case."""

import typer

from slt_cli.domain.case import Case
from slt_cli.domain.lifecycle import close
from slt_cli.parameters import At, CaseId, Note, app_of
from slt_cli.services.change import change_named_case
from slt_cli.views.case import case_record


def close_command(ctx: typer.Context, case: CaseId, note: Note = None, at: At = None) -> None:
    """Close a case.

    A clock that is still running is met if the case is closed in time, else missed.

    \b
    slt close CASE-1
    slt close CASE-1 --note "Solved by a restart"
    """
    app = app_of(ctx)
    instant = app.recorded_at(at)

    def closed(found: Case) -> Case:
        return close(found, instant, app.policy.schedule_of(found))

    changed = change_named_case(app, case, "closed", instant, closed, note)
    app.show(case_record(app.policy, changed.after, app.now))
