"""`slt restore`: put a backup in the place of the store."""

from datetime import datetime
from pathlib import Path
from typing import Annotated, Any, NamedTuple

import typer

from slt_cli.errors import OutputError, RefusedError, UsageError
from slt_cli.output import Column, Flex, Sheet
from slt_cli.output.text import printable
from slt_cli.parameters import app_of
from slt_cli.store.sqlite.copies import Copy
from slt_cli.store.sqlite.restoring import cases_in, checked, put_in_place


class Restored(NamedTuple):
    """Hold what was restored from where to where, and where that which it replaced is kept."""

    store: Path
    given: Path
    copy: Copy
    kept: Path | None


def restore_command(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A copy that `slt backup` made.")],
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do it without being asked.")] = False,
) -> None:
    """Put a backup in the place of the store.

    It is checked first, and brought up to date if an older slt wrote it. What it replaces is kept
    beside the store. Others may go on meanwhile: they see all of the old cases or all of the new.

    \b
    slt restore cases-20261123T100000Z.db
    slt restore --yes /media/usb/cases.db
    """
    app = app_of(ctx)
    if not (yes or app.interactive):
        raise UsageError(
            "a restore replaces every case, and nobody is here to be asked", "add --yes to do it"
        )
    store = app.store_file
    try:
        _require_another(file, store)
        replaced = cases_in(store)
        with checked(file, store, private=app.store_is_own) as copied:
            if not yes:
                _confirm(store, replaced, copied.cases)
            name = f"{store.resolve().name}.before-restore-{app.now:%Y%m%dT%H%M%SZ}"
            kept = put_in_place(copied.path, store, store.resolve().with_name(name))
    except OSError as error:
        raise OutputError(
            f"the store {store} cannot be replaced: {error.strerror}",
            f"make room in {store.parent} and let slt write there; nothing was changed",
        ) from None
    app.show(_sheet(Restored(store, file, copied, kept), app.now))


def _require_another(file: Path, store: Path) -> None:
    try:
        is_file = file.is_file()
    except OSError as error:
        fix = "make it readable for you, or name another backup; nothing was changed"
        raise RefusedError(f"{file} cannot be read: {error.strerror}", fix) from None
    if not is_file:
        raise RefusedError(f"there is no file {file}", "name a copy that `slt backup` made")
    if store.exists() and file.samefile(store):
        raise RefusedError(f"{file} is the store itself", "name a backup")


def _confirm(store: Path, replaced: int | None, cases: int) -> None:
    present = "what is left of the damaged cases" if replaced is None else _counted(replaced)
    question = f"Replace {present} in {store} by {_counted(cases)}?"
    if not typer.confirm(printable(question), err=True):
        raise RefusedError("nothing was restored, and nothing changed")


def _counted(cases: int) -> str:
    return f"{cases} case{'' if cases == 1 else 's'}"


def _sheet(restored: Restored, now: datetime) -> Sheet[Restored]:
    def item(row: Restored) -> dict[str, Any]:
        return {
            "path": str(row.store),
            "restored_from": str(row.given),
            "cases": row.copy.cases,
            "schema_version": row.copy.schema_version,
            "kept": str(row.kept) if row.kept else None,
        }

    return Sheet(
        schema="slt.restore/1",
        as_of=now,
        rows=[restored],
        item=item,
        columns=(
            Column("Restored", lambda row: str(row.store), Flex.WRAPPED),
            Column("From", lambda row: str(row.given), Flex.WRAPPED),
            Column("Cases", lambda row: str(row.copy.cases)),
            Column("Kept", lambda row: str(row.kept or "nothing was replaced"), Flex.WRAPPED),
        ),
        key=lambda row: str(row.store),
        record=True,
    )
