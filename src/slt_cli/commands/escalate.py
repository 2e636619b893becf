"""`slt escalate`: raise a case, and say whom to contact, how, and by when they should answer."""

from functools import partial
from typing import Annotated

import typer

from slt_cli.errors import ConfigError, UsageError
from slt_cli.output import Note
from slt_cli.parameters import At, app_of, complete_cases
from slt_cli.services.escalation import raise_case, raise_late_cases
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
    late: Annotated[
        bool, typer.Option("--late", help="Every case whose latest clock is late, once.")
    ] = False,
    level: Annotated[
        int | None, typer.Option("--level", metavar="N", help="To this level, not just the next.")
    ] = None,
    reason: Annotated[
        str | None, typer.Option("--reason", metavar="TEXT", help="Why, for the history.")
    ] = None,
    email: Annotated[
        bool, typer.Option("--email", help="Write the message to send, ready for sendmail -t.")
    ] = False,
    launch: Annotated[
        bool, typer.Option("--open", help="Open the mail program or the portal.")
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show what would happen and record nothing.")
    ] = False,
    at: At = None,
) -> None:
    """Raise a case, and see whom to contact.

    It goes up one level, or to the one named, and that level's clock starts. --late does so for
    every case whose latest clock is late; run again at once it does nothing.

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
            raise UsageError("--late takes no case, --level, --email or --open", "leave them out")
        found, faults = raise_late_cases(app, instant, reason or "late", dry_run=dry_run)
        app.show(escalation_sheet(app.policy, found, instant, dry_run=dry_run))
        if faults:
            raise ConfigError(faults)
        return
    if case is None:
        raise UsageError("which case?", "name one, or raise all that are late with --late")
    if email and (app.options.output or app.options.quiet):
        raise UsageError("--email has a format of its own", "leave out --output, --json, --quiet")
    _, after, event = raise_case(app, case, level, instant, reason, dry_run=dry_run)
    history = app.store.events(after.number)
    if dry_run and event is not None:
        history.append(event)
    if launch and not dry_run and typer.launch(escalation_url(app.policy, after, history)) != 0:
        typer.echo("slt: nothing could be opened; the contact is shown instead", err=True)
    if email:
        app.write(escalation_message(app.policy, after, history))
        if not dry_run:
            raised = f"{app.policy.case_id(after.number)} is at level {after.level} now"
            app.inform(f"{raised}; with --dry-run the message alone is written")
        return
    notes = [*contact_note(app.policy, after), *hotline_note(app.policy, after, app.now)]
    if dry_run:
        notes.insert(0, Note("Dry run", "nothing was recorded"))
    item = partial(escalation_item, app.policy, raised=True, dry_run=dry_run)
    app.show(case_record(app.policy, after, app.now, notes)._replace(item=item))
