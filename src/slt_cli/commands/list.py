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
from slt_cli.store.protocols import Order
from slt_cli.views.case_list import case_list
from slt_cli.views.nothing import nothing_listed

_NOT_ENDED: tuple[Status, ...] = ("open", "responded", "resolved")
_ORDERED: dict[Order | None, str] = {
    "number": "oldest first",
    "newest": "newest first",
    "opened": "first opened first",
    "due": "nearest first",
    "priority": "by priority",
}
"""The orders, as the line below the list says them."""


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
    statuses: tuple[Status, ...] = VALID if every else _NOT_ENDED
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
    store = app.store_at(now)
    sheet = case_list(app.policy, store.cases(wanted), app.times(now), _ORDERED[wanted.order])
    if wanted == filter_of(app, None, None, None, statuses=_NOT_ENDED, order=wanted.order):
        sheet = sheet._replace(empty=lambda: nothing_listed(store))
    app.show(sheet, paged=True)
