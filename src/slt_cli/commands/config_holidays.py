"""`slt config holidays`: add public holidays to a region, as exceptions to its hours."""

from datetime import date
from pathlib import Path
from typing import Annotated, NamedTuple

import typer

from slt_cli.config import load_policy, read_layers
from slt_cli.config.changing import change, file_to_change
from slt_cli.config.holidays import (
    Days,
    calendar_file,
    exception_date,
    exceptions_of,
    parse_years,
    public_holidays,
    with_exceptions,
)
from slt_cli.domain.calendar.instant import format_day
from slt_cli.errors import UsageError
from slt_cli.output import Column, Note, Sheet
from slt_cli.parameters import app_of

_YEARS_AHEAD = 2


class Holiday(NamedTuple):
    """A holiday, and the name of the exception that its date already has, if any."""

    date: date
    name: str
    existing: str | None


def config_holidays(
    ctx: typer.Context,
    region: Annotated[str, typer.Argument(metavar="REGION", help="The region to add holidays to.")],
    country: Annotated[
        str | None, typer.Option("--country", metavar="US", help="Holidays of this country.")
    ] = None,
    subdivision: Annotated[
        str | None,
        typer.Option(
            "--subdivision",
            metavar="CA",
            help="Also holidays of this state or other part of the country.",
        ),
    ] = None,
    file: Annotated[
        Path | None,
        typer.Option("--from", metavar="FILE.ics", help="Whole-day events of this calendar file."),
    ] = None,
    years: Annotated[
        str | None,
        typer.Option("--years", metavar="2026-2028", help="By default this year and the next two."),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show the holidays, write nothing.")
    ] = False,
) -> None:
    """Add public holidays to your own file.

    Each becomes an exception of the region: closed all day. A date that already has an exception
    keeps it. Needs the extra `holidays`.

    \b
    slt config holidays usa --country US --subdivision CA --years 2026-2028 --dry-run
    slt config holidays europe --from bank-holidays.ics
    """
    app = app_of(ctx)
    layers = read_layers(app.config_file)  # the files alone: the holidays are written to one
    key = load_policy(layers).region(region).key
    span = parse_years(years) if years else range(app.now.year, app.now.year + _YEARS_AHEAD + 1)
    days = _found(country, subdivision, file, span)
    existing = {
        exception_date(entry): str(entry.get("name", ""))
        for entry in exceptions_of(layers.tables, key)
    }
    path = ("regions", key, "exceptions")
    notes = [Note("File", str(file_to_change(app.config_file)))]
    if dry_run:
        notes = [Note("Dry run", "nothing was written")]
    elif days:
        done = change(
            app.config_file, path, lambda own, below: with_exceptions(own, below, key, days)
        )
        if done.backup is not None:
            notes.append(Note("Comments", f"could not be kept; the old text is in {done.backup}"))
    app.show(
        Sheet(
            schema="slt.config-holidays/1",
            as_of=app.now,
            rows=[Holiday(day, name, existing.get(day)) for day, name in days.items()],
            item=lambda row: {
                "region": key,
                "date": row.date.isoformat(),
                "name": row.name,
                "added": row.existing is None and not dry_run,
                "stands": row.existing,
            },
            columns=(
                Column("Date", lambda row: row.date.isoformat()),
                Column("Day", lambda row: format_day(row.date, row.date.year)[:3]),
                Column("Holiday", lambda row: row.name),
                Column("Is", lambda row: _state(row, dry_run=dry_run)),
            ),
            key=lambda row: row.date.isoformat(),
            empty=f"No holidays from {span[0]} to {span[-1]}.",
            notes=tuple(notes),
        )
    )


def _found(country: str | None, subdivision: str | None, file: Path | None, years: range) -> Days:
    if (country is None) == (file is None):
        raise UsageError("give either --country or --from", "such as --country US")
    if file is not None:
        if subdivision is not None:
            raise UsageError("--subdivision needs --country", "leave it out with --from")
        return calendar_file(file, years)
    return public_holidays(country or "", subdivision, years)


def _state(row: Holiday, *, dry_run: bool) -> str:
    if row.existing is not None:
        return "there already" if row.existing == row.name else f"there already: {row.existing}"
    return "new" if dry_run else "added"
