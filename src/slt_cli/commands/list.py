"""`slt list`: list the cases."""

from typing import Annotated

import typer

from slt_cli.domain.case import VALID, Status
from slt_cli.domain.standing import Selection
from slt_cli.filters import Filters, takes_filters
from slt_cli.parameters import At, Sort, app_of
from slt_cli.services.listing import listed_cases
from slt_cli.store.filter import Order
from slt_cli.views.case_list import EMPTY, case_list, nothing_listed

_NOT_ENDED: tuple[Status, ...] = ("open", "responded", "resolved")
_ORDERED: dict[Order | None, str] = {
    "number": "oldest first",
    "newest": "newest first",
    "opened": "first opened first",
    "due": "nearest first",
    "priority": "by priority",
    "owner": "by owner",
    "customer": "by customer",
}
"""The orders, as the line below the list says them."""


@takes_filters()
def list_command(
    ctx: typer.Context,
    *,
    filters: Filters,
    late: Annotated[bool, typer.Option("--late", help="Only with a clock that is late.")] = False,
    soon: Annotated[
        bool, typer.Option("--soon", help="Only with a clock that is soon due.")
    ] = False,
    held: Annotated[bool, typer.Option("--held", help="Only cases on hold.")] = False,
    every: Annotated[bool, typer.Option("--all", "-a", help="Show closed cases too.")] = False,
    sort: Sort = "number",
    at: At = None,
) -> None:
    """List the cases that are not closed, oldest first.

    A void case is in no list but that of --status void. All options that choose cases must fit;
    of --late, --soon and --held, one. They look at every clock of a case, with --clock at those of
    that kind, whose state and due time are then shown.

    \b
    slt list
    slt list --region apac --priority S1 --sort due
    slt list --text "call queue" --since 2026-11-01
    slt list --owner none --late
    slt list --all --json
    """
    app = app_of(ctx)
    wanted = filters.wanted(app, statuses=VALID if every else _NOT_ENDED, sort=sort)
    now = app.at(at)
    store = app.store_at(now)
    selection = Selection(late, soon, held=held)
    cases = listed_cases(app.policy, store, wanted, selection, now)
    sheet = case_list(app.policy, cases, app.times(now), _ORDERED[wanted.order], wanted.clock)
    if not (filters.are_given or filters.limit is not None or every or selection != Selection()):
        sheet = sheet.with_changes(empty=lambda: nothing_listed(store))
    elif filters.are_given:
        sheet = sheet.with_changes(empty=filters.nothing(EMPTY))
    app.show(sheet, paged=True)
