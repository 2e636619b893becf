"""`slt open`: open a case, and show when the answer is due and whom to call."""

from typing import Annotated

import typer

from slt_cli.app import App
from slt_cli.commands.fact_options import CustomerName, OwnerName, Ref, Tags
from slt_cli.domain.case import Case
from slt_cli.domain.lifecycle import open_case
from slt_cli.domain.plan import Priority
from slt_cli.domain.policy import Policy
from slt_cli.domain.tags import with_tags
from slt_cli.errors import UsageError
from slt_cli.offered import offered
from slt_cli.output import Note
from slt_cli.output.text import is_blank
from slt_cli.parameters import (
    At,
    Once,
    Partner,
    PartnerTypeName,
    RegionName,
    app_of,
    given_owner,
    given_subject,
    given_texts,
)
from slt_cli.services.change import record_opening
from slt_cli.store.filter import Filter
from slt_cli.views.opened import opened_record

_MOST_COMPARED = 50
"""Of a partner's newest open cases: more are not looked at for one that says the same."""


def open_command(
    ctx: typer.Context,
    subject: Annotated[
        str | None, typer.Argument(metavar="[SUBJECT]", help="What is wrong, in a sentence.")
    ] = None,
    priority: Annotated[
        str | None,
        typer.Option(
            "--priority",
            "-p",
            metavar="P",
            help="One of `slt targets`; auto takes the one that `classify` suggests.",
            autocompletion=offered("priorities"),
        ),
    ] = None,
    region: RegionName = None,
    partner: Partner = None,
    partner_type: PartnerTypeName = None,
    ref: Ref = None,
    owner: OwnerName = None,
    customer: CustomerName = None,
    tag: Tags = None,
    once: Once = None,
    at: At = None,
) -> None:
    """Open a case and see when its first answer is due.

    It shows the case's id, the due time and whom to call. Without --priority it suggests one and
    asks you to confirm it; a script has to name one.

    \b
    slt open --priority S1 "All phones are down"
    slt open -p S2 -r apac --ref 00123456 "Recordings are missing"
    slt open -p S1 --customer "Acme Ltd" --owner me --tag fax "No fax arrives"
    """
    app = app_of(ctx)
    opened_at = app.recorded_at(at) or app.now
    policy = app.policy
    its_type, its_region = policy.partner_type(partner_type), policy.region(region)
    texts = given_texts({"partner": partner, "ref": ref, "customer": customer})
    its_owner = None if owner is None else given_owner(app, owner)
    # Asked last: what is wrong with the command line is said before a question.
    chosen, suggested = _choose_priority(app, priority, subject or "")
    opened = open_case(
        policy,
        subject="" if subject is None else given_subject(subject, _example(policy)),
        priority=chosen,
        region=its_region,
        partner_type=its_type,
        opened_at=opened_at,
        owner=its_owner,
        tags=with_tags((), tag or ()),
        **texts,
    )
    twins = _twins(app, opened)  # before it is recorded: then nothing can fail any more
    done = record_opening(app, opened, once)
    app.show(opened_record(policy, done, app.times(), suggested, twins))


def _twins(app: App, case: Case) -> list[Case]:
    """Return the newest open cases with the same subject and partner; only a terminal asks."""
    if app.format != "table" or not (case.partner and case.subject):
        return []
    wanted = Filter(
        partner=case.partner, statuses=("open", "responded"), order="newest", limit=_MOST_COMPARED
    )
    said = case.subject.casefold()
    return [other for other in app.store.cases(wanted) if other.subject.casefold() == said]


def _choose_priority(app: App, given: str | None, subject: str) -> tuple[Priority, list[Note]]:
    policy = app.policy
    if given is not None and given.strip().casefold() != "auto":
        return policy.priority(given), []
    if is_blank(subject):
        raise UsageError(
            "a case needs --priority, or a subject to suggest one from",
            _example(policy),
        )
    from slt_cli.commands.suggested_priority import suggested_priority  # noqa: PLC0415 - not needed where a priority is named

    return suggested_priority(app, subject, take=given is not None)


def _example(policy: Policy) -> str:
    return f'slt open --priority {next(iter(policy.priorities))} "All phones are down"'
