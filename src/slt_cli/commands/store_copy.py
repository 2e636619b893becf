"""`slt store copy`: all cases of a store into an empty one, between files and databases."""

from contextlib import closing
from typing import Annotated, NamedTuple

import typer

from slt_cli.app import App
from slt_cli.errors import OutputError, RefusedError, StoreError, UsageError
from slt_cli.output import Column, Sheet
from slt_cli.parameters import app_of
from slt_cli.store.copying import Copied
from slt_cli.store.location import ANOTHER_LOCATION, Location, location_of, without_password
from slt_cli.store.opening import open_store, open_upkeep


class Copying(NamedTuple):
    """From where to where a store was copied, and how much."""

    source: Location
    target: Location
    copied: Copied


def store_copy(
    ctx: typer.Context,
    source: Annotated[
        str, typer.Argument(metavar="FROM", help="A store: a file, or a postgresql:// URL.")
    ],
    target: Annotated[
        str, typer.Argument(metavar="TO", help="A new file, or a database made ready by init.")
    ],
) -> None:
    """Copy all of a store into an empty one.

    Cases, history and the team's policy are copied as of one moment, while others go on. Everything
    is copied or nothing: the copy is counted, and every case is rebuilt from its history. A
    database is made ready with `slt store init` first.

    \b
    slt store copy cases.db team.db
    slt store copy cases.db 'postgresql://db.example.com/slt'
    """
    app = app_of(ctx)
    there, here = (without_password(location_of(name)) for name in (source, target))
    copying = Copying(there, here, _copied(app, there, here))
    app.show(
        Sheet(
            schema="slt.store-copy/1",
            as_of=app.now,
            rows=[copying],
            item=lambda row: {
                "from": str(row.source),
                "to": str(row.target),
                "cases": row.copied.cases,
                "events": row.copied.events,
            },
            columns=(
                Column("From", lambda row: str(row.source), "wrapped"),
                Column("To", lambda row: str(row.target), "wrapped"),
                Column("Cases", lambda row: f"{row.copied.cases:,}"),
                Column("Events", lambda row: f"{row.copied.events:,}"),
            ),
            key=lambda row: str(row.target),
            record=True,
        )
    )


def _copied(app: App, source: Location, target: Location) -> Copied:
    if source == target:
        raise UsageError("FROM and TO are the same store", "name another file or database")
    try:
        exists = open_upkeep(source, waiting=app.waiting).exists()
    except StoreError as error:
        raise _fitting(error, source) from None
    if not exists:
        raise RefusedError(f"there is no store {source}", "name the store to copy first")
    try:
        with closing(open_store(source, waiting=app.waiting)) as opened:
            upkeep = open_upkeep(target, note=app.note, waiting=app.waiting)
            return upkeep.receive(opened)
    except StoreError as error:
        raise _fitting(error, source) from None
    except OSError as error:
        raise OutputError(
            f"{target} cannot be written: {error.strerror}",
            "name another file or directory; nothing was copied",
        ) from None


def _fitting(error: StoreError, source: Location) -> StoreError:
    """Return an error about a store with a fix that names the argument, not an option."""
    before, found, _ = error.fix.partition(ANOTHER_LOCATION)
    if found:
        argument = "FROM" if str(source) in error.message else "TO"
        error.fix = f"{before}name another store as {argument}; nothing was copied"
    return error
