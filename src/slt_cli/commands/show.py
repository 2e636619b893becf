"""`slt show`: show one case with its clocks and its history."""

from datetime import datetime
from typing import Annotated, Any

import typer

from slt_cli.app import App
from slt_cli.config.files import STORE_POLICY
from slt_cli.domain.case import Case
from slt_cli.domain.events import taken_back
from slt_cli.domain.policy import Policy
from slt_cli.errors import RefusedError
from slt_cli.output import Note, Sheet
from slt_cli.output.desktop import Desktop
from slt_cli.parameters import At, CaseId, app_of
from slt_cli.views.case import case_item, case_record
from slt_cli.views.clock_rows import case_clock_item, clock_row, shown_clocks
from slt_cli.views.clocks import case_clocks_sheet
from slt_cli.views.fields import flat_changes
from slt_cli.views.history import event_item, history_sheet
from slt_cli.views.support_notes import contact_note, hotline_note

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
    found = app.case(case, now)
    page = _page(app, found) if launch else ""
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
        zones = policy.zone_of(case), app.reader_zone
        case_id = policy.case_id(case.number)
        return [
            case_clocks_sheet(clocks, app.times(now)),
            history_sheet(history, taken_back(events), case_id, zones, now),
        ]

    record = case_record(policy, found, now, _notes(policy, found, now))
    app.show(record._replace(item=item, detail=detail), paged=not launch)
    if launch:
        Desktop(app.environment).open(page, "the portal", _by_hand(page))


def _notes(policy: Policy, case: Case, now: datetime) -> list[Note]:
    known = case.region in policy.regions and case.partner_type in policy.partner_types
    if case.status not in ("open", "responded") or not known:
        return []
    return [*contact_note(policy, case), *hotline_note(policy, case, now)]


def _page(app: App, case: Case) -> str:
    """Return the address of a case in the portal; refused if it cannot be known or opened."""
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
    Desktop(app.environment).require(_by_hand(page))
    return page


def _by_hand(page: str) -> str:
    return f"open it yourself: {page}"
