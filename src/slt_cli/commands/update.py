"""`slt update`: change the facts of a case, and show how its due time changes."""

from typing import Annotated, Any

import typer

from slt_cli.domain.case import Case
from slt_cli.domain.lifecycle import require_after_opening
from slt_cli.domain.policy import Policy
from slt_cli.domain.promises import reclassify
from slt_cli.errors import UsageError
from slt_cli.parameters import (
    At,
    CaseId,
    Note,
    Partner,
    PartnerTypeName,
    PriorityName,
    RegionName,
    app_of,
    given_texts,
)
from slt_cli.services.change import change_named_case
from slt_cli.views.case import case_record
from slt_cli.views.support_notes import due_change_notes


def update_command(
    ctx: typer.Context,
    case: CaseId,
    priority: PriorityName = None,
    region: RegionName = None,
    partner: Partner = None,
    partner_type: PartnerTypeName = None,
    subject: Annotated[
        str | None, typer.Option("--subject", metavar="TEXT", help="What is wrong.")
    ] = None,
    ref: Annotated[
        str | None, typer.Option("--ref", metavar="NO", help="The provider's own case number.")
    ] = None,
    note: Note = None,
    at: At = None,
) -> None:
    """Change the facts of a case.

    While the case awaits its first response, a new priority, region or partner type moves the due
    time: it is counted again from the opening. After the response the verdict stays as it is. An
    empty --partner or --ref removes it.

    \b
    slt update CASE-1 --priority S2
    slt update CASE-1 --region apac --note "The customer's night shift takes over"
    """
    app = app_of(ctx)
    texts = {"partner": partner, "ref": ref}
    if all(value is None for value in (priority, region, partner_type, subject, *texts.values())):
        raise UsageError("nothing to change", "name what to change: `slt update --help`")
    instant = app.recorded_at(at)
    changed_texts: dict[str, Any] = given_texts(texts)
    if subject is not None:
        changed_texts["subject"] = subject

    def updated(before: Case) -> Case:
        require_after_opening(before, instant, "a change")
        after = before._replace(**changed_texts)
        return _reclassified(app.policy, after, priority, region, partner_type)

    changed = change_named_case(app, case, "updated", instant, updated, note)
    notes = due_change_notes(app.policy, changed.before, changed.after, app.now)
    app.show(case_record(app.policy, changed.after, app.now, notes))


def _reclassified(
    policy: Policy, case: Case, priority: str | None, region: str | None, partner_type: str | None
) -> Case:
    if priority is None and region is None and partner_type is None:
        return case
    its_type = policy.partner_type(partner_type) if partner_type else policy.partner_type_of(case)
    return reclassify(
        case,
        policy.priority(priority) if priority else policy.priority_of(case),
        policy.region(region) if region else policy.region_of(case),
        its_type,
        policy.plan_for(its_type),
    )
