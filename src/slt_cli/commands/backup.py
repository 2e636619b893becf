"""`slt backup`: copy the store while others use it."""

import os
import re
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any, NamedTuple

import typer

from slt_cli.app import App
from slt_cli.errors import OutputError, RefusedError, UsageError
from slt_cli.output import Column, Flex, Sheet
from slt_cli.parameters import app_of
from slt_cli.store.sqlite.copies import Copy, copy_of
from slt_cli.store.sqlite.file import exists

_BESIDE = ("-wal", "-shm", "-journal")  # what SQLite takes for a store's, and removes


class Backup(NamedTuple):
    """Hold the copy that was made, and the older ones that gave way to it."""

    copy: Copy
    removed: list[Path]


def backup_command(
    ctx: typer.Context,
    file: Annotated[
        str | None,
        typer.Argument(metavar="[FILE]", help="The copy, or a directory to put it into."),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace FILE if there is one.")] = False,
    keep: Annotated[
        int | None,
        typer.Option(
            "--keep",
            metavar="N",
            min=1,
            help="Then remove all but the newest N copies that bear such a name.",
        ),
    ] = None,
) -> None:
    """Copy the store, while others use it.

    Without FILE the copy lies beside the store and bears the instant in its name. It appears when
    it is whole and checked, and only its owner can read it.

    \b
    slt backup
    slt backup --keep 14
    slt backup /media/usb/cases.db --force
    """
    app = app_of(ctx)
    store = app.store_file
    if not exists(store, private=app.store_is_own):
        raise RefusedError(f"there is no store {store} yet", "`slt open` makes one")
    try:
        target, is_dated = _target(app, file)
        if keep is not None and not is_dated:
            fix = "name a directory, or leave FILE out"
            raise UsageError("--keep needs copies that bear their instant", fix)
        _require_free(app, target, force=force)
        copied = copy_of(store, target)
    except OSError as error:
        raise OutputError(
            f"{file or store.parent} cannot be written: {error.strerror}",
            "name another file or directory: `slt backup FILE`; the store is as it was",
        ) from None
    removed = _remove_older(app, target, keep) if keep else []
    app.show(_sheet(Backup(copied, removed), app.now))


def _target(app: App, named: str | None) -> tuple[Path, bool]:
    """Return the file to write, and whether its name is the instant's."""
    if named == "-":
        raise UsageError(
            "a backup is a file, it cannot go to standard output",
            "slt backup copy.db && cat copy.db, or `slt export` for the cases as text",
        )
    given = None if named is None else Path(named)
    if given is not None and not given.is_dir():
        if str(named).endswith(os.sep):
            raise OutputError(f"there is no directory {named}", "make or mount it first")
        return given, False
    name = f"{app.store_file.stem}-{app.now:%Y%m%dT%H%M%SZ}.db"
    return (app.store_file.resolve().parent if given is None else given) / name, True


def _require_free(app: App, target: Path, *, force: bool) -> None:
    """Refuse to write over the store itself, over what is no file, and unasked over anything."""
    store = app.store_file
    real = store.resolve()
    if target.resolve() in [real.with_name(real.name + end) for end in _BESIDE]:
        raise RefusedError(f"{target} is the log of the store itself", "name another file")
    if not target.exists():
        return
    if not target.is_file() or target.samefile(store):
        what = "the store itself" if target.is_file() else "no file"
        raise RefusedError(f"{target} is {what} and was not touched", "name another file")
    if not force:
        raise RefusedError(
            f"{target} exists already and was not touched",
            "add --force to replace it, or name another file",
        )


def _remove_older(app: App, made: Path, keep: int) -> list[Path]:
    """Remove the copies of this store beside the one just made that are more than so many.

    That one stays, also where the clock is behind and others bear a later instant.
    """
    pattern = re.compile(rf"{re.escape(app.store_file.stem)}-\d{{8}}T\d{{6}}Z\.db", re.ASCII)
    try:
        others = sorted(
            path
            for path in made.parent.iterdir()
            if pattern.fullmatch(path.name) and path.name != made.name and path.is_file()
        )
        removed = others[: max(0, len(others) - (keep - 1))]
        for old in removed:
            old.unlink()
    except OSError as error:
        raise OutputError(
            f"the copy {made} was made, but older ones cannot be removed: {error.strerror}",
            f"remove what is too much in {made.parent} yourself, or leave --keep out",
        ) from None
    return removed


def _sheet(backup: Backup, now: datetime) -> Sheet[Backup]:
    def item(row: Backup) -> dict[str, Any]:
        return {
            "path": str(row.copy.path),
            "bytes": row.copy.size,
            "cases": row.copy.cases,
            "schema_version": row.copy.schema_version,
            "removed": [str(path) for path in row.removed],
        }

    return Sheet(
        schema="slt.backup/1",
        as_of=now,
        rows=[backup],
        item=item,
        columns=(
            Column("Backup", lambda row: str(row.copy.path), Flex.WRAPPED),
            Column("Cases", lambda row: str(row.copy.cases)),
            Column("Bytes", lambda row: str(row.copy.size)),
            Column(
                "Removed", lambda row: ", ".join(path.name for path in row.removed), Flex.WRAPPED
            ),
        ),
        key=lambda row: str(row.copy.path),
        record=True,
    )
