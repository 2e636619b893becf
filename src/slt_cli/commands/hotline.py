"""`slt hotline`: the numbers to call, and whether they are answered now."""

from datetime import datetime
from typing import Annotated, Any

import typer

from slt_cli.domain.calendar.instant import format_instant
from slt_cli.domain.hotline import HotlineStatus, hotline_status
from slt_cli.domain.plan import PartnerType
from slt_cli.output import Cell, Column, Note, Sheet, Tone
from slt_cli.parameters import At, PartnerTypeName, RegionName, app_of
from slt_cli.views.case import utc_or_none
from slt_cli.views.support_notes import instead_of_hotline


def hotline_command(
    ctx: typer.Context,
    region: RegionName = None,
    only_open: Annotated[bool, typer.Option("--open", help="Show only the open ones.")] = False,
    partner_type: PartnerTypeName = None,
    at: At = None,
) -> None:
    """Show the hotlines and whether they are open.

    \b
    slt hotline
    slt hotline --region apac
    slt hotline --open
    """
    app = app_of(ctx)
    app.do_without_store()
    policy, now = app.policy, app.at(at)
    regions = policy.regions.values() if region is None else [policy.region(region)]
    rows = [hotline_status(each, now) for each in regions]
    chosen_type = policy.partner_type(partner_type)
    if only_open and chosen_type.hotline:
        rows = [row for row in rows if row.open]
    app.show(_sheet(rows, now, chosen_type, instead_of_hotline(policy, chosen_type)))


def _sheet(
    rows: list[HotlineStatus], now: datetime, partner_type: PartnerType, instead: str
) -> Sheet[HotlineStatus]:
    def number(row: HotlineStatus) -> str | None:
        return (row.region.hotline or None) if partner_type.hotline else None

    def hours(row: HotlineStatus) -> str:
        return row.region.hotline_hours if row.region.hotline else ""

    def state(row: HotlineStatus) -> Cell:
        if not row.region.hotline:
            return Cell("no hotline")
        return Cell(row.describe(now), Tone.OK if row.open else Tone.NONE)

    def item(row: HotlineStatus) -> dict[str, Any]:
        local = now.astimezone(row.region.zone.info)
        return {
            "region": row.region.key,
            "name": row.region.name,
            "hotline": number(row),
            "timezone": row.region.timezone,
            "hours": row.region.hotline_hours if row.region.hotline else None,
            "local_time": local.isoformat(timespec="seconds"),
            "open": row.open if row.region.hotline else None,
            "closes_at": utc_or_none(row.closes_at),
            "opens_at": utc_or_none(row.opens_at),
        }

    return Sheet(
        schema="slt.hotline/1",
        as_of=now,
        rows=rows,
        item=item,
        columns=(
            Column("Region", lambda row: row.region.name),
            Column("Hotline", lambda row: number(row) or "none"),
            Column("Hours", hours, gives_way=2),
            Column(
                "Local time",
                lambda row: format_instant(now, row.region.zone, now.year),
                gives_way=1,
            ),
            Column("State", state),
        ),
        key=lambda row: row.region.key,
        empty="No hotline is open at this time.",
        notes=() if partner_type.hotline else (Note("Hotline", instead),),
    )
