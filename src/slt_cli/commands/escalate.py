"""`slt escalate`: raise a case, and say whom to contact, how, and by when they should answer."""

from collections.abc import Iterator
from typing import Annotated

import typer

from slt_cli.commands.case_sheet import case_record
from slt_cli.commands.parameters import At, CaseId, app_of
from slt_cli.commands.recording import change_case
from slt_cli.commands.support_notes import hotline_note
from slt_cli.domain.case import Case
from slt_cli.domain.escalation import escalate, next_level, route
from slt_cli.domain.policy import Policy
from slt_cli.output import Note


def escalate_command(
    ctx: typer.Context,
    case: CaseId,
    level: Annotated[
        int | None, typer.Option("--level", metavar="N", help="To this level, not just the next.")
    ] = None,
    reason: Annotated[
        str | None, typer.Option("--reason", metavar="TEXT", help="Why, for the history.")
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show what would happen and record nothing.")
    ] = False,
    at: At = None,
) -> None:
    """Raise a case, and see whom to contact.

    It goes up one level, or to the one named, and that level's clock starts.

    \b
    slt escalate CASE-1
    slt escalate CASE-1 --level 3 --reason "Customer is offline" --dry-run
    """
    app = app_of(ctx)
    policy, instant = app.policy, app.recorded_at(at)

    def raised(found: Case) -> Case:
        partner_type = policy.partner_type_of(found)
        to = next_level(found, policy.levels, partner_type, policy.links, level)
        return escalate(found, to, policy.region_of(found).schedule, instant)

    if dry_run:
        after = raised(app.case(case))
    else:
        after = change_case(app, case, "escalated", instant, raised, reason)
    notes = [*_whom_to_contact(policy, after), *hotline_note(policy, after, app.now)]
    if dry_run:
        notes.insert(0, Note("Dry run", "nothing was recorded"))
    app.show(case_record(policy, after, app.now, notes))


def _whom_to_contact(policy: Policy, case: Case) -> Iterator[Note]:
    level = policy.levels[case.level - 1]
    yield Note("Contact", str(route(level, policy.partner_type_of(case), policy.links)))
