"""`slt take`: make cases yours."""

from collections.abc import Sequence
from datetime import datetime

import typer

from slt_cli.commands.record import shown_as
from slt_cli.domain.case import Case
from slt_cli.domain.changed import Changed
from slt_cli.domain.events import Event
from slt_cli.domain.moments import Moment
from slt_cli.domain.owners import is_same_owner
from slt_cli.output import Sheet
from slt_cli.parameters import At, CaseIds, Note, Once, app_of, own_name
from slt_cli.services.change import Wanted
from slt_cli.services.several import record_on_each
from slt_cli.views.changes import taken_sheet


def take_command(
    ctx: typer.Context, cases: CaseIds, note: Note = None, once: Once = None, at: At = None
) -> None:
    """Make cases yours.

    You become their owner, under the name in SLT_USER, else defaults.me of your configuration, else
    your login name. A case that is yours already stays as it is, and only a note is recorded. To
    give a case to another one: `slt update CASE --owner NAME`.

    \b
    slt take CASE-1
    slt take 4 7 9 --note "From the night shift"
    """
    app = app_of(ctx)
    me = own_name(app)

    def taken(case: Case, _: Sequence[Event], at: datetime) -> Wanted | None:
        if is_same_owner(case.owner, me):
            return Wanted(Moment("noted", at), note=note) if note else None
        return Wanted(Moment("updated", at), {"owner": me}, note)

    def sheet(changes: Sequence[Changed]) -> Sheet[Changed]:
        return taken_sheet(app.policy, changes, app.times())

    record_on_each(app, cases, taken, at, shown_as(app, sheet), once=once)
