"""`slt escalate`: escalate a case, and show whom to contact, how, and when the answer is due."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from typing import Annotated

import typer

from slt_cli.app import App
from slt_cli.commands.contacting import open_contact
from slt_cli.commands.record import shown_as
from slt_cli.domain.case import Case
from slt_cli.domain.changed import Changed
from slt_cli.domain.escalation import require_escalated
from slt_cli.domain.events import Event, events_that_count
from slt_cli.errors import UsageError
from slt_cli.offered import offered
from slt_cli.output import Sheet
from slt_cli.output.desktop import Desktop
from slt_cli.parameters import At, DryRun, Once, app_of
from slt_cli.services.escalation import escalate_case, escalate_late_cases
from slt_cli.views.escalation_message import escalation_message
from slt_cli.views.escalations import escalations_sheet, require_email


def escalate_command(
    ctx: typer.Context,
    case: Annotated[
        str | None,
        typer.Argument(
            metavar="[CASE]",
            help="CASE-42, 42, or the provider's own case number.",
            autocompletion=offered("cases"),
        ),
    ] = None,
    late: Annotated[bool, typer.Option("--late", help="Escalate every case that is late.")] = False,
    level: Annotated[
        int | None,
        typer.Option("--level", metavar="N", help="Go to this level instead of the next."),
    ] = None,
    reason: Annotated[
        str | None, typer.Option("--reason", metavar="TEXT", help="Why; the message contains it.")
    ] = None,
    email: Annotated[
        bool, typer.Option("--email", help="Escalate the case, then write the mail to send.")
    ] = False,
    launch: Annotated[
        bool,
        typer.Option("--open", help="Escalate the case, then open the mail program or portal."),
    ] = False,
    tell: Annotated[
        bool, typer.Option("--notify", help="With --late: then send the notices that are due.")
    ] = False,
    dry_run: DryRun = False,
    once: Once = None,
    at: At = None,
) -> None:
    """Escalate a case, and see whom to contact.

    The case goes up one level, or to the level named, and the clock of that level starts. --late
    does this for every case whose latest clock is late; run again at once, it does nothing, and it
    never repeats an escalation that was taken back. With --once KEY a second run escalates
    only what was late when the first ran and did not get its turn.

    --late --notify escalates and then does what `slt notify` does, in one line of a crontab.
    Where it cannot send notices, as none are configured or this machine has none of their channels,
    it escalates all the same, and the exit code is 3.

    --email and --open escalate the case as well, and then do what `slt message` does. To write the
    message again, use `slt message CASE`: it records nothing.

    \b
    slt escalate CASE-1
    slt escalate CASE-1 --level 2 --reason "Customer is offline" --dry-run
    slt escalate CASE-1 --email | sendmail -t
    slt escalate --late
    slt escalate --late --notify
    """
    app = app_of(ctx)
    instant = app.recorded_at(at)
    if late:
        if case is not None or level is not None or email or launch:
            raise UsageError(
                "--late does not take a case, --level, --email or --open", "leave them out"
            )
        if tell and dry_run:
            raise UsageError("--notify and --dry-run exclude each other", "leave one out")
        act = partial(_escalate_late, app, instant, reason or "late", once=once, dry_run=dry_run)
        if not tell:
            act()
            return
        from slt_cli.services.notify import escalate_and_notify  # noqa: PLC0415 - only for --notify

        escalate_and_notify(app, act)
        return
    if tell:
        raise UsageError("--notify is only for --late", "`slt notify` sends what is due")
    if case is None:
        raise UsageError("which case?", "name one, or escalate every late case with --late")
    _require_sendable(app, case, email=email, launch=launch)
    changed = escalate_case(app, case, level, instant, reason, once=once, dry_run=dry_run)
    _show(app, changed, email=email, launch=launch, dry_run=dry_run)


def _require_sendable(app: App, case: str, *, email: bool, launch: bool) -> None:
    """Refuse, before anything is recorded, what --email and --open cannot do."""
    if email:
        app.require_no_format("--email")
    if launch:
        Desktop(app.environment).require(
            f"leave out --open; `slt message {case}` then writes the message"
        )


def _show(app: App, changed: Changed, *, email: bool, launch: bool, dry_run: bool) -> None:
    after, event = changed.after, changed.event
    partner_type = app.policy.partner_type_of(after)
    others = app.policy.has_other_contacts
    require_escalated(after, app.policy.levels, partner_type, others=others)  # it may be undone
    history: list[Event] = []
    if email or launch:
        events = app.store.events(after.number)
        history = events_that_count(events)
        if dry_run and event is not None:
            history.append(event._replace(id=len(events) + 1))
    if email:
        require_email(app.policy, after, dry_run=dry_run)
        app.write(escalation_message(app.policy, after, history, to_read=app.terminal.stdout))
    else:
        app.show(escalations_sheet(app.policy, [changed], app.times(), dry_run=dry_run))
    if dry_run and email:
        app.inform("dry run: nothing was recorded")
    if not dry_run:
        _send(app, after, history, email=email, launch=launch)


def _send(app: App, case: Case, history: list[Event], *, email: bool, launch: bool) -> None:
    """Open what --open is to open, and say on a terminal that --email recorded the escalation."""
    name = app.policy.case_id(case.number)
    reached = f"{name} is now at level {case.level}"
    if launch:
        open_contact(app, case, history, already=f"{reached}, but ")
    if email:
        app.inform(f"{reached}; `slt message {name}` writes the message again")


def _escalate_late(
    app: App, at: datetime | None, reason: str, *, once: str | None, dry_run: bool
) -> None:
    def sheet(changes: Sequence[Changed]) -> Sheet[Changed]:
        return escalations_sheet(app.policy, changes, app.times(at), dry_run=dry_run)

    escalate_late_cases(app, at, reason, shown_as(app, sheet), once=once, dry_run=dry_run)
