"""`slt restore`: replace the store by a backup."""

import os
from collections.abc import Sequence
from datetime import datetime
from errno import EACCES
from pathlib import Path
from shlex import quote
from typing import Annotated, Any, NamedTuple

import typer

from slt_cli.app import App
from slt_cli.errors import InterruptionError, OutputError, RefusedError, UsageError
from slt_cli.file_remarks import user_name
from slt_cli.output import Column, Sheet
from slt_cli.output.asking import confirm
from slt_cli.parameters import app_of
from slt_cli.store.location import Location
from slt_cli.store.upkeep import Copy, LeftBehindError, Replacement, Upkeep

_UNCHANGED = "nothing was restored or changed"
_CONFIRM = "answer y, or add --yes"


class Restored(NamedTuple):
    """A restore: of which store, from which backup, and where the replaced cases are kept."""

    store: Location
    given: Path
    copy: Copy
    kept: str | None
    is_of_another_store: bool


def restore_command(
    ctx: typer.Context,
    file: Annotated[
        Path,
        typer.Argument(metavar="FILE", readable=False, help="A copy made by `slt backup`."),
    ],
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Don't ask for confirmation.")] = False,
) -> None:
    """Replace the store by a backup.

    The backup is checked first, and brought up to date if an older slt wrote it. What it replaces
    is kept beside the store. Others can go on meanwhile: they see all of the old cases or all of
    the new ones. A database is not replaced: the backup is copied into its tables, which must be
    empty. Where nothing is replaced, nothing is to be confirmed.

    \b
    slt restore cases-20261123T100000Z.db
    slt restore --yes /media/usb/cases.db
    """
    app = app_of(ctx)
    try:
        _require_another(app.upkeep, file)
        restored = _restored(app, file, ask=not yes)
    except OSError as error:
        raise OutputError(
            f"the store {app.location} cannot be replaced: {error.strerror}",
            "free some space, and let slt write beside the store; nothing was changed",
        ) from None
    app.show(_sheet(restored, app.now))


def _restored(app: App, file: Path, *, ask: bool) -> Restored:
    restored = None
    try:
        with app.upkeep.restoring(file) as backup:
            if ask and backup.replaced != 0:
                _confirm(app, backup)
            kept = backup.put_in_place(app.now)
            is_other = backup.is_of_another_store
            restored = Restored(app.location, file, backup.copy, kept, is_other)
            _note_on_redacted(app, backup.unredacted(kept))
    except LeftBehindError as left:
        if restored is None:
            raise
        app.note(left.message, left.fix)
    except KeyboardInterrupt:
        if restored is None:
            raise
        kept = f"what it replaced is kept as {restored.kept}" if restored.kept else ""
        raise InterruptionError(f"interrupted after {app.location} was restored", kept) from None
    return restored


def _note_on_redacted(app: App, numbers: Sequence[int]) -> None:
    """Note each case whose texts are back."""
    for case in map(app.policy.case_id, numbers):
        app.note(
            f"{case} was redacted in the store that was replaced, and its texts are back",
            f"slt redact {case} --reason TEXT",
        )


def _require_another(upkeep: Upkeep, file: Path) -> None:
    try:
        is_file, is_directory = file.is_file(), file.is_dir()
        if is_file and not os.access(file, os.R_OK):
            raise PermissionError(EACCES, os.strerror(EACCES))
    except OSError as error:
        fix = f"{_made_readable(file)}, or name another backup; nothing was changed"
        raise RefusedError(f"{file} cannot be read: {error.strerror}", fix) from None
    if is_directory:
        raise RefusedError(f"{file} is a directory", "name one of the copies in it")
    if not is_file:
        what = f"{file} is not a regular file" if file.exists() else f"there is no file {file}"
        raise RefusedError(what, "name a copy made by `slt backup`")
    if part := upkeep.part(file):
        raise RefusedError(f"{file} is {part}", "name a backup")


def _made_readable(file: Path) -> str:
    """Return what lets a backup be restored that the user may not read."""
    try:
        status = file.stat()
    except OSError:  # in a directory that the user may not enter
        return "make it readable for you"
    owner = user_name(status.st_uid)
    if status.st_uid == os.geteuid() or owner.isdecimal():
        return "make it readable for you"
    if status.st_gid in {os.getegid(), *os.getgroups()}:
        return f"{owner}, the owner, can run `chmod g+r {quote(str(file))}`"
    return f"{owner}, the owner, can restore it"


def _confirm(app: App, backup: Replacement) -> None:
    if not app.interactive:
        raise UsageError(
            "a restore replaces every case, and off a terminal nobody can confirm it", "add --yes"
        )
    replaced, other = backup.replaced, " of another store" if backup.is_of_another_store else ""
    present = "what is left of the damaged cases" if replaced is None else _counted(replaced)
    question = f"Replace {present} in {app.location} by {_counted(backup.copy.cases)}{other}?"
    unanswered = InterruptionError(f"the question was not answered: {_UNCHANGED}", _CONFIRM)
    if not confirm(question, unanswered):
        raise RefusedError(_UNCHANGED, _CONFIRM)


def _counted(cases: int) -> str:
    return f"{cases} case{'' if cases == 1 else 's'}"


def _sheet(restored: Restored, now: datetime) -> Sheet[Restored]:
    def item(row: Restored) -> dict[str, Any]:
        return {
            "path": str(row.store),
            "restored_from": str(row.given),
            "cases": row.copy.cases,
            "schema_version": row.copy.schema_version,
            "kept": row.kept,
            "another_store": row.is_of_another_store,
        }

    def source(row: Restored) -> str:
        return (
            f"{row.given}, a copy of another store" if row.is_of_another_store else str(row.given)
        )

    return Sheet(
        schema="slt.restore/1",
        as_of=now,
        rows=[restored],
        item=item,
        columns=(
            Column("Restored", lambda row: str(row.store), "wrapped"),
            Column("From", source, "wrapped"),
            Column("Cases", lambda row: f"{row.copy.cases:,}"),
            Column("Kept", lambda row: row.kept or "nothing was replaced", "wrapped"),
        ),
        key=lambda row: str(row.store),
        record=True,
    )
