"""`slt update`: change the facts of a case, and show how its due time changes."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Annotated, Any

import typer

from slt_cli.commands.fact_options import (
    CustomerName,
    OwnerName,
    Ref,
    Tags,
    Untags,
    require_apart,
)
from slt_cli.domain.case import Case
from slt_cli.domain.events import Event
from slt_cli.domain.moments import Moment
from slt_cli.domain.owners import NOBODY
from slt_cli.domain.policy import Policy
from slt_cli.domain.tags import with_tags, without_tags
from slt_cli.domain.texts import folded
from slt_cli.errors import UsageError
from slt_cli.parameters import (
    At,
    CaseId,
    Note,
    Once,
    Partner,
    PartnerTypeName,
    PriorityName,
    RegionName,
    app_of,
    given_owner,
    given_subject,
    given_texts,
)
from slt_cli.services.change import Wanted, change_case
from slt_cli.views.changes import changes_sheet


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
    ref: Ref = None,
    owner: OwnerName = None,
    customer: CustomerName = None,
    tag: Tags = None,
    untag: Untags = None,
    opened: Annotated[
        str | None,
        typer.Option("--opened", metavar="TIME", help="When it was really opened, as for --at."),
    ] = None,
    note: Note = None,
    once: Once = None,
    at: At = None,
) -> None:
    """Change the facts of a case.

    A new priority, region or partner type gives every running clock its new target, counted from
    the start of the clock. What has stopped stays as it is. An empty --partner, --ref,
    --customer or --owner removes it; --owner me is you, as with `slt take`. --opened corrects the
    opening, up to the next thing that happened: the due times move with it, and verdicts follow.

    \b
    slt update CASE-1 --priority S2
    slt update CASE-1 --region apac --note "The customer's night shift takes over"
    slt update CASE-1 --owner desk-2 --tag waiting-for-parts --untag new
    slt update CASE-1 --opened "2026-11-20T17:30"
    """
    app = app_of(ctx)
    texts = {"partner": partner, "ref": ref, "customer": customer}
    given = (priority, region, partner_type, subject, opened, owner, *texts.values())
    added, removed = tag or [], untag or []
    if all(value is None for value in given) and not (added or removed):
        raise UsageError("nothing to change", "name what to change: `slt update --help`")
    require_apart(added, removed)
    if subject is not None:
        given_subject(subject, f'slt update {case} --subject "All phones are down"')
    instant = app.recorded_at(at)
    opened_at = None if opened is None else app.past("--opened", opened)
    facts = _facts(app.policy, priority, region, partner_type)
    _require_no_nobody(texts)
    fields: dict[str, Any] = given_texts(texts)
    if subject is not None:
        fields["subject"] = subject
    if owner is not None:
        fields["owner"] = given_owner(app, owner)

    def updated(case: Case, _: Sequence[Event], at: datetime) -> Wanted:
        if facts or opened_at is not None:
            _require_configured(app.policy, case._replace(**facts))
        tags = with_tags(without_tags(case.tags, removed), added)
        return Wanted(Moment("updated", at, facts=facts), {**fields, "tags": tags}, note)

    name = app.existing(case)
    changed = change_case(app, name, updated, instant, opened_at=opened_at, once=once)
    app.show(changes_sheet(app.policy, [changed], app.times()).with_answer_notes())


def _facts(
    policy: Policy, priority: str | None, region: str | None, partner_type: str | None
) -> dict[str, Any]:
    """Return the keys of the facts that are named; raises UnknownNameError."""
    facts: dict[str, Any] = {}
    if priority is not None:
        facts["priority"] = policy.priority(priority).key
    if region is not None:
        facts["region"] = policy.region(region).key
    if partner_type is not None:
        facts["partner_type"] = policy.partner_type(partner_type).key
    return facts


def _require_no_nobody(texts: Mapping[str, str | None]) -> None:
    """Raise UsageError for a fact that is given as `none`, which is shown where there is none."""
    for option, text in texts.items():
        if text is not None and folded(text.strip()) == NOBODY:
            raise UsageError(
                f"--{option} {text.strip()} would be recorded as such a name",
                f'--{option} "" removes it',
            )


def _require_configured(policy: Policy, case: Case) -> None:
    """Raise ConfigError where the due times that a change gives a case cannot be counted."""
    policy.priority_of(case)
    policy.region_of(case)
    policy.partner_type_of(case)
