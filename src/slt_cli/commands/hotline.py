"""`slt hotline`: the numbers to call, and whether they are answered now."""

from typing import Annotated

import typer

from slt_cli.domain.hotline import hotline_status
from slt_cli.output import Note
from slt_cli.parameters import At, PartnerTypeName, RegionName, app_of
from slt_cli.views.hotlines import hotline_sheet
from slt_cli.views.support_notes import instead_of_hotline


def hotline_command(
    ctx: typer.Context,
    region: RegionName = None,
    only_open: Annotated[bool, typer.Option("--open", help="Show only the open ones.")] = False,
    partner_type: PartnerTypeName = None,
    at: At = None,
) -> None:
    """Show the hotlines and whether they are open.

    Without --partner-type the numbers are shown if partners of any type may call them.

    \b
    slt hotline
    slt hotline --region apac
    slt hotline --open
    """
    app = app_of(ctx)
    app.do_without_store()
    policy, now = app.policy, app.at(at)
    regions = policy.regions.values() if region is None else [policy.region(region)]
    chosen_type = policy.partner_type(partner_type)
    asked = policy.partner_types.values() if partner_type is None else [chosen_type]
    told = Note("Hotline", instead_of_hotline(policy, chosen_type))
    notes = () if chosen_type.hotline else (told,)
    if any(each.hotline for each in asked):
        rows = [hotline_status(each, now) for each in regions]
        shown = [row for row in rows if row.open or not only_open]
        app.show(hotline_sheet(shown, app.times(now), notes))
    else:
        rows = [hotline_status(each._replace(hotline=""), now) for each in regions]
        app.show(hotline_sheet(rows, app.times(now), notes))
