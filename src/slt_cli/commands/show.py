"""`slt show`: show one case with its clocks and its history."""

from collections.abc import Callable
from typing import Annotated, Any

import typer

from slt_cli.app import App
from slt_cli.config.files import STORE_POLICY
from slt_cli.domain.case import Case
from slt_cli.domain.events import taken_back
from slt_cli.errors import RefusedError
from slt_cli.output import Sheet
from slt_cli.parameters import At, CaseId, app_of
from slt_cli.views.case import case_item
from slt_cli.views.case_clocks import case_clocks_sheet, promised_priorities
from slt_cli.views.case_sheet import case_sheet
from slt_cli.views.clock_rows import case_clock_item, clock_row, shown_clocks
from slt_cli.views.fields import flat_changes
from slt_cli.views.history import event_item, history_sheet

_EXAMPLE = "https://portal.example.com/cases/{ref}"


def show_command(
    ctx: typer.Context,
    case: CaseId,
    launch: Annotated[
        bool, typer.Option("--open", help="Open its page in the provider's portal, too.")
    ] = False,
    at: At = None,
) -> None:
    """Show one case: its facts, clocks and history.

    \b
    slt show CASE-1
    slt show 1 --json
    slt show CASE-1 --open
    """
    app = app_of(ctx)
    policy, now = app.policy, app.at(at)
    times = app.times(now)
    found = app.case(case, now)
    open_page = _page_opener(app, found) if launch else None
    events = app.store.events(found.number)
    shown = events if now >= app.now else app.store_at(now).events(found.number)
    history = [row for row in flat_changes(events) if row[0] in shown]
    clocks = [clock_row(policy, found, clock, now) for clock in shown_clocks(found)]

    def item(case: Case) -> dict[str, Any]:
        return {
            **case_item(policy, case),
            "events": [event_item(row, policy.case_id(case.number)) for row in history],
            "clocks": [case_clock_item(row) for row in clocks if row.clock.target],
        }

    def detail(case: Case) -> list[Sheet[Any]]:
        return [
            case_clocks_sheet(policy, clocks, promised_priorities(shown), times),
            history_sheet(policy, case, history, taken_back(events), times),
        ]

    sheet = case_sheet(policy, found, times).with_changes(item=item, detail=detail)
    app.show(sheet, paged=not launch)
    if open_page is not None:
        open_page()


def _page_opener(app: App, case: Case) -> Callable[[], None]:
    """Return what opens a case in the portal; refused if its address is unknown, or no desktop."""
    from slt_cli.output.desktop import Desktop  # noqa: PLC0415 - only for --open

    page, desktop = _page(app, case), Desktop(app.environment)
    by_hand = f"open it yourself: {page}"
    desktop.require(by_hand)
    return lambda: desktop.open(page, "the portal", by_hand)


def _page(app: App, case: Case) -> str:
    """Return the address of a case in the portal; refused if it cannot be known."""
    page = app.policy.case_url(case)
    if page is None:
        case_id = app.policy.case_id(case.number)
        if not app.policy.case_link:
            fix = f"`slt config set links.case '{_EXAMPLE}'`, with the address of your provider"
            if STORE_POLICY in app.layers.files:
                fix = f'write case = "{_EXAMPLE}" under [links] in {app.policy.source}'
            raise RefusedError("the configuration has no address of a case in the portal", fix)
        raise RefusedError(
            f"{case_id} has no number of the provider", f"`slt update {case_id} --ref NO` adds it"
        )
    return page
