"""How holidays that are added to the configuration are shown."""

from datetime import date, datetime
from typing import Any, NamedTuple

from slt_cli.domain.calendar.instant import format_day
from slt_cli.output import Column, Sheet


class Holiday(NamedTuple):
    """A holiday, and the name of the exception that its date already has, if any."""

    date: date
    name: str
    existing: str | None


def holiday_sheet(
    region: str | None, shared: str | None, rows: list[Holiday], now: datetime, *, dry_run: bool
) -> Sheet[Holiday]:
    """Return the sheet of holidays for a region or a shared list."""

    def item(row: Holiday) -> dict[str, Any]:
        return {
            "region": region,
            "date": row.date.isoformat(),
            "name": row.name,
            "added": row.existing is None and not dry_run,
            "stands": row.existing,
            "list": shared,
        }

    return Sheet(
        schema="slt.config-holidays/1",
        as_of=now,
        rows=rows,
        item=item,
        columns=(
            Column("Date", lambda row: row.date.isoformat()),
            Column("Day", lambda row: format_day(row.date, row.date.year)[:3]),
            Column("Holiday", lambda row: row.name, "wrapped"),
            Column("Is", lambda row: _state(row, dry_run=dry_run), "wrapped"),
        ),
        key=lambda row: row.date.isoformat(),
    )


def _state(row: Holiday, *, dry_run: bool) -> str:
    if row.existing is not None:
        return "there already" if row.existing == row.name else f"there already: {row.existing}"
    return "new" if dry_run else "added"
