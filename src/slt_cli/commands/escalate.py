"""`slt escalate`: escalate a case, and show whom to contact, how, and when the answer is due."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from typing import Annotated

import typer

from slt_cli.app import App
from slt_cli.commands.record import shown_as
from slt_cli.completing import complete_cases
from slt_cli.domain.case import Case
from slt_cli.errors import UsageError
from slt_cli.output import Note, Sheet
from slt_cli.parameters import At, Once, app_of
from slt_cli.services.change import Changed
from slt_cli.services.escalation import escalate_case, escalate_late_cases
from slt_cli.views.case import case_record
from slt_cli.views.escalation_message import escalation_message, escalation_url
from slt_cli.views.escalations import escalation_item, escalation_sheet
from slt_cli.views.support_notes import contact_note, hotline_note


def escalate_command(
    ctx: typer.Context,
    case: Annotated[
        str | None,
        typer.Argument(
            metavar="[CASE]",
            help="CASE-42, 42, or the provider's own case number.",
            autocompletion=complete_cases,
        ),
    ] = None,
    late: Annotated[bool, typer.Option("--late", help="Escalate every case that is late.")] = False,
    level: Annotated[
        int | None,
        typer.Option("--level", metavar="N", help="Go to this level instead of the next."),
    ] = None,
    reason: Annotated[
        str | None, typer.Option("--reason", metavar="TEXT", help="The reason, for the history.")
    ] = None,
    email: Annotated[
        bool, typer.Option("--email", help="Print the message to send, ready for sendmail -t.")
    ] = False,
    launch: Annotated[
        bool, typer.Option("--open", help="Open the mail program or the portal.")
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show what would happen and record nothing.")
    ] = False,
    once: Once = None,
    at: At = None,
) -> None:
    """Escalate a case, and see whom to contact.

    The case goes up one level, or to the level named, and the clock of that level starts. --late
    does this for every case whose latest clock is late; run again at once, it does nothing.

    \b
    slt escalate CASE-1
    slt escalate CASE-1 --level 3 --reason "Customer is offline" --dry-run
    slt escalate CASE-1 --email | sendmail -t
    slt escalate --late
    """
    app = app_of(ctx)
    instant = app.recorded_at(at)
    if late:
        if case is not None or level is not None or email or launch:
            raise UsageError(
                "--late does not take a case, --level, --email or --open", "leave them out"
            )
        _escalate_late(app, instant, reason or "late", dry_run=dry_run)
        return
    if case is None:
        raise UsageError("which case?", "name one, or escalate every late case with --late")
    if email and (app.options.output or app.options.quiet):
        raise UsageError("--email has a format of its own", "leave out --output, --json, --quiet")
    _, after, event = escalate_case(app, case, level, instant, reason, once=once, dry_run=dry_run)
    history = app.store.events(after.number)
    if dry_run and event is not None:
        history.append(event)
    if launch and not dry_run and typer.launch(escalation_url(app.policy, after, history)) != 0:
        typer.echo("slt: nothing could be opened; the contact is shown instead", err=True)
    if email:
        app.write(escalation_message(app.policy, after, history))
        if not dry_run:
            reached = f"{app.policy.case_id(after.number)} is now at level {after.level}"
            app.inform(f"{reached}; with --dry-run only the message is printed")
        return
    notes = [*contact_note(app.policy, after), *hotline_note(app.policy, after, app.now)]
    if dry_run:
        notes.insert(0, Note("Dry run", "nothing was recorded"))
    item = partial(escalation_item, app.policy, dry_run=dry_run)
    app.show(case_record(app.policy, after, app.now, notes)._replace(item=item))


def _escalate_late(app: App, at: datetime | None, reason: str, *, dry_run: bool) -> None:
    def sheet(changes: Sequence[Changed]) -> Sheet[Case]:
        cases = [changed.after for changed in changes]
        return escalation_sheet(app.policy, cases, at or app.now, dry_run=dry_run)

    escalate_late_cases(app, at, reason, shown_as(app, sheet), dry_run=dry_run)
