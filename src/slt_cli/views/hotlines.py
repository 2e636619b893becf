"""How hotlines are shown: their numbers and hours, and whether they are open."""

from datetime import datetime
from typing import Any

from slt_cli.domain.calendar.instant import format_instant
from slt_cli.domain.hotline import HotlineStatus
from slt_cli.output import Cell, Column, Note, Sheet, Tone
from slt_cli.views.case import utc_or_none


def hotline_sheet(
    rows: list[HotlineStatus], now: datetime, notes: tuple[Note, ...] = ()
) -> Sheet[HotlineStatus]:
    """Return the sheet with the hotline of each region; one without a number is none."""
    return Sheet(
        schema="slt.hotline/1",
        as_of=now,
        rows=rows,
        item=lambda row: _item(row, now),
        columns=(
            Column("Region", lambda row: row.region.name),
            Column("Hotline", lambda row: row.region.hotline or "none"),
            Column(
                "Hours",
                lambda row: row.region.hotline_hours if row.region.hotline else "",
                gives_way=2,
            ),
            Column(
                "Local time",
                lambda row: format_instant(now, row.region.zone, now.year),
                gives_way=1,
            ),
            Column("State", lambda row: _state(row, now)),
        ),
        key=lambda row: row.region.key,
        empty="No hotline is open at this time.",
        notes=notes,
    )


def _state(row: HotlineStatus, now: datetime) -> Cell:
    if not row.region.hotline:
        return Cell("no hotline")
    return Cell(row.describe(now), Tone.OK if row.open else Tone.NONE)


def _item(row: HotlineStatus, now: datetime) -> dict[str, Any]:
    region = row.region
    return {
        "region": region.key,
        "name": region.name,
        "hotline": region.hotline or None,
        "timezone": region.timezone,
        "hours": region.hotline_hours if region.hotline else None,
        "local_time": now.astimezone(region.zone.info).isoformat(timespec="seconds"),
        "open": row.open if region.hotline else None,
        "closes_at": utc_or_none(row.closes_at),
        "opens_at": utc_or_none(row.opens_at),
    }
