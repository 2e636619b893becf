"""Prepare and copy the store, and set the team's policy."""

from collections.abc import Iterator
from shlex import quote
from typing import Any

import typer

from slt_cli.app import App
from slt_cli.errors import RefusedError
from slt_cli.output import FOR_PEOPLE, Column, Note, Sheet
from slt_cli.output.text import printable
from slt_cli.parameters import app_of
from slt_cli.store.location import Location
from slt_cli.store.upkeep import Upgraded


def store_path(ctx: typer.Context) -> None:
    """Show where cases are kept.

    Nothing is opened or made. `slt config path` shows the configuration files, too.

    \b
    slt store path
    slt store path --json
    """
    app = app_of(ctx)
    location = str(app.location)
    if app.format in FOR_PEOPLE:
        app.write(f"{printable(location) if app.terminal.stdout else location}\n")
        return
    app.show(_sheet(app, "slt.store-path/1", app.location, {}, ()))


def store_init(ctx: typer.Context) -> None:
    """Make the store ready for its first case.

    It makes the tables of a database, which no other command does; a file is also made by
    `slt open`. A store that is there stays as it is.

    \b
    slt store init
    slt store init --db team.db
    """
    app = app_of(ctx)
    created = app.upkeep.init()
    state = "made now, without cases" if created else "ready already, nothing was changed"
    columns = (Column[Location]("State", lambda _: state),)
    app.show(_sheet(app, "slt.store-init/1", app.location, {"created": created}, columns))


def store_upgrade(ctx: typer.Context) -> None:
    """Bring the store's schema up to date.

    A file that an older slt wrote is copied beside itself first; any command that reads its cases
    does the same. A database is upgraded by this command alone, and then everyone who uses it needs
    the newer slt. In a file, an index or a view that is missing is made again, and named.

    \b
    slt store upgrade
    """
    app = app_of(ctx)
    if app.location.is_missing():
        raise RefusedError(f"there is no store {app.location} yet", "`slt store init` makes one")
    done = app.upkeep.upgrade()
    state = _state(done)
    more = {
        "schema_before": done.before,
        "schema_version": done.after,
        "made_again": list(done.made),
    }
    columns = (Column[Location]("State", lambda _: state, "wrapped"),)
    sheet = _sheet(app, "slt.store-upgrade/1", app.location, more, columns)
    app.show(sheet.with_changes(notes=tuple(_grants(done))))


def _grants(done: Upgraded) -> Iterator[Note]:
    """Yield how the owner gives rights on what was added, if others have rights."""
    if done.lacking:
        roles = " ".join(f"--{each.kind} {quote(each.role)}" for each in done.lacking)
        yield Note("Rights", f"on what was added, run `slt store grant {roles} --apply`")


def _state(done: Upgraded) -> str:
    made = f"made again what was missing: {', '.join(done.made)}" if done.made else ""
    if done.before != done.after:
        brought = f"brought from schema {done.before} to {done.after}"
        return f"{brought}; {made}" if made else brought
    return f"schema {done.after}; {made}" if made else f"up to date already: schema {done.after}"


def _sheet(
    app: App,
    schema: str,
    location: Location,
    more: dict[str, Any],
    columns: tuple[Column[Location], ...],
) -> Sheet[Location]:
    return Sheet(
        schema=schema,
        as_of=app.now,
        rows=[location],
        item=lambda row: {"path": str(row), "engine": row.engine, **more},
        columns=(Column("Store", str, "wrapped"), *columns),
        key=str,
        record=True,
    )
