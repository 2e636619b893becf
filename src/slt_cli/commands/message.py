"""`slt message`: write the message for the contact of a case's present escalation level."""

from typing import Annotated

import typer

from slt_cli.commands.contacting import open_contact
from slt_cli.domain.escalation import require_contact, require_escalated
from slt_cli.domain.life_refusals import require_valid
from slt_cli.domain.recording import events_until
from slt_cli.output.desktop import Desktop
from slt_cli.parameters import At, CaseId, app_of
from slt_cli.views.contact import contact_record
from slt_cli.views.escalation_message import escalation_message


def message_command(
    ctx: typer.Context,
    case: CaseId,
    who: Annotated[
        bool, typer.Option("--who", help="Show only the contact, and when the answer is due.")
    ] = False,
    launch: Annotated[
        bool, typer.Option("--open", help="Open the mail program, the portal or the telephone.")
    ] = False,
    at: At = None,
) -> None:
    """Write the message for the contact of a case.

    It is for the level that the case is at, as often as you want: nothing is recorded. Where the
    level is reached by e-mail it is a mail for `sendmail -t`, on a terminal as people read it;
    where by a portal or a telephone, the address and the text to paste or to read. It contains the
    facts of the case, the reasons of `slt escalate`, and the notes added with --shared.

    \b
    slt message CASE-1
    slt message CASE-1 | sendmail -t
    slt message CASE-1 --who
    slt message CASE-1 --open
    """
    app = app_of(ctx)
    if not who:
        app.require_no_format("the message")
    if launch:
        Desktop(app.environment).require(f"`slt message {case}` writes the message")
    now = app.at(at)
    found = app.case(case, now)
    require_valid(found)
    its_type = app.policy.partner_type_of(found)
    levels, others = app.policy.levels, app.policy.has_other_contacts
    require_escalated(found, levels, its_type, others=others)
    require_contact(found, levels, its_type, others=others)
    events = events_until(app.store.events(found.number), None if at is None else now)
    if who:
        app.show(contact_record(app.policy, found, app.times(now)))
    elif not launch or app.policy.route_of(found).channel != "email":
        app.write(escalation_message(app.policy, found, events, to_read=app.terminal.stdout))
    if launch:
        open_contact(app, found, events)
