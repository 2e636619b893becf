"""`slt list`: list the cases."""

from typing import Annotated

import typer

from slt_cli.domain.case import VALID, Status
from slt_cli.parameters import (
    At,
    Limit,
    Partner,
    PriorityName,
    RegionName,
    Sort,
    StatusName,
    app_of,
    filter_of,
    order_of,
    status_of,
)
from slt_cli.views.case import case_list


def list_command(
    ctx: typer.Context,
    region: RegionName = None,
    priority: PriorityName = None,
    partner: Partner = None,
    status: StatusName = None,
    held: Annotated[bool, typer.Option("--held", help="Only cases on hold.")] = False,
    every: Annotated[bool, typer.Option("--all", "-a", help="Show closed cases too.")] = False,
    sort: Sort = "number",
    limit: Limit = None,
    at: At = None,
) -> None:
    """List the cases that are not closed, oldest first.

    A void case is in no list but that of --status void.

    \b
    slt list
    slt list --region apac --priority S1 --sort due
    slt list --all --json
    """
    app = app_of(ctx)
    statuses: tuple[Status, ...] = VALID if every else ("open", "responded", "resolved")
    if status is not None:
        statuses = (status_of(status),)
    wanted = filter_of(
        app,
        region,
        priority,
        partner,
        statuses=statuses,
        held=held,
        limit=limit,
        order=order_of(sort),
    )
    now = app.at(at)
    app.show(case_list(app.policy, app.store_at(now).cases(wanted), now), paged=True)
