"""`slt config holidays`: add public holidays to a region, or to a list that regions share."""

from pathlib import Path
from typing import Annotated, NamedTuple
from zoneinfo import ZoneInfo

import typer

from slt_cli.app import App
from slt_cli.config import load_policy, read_layers
from slt_cli.config.calendar_days import Days, calendar_days
from slt_cli.config.changing import change, file_to_change
from slt_cli.config.files import KeyPath, Table
from slt_cli.config.holiday_entries import (
    Existing,
    exceptions_path,
    lists_of,
    regions_using,
    shared_path,
    with_entries,
)
from slt_cli.config.holidays import differing_subdivisions, parse_years, public_holidays
from slt_cli.domain.policy import Policy
from slt_cli.errors import BadEventsError, UsageError
from slt_cli.file_remarks import mode_remark, root_remark
from slt_cli.offered import offered
from slt_cli.output import FOR_PEOPLE, Note
from slt_cli.output.messages import print_bad_rows, print_message
from slt_cli.parameters import app_of
from slt_cli.views.holiday_notes import LEFT_OUT, calendar_notes, subdivision_notes, user_note
from slt_cli.views.holidays import Holiday, holiday_sheet

_YEARS_AHEAD = 2


class Target(NamedTuple):
    """Where holidays are written: a region, or a shared list and the regions that use it."""

    path: KeyPath
    region: str | None
    shared: str | None
    regions: tuple[str, ...]


def config_holidays(
    ctx: typer.Context,
    region: Annotated[
        str | None,
        typer.Argument(
            metavar="REGION",
            help="The region to add holidays to.",
            autocompletion=offered("regions"),
        ),
    ] = None,
    into: Annotated[
        str | None,
        typer.Option(
            "--into",
            metavar="holidays.NAME",
            help="In place of a region: a list that regions share.",
            autocompletion=offered("shared_lists"),
        ),
    ] = None,
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
        typer.Option(
            "--from",
            metavar="FILE.ics",
            readable=False,
            help="Whole-day events of this calendar file.",
        ),
    ] = None,
    skip_bad: Annotated[
        bool, typer.Option("--skip-bad", help="Leave out bad events and take the others.")
    ] = False,
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
    keeps it. With --into they are written once, into a list that several regions can use. Needs the
    extra `holidays`.

    \b
    slt config holidays usa --country US --subdivision CA --years 2026-2028 --dry-run
    slt config holidays europe --from bank-holidays.ics
    slt config holidays --into holidays.us --country US --years 2026-2028
    """
    app = app_of(ctx)
    _check(country, subdivision, file, skip_bad=skip_bad)
    layers = read_layers(app.config_file)  # the files alone: the holidays are written to one
    policy = load_policy(layers)
    target = _target(region, into, policy, layers.tables)
    span = parse_years(years) if years else range(app.now.year, app.now.year + _YEARS_AHEAD + 1)
    if file is not None:
        days, about = _of_file(file, span, target, policy, skip_bad=skip_bad)
    else:
        days, about = _of_country(country or "", subdivision, span)
    existing = Existing(layers.tables, target.path)
    rows = [Holiday(day, name, existing.name(day)) for day, name in days.items()]
    notes = [*_written(app, target, days, dry_run=dry_run), *about]
    if target.shared is not None:
        example = policy.default_region
        lists = lists_of(layers.tables, example)
        notes.append(user_note(target.shared, target.regions, example, lists))
    _show_hidden(app, about, is_empty=not days)
    sheet = holiday_sheet(target.region, target.shared, rows, app.now, dry_run=dry_run)
    empty = f"No holidays from {span[0]} to {span[-1]}."
    app.show(sheet.with_changes(empty=empty, notes=tuple(notes)))


def _check(
    country: str | None, subdivision: str | None, file: Path | None, *, skip_bad: bool
) -> None:
    if (country is None) == (file is None):
        raise UsageError("give either --country or --from", "such as --country US")
    if file is not None and subdivision is not None:
        raise UsageError("--subdivision needs --country", "leave it out with --from")
    if file is None and skip_bad:
        raise UsageError("--skip-bad needs --from", "leave it out with --country")


def _target(region: str | None, into: str | None, policy: Policy, tables: Table) -> Target:
    if (region is None) == (into is None):
        one_of = " or ".join(list(policy.regions)[:3])
        fix = f"such as {one_of}, or --into holidays.us for a list that regions share"
        raise UsageError("give either REGION or --into", fix)
    if region is not None:
        key = policy.region(region).key
        return Target(exceptions_path(key), key, None, (key,))
    path = shared_path(into or "", tables)
    regions = [key for key in regions_using(tables, path[1]) if key in policy.regions]
    return Target(path, None, path[1], tuple(regions))


def _of_country(country: str, subdivision: str | None, years: range) -> tuple[Days, list[Note]]:
    days = public_holidays(country, subdivision, years)
    if subdivision is not None:
        return days, []
    return days, list(subdivision_notes(country, differing_subdivisions(country, years)))


def _of_file(
    file: Path, years: range, target: Target, policy: Policy, *, skip_bad: bool
) -> tuple[Days, list[Note]]:
    regions = [policy.regions[key] for key in target.regions] or [policy.region(None)]
    zones = dict.fromkeys(ZoneInfo(region.timezone) for region in regions)
    found = calendar_days(file, years, tuple(zones))
    if found.bad and not skip_bad:
        fix = "correct them, or leave them out with --skip-bad"
        raise BadEventsError(str(file), found.faults, found.bad, fix)
    if found.bad:
        print_bad_rows(found.faults, found.bad, "left out", "event")
    return found.days, list(calendar_notes(found, years))


def _written(app: App, target: Target, days: Days, *, dry_run: bool) -> list[Note]:
    """Write the holidays, and return where."""
    if dry_run:
        return [Note("Dry run", "nothing was written")]
    notes = [Note("File", str(file_to_change(app.config_file)))]
    if days:
        app.remark(root_remark(file_to_change(app.config_file)))
        done = change(
            app.config_file,
            target.path,
            lambda own, below: with_entries(own, below, target.path, days),
        )
        app.remark(mode_remark(done.file, done.mode))
        if done.backup is not None:
            notes.append(Note("Comments", f"could not be kept; the old text is in {done.backup}"))
    return notes


def _show_hidden(app: App, notes: list[Note], *, is_empty: bool) -> None:
    """Print what is left out to standard error where the answer shows no notes."""
    form = app.format
    shows_notes = form == "json" or (form in FOR_PEOPLE and not is_empty)
    if app.options.quiet or not shows_notes:
        for note in notes:
            if note.label == LEFT_OUT:
                print_message("note", f"{note.label.lower()}: {note.text}")
