"""`slt backup`: copy the store while others use it."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any, NamedTuple

import typer

from slt_cli.app import App
from slt_cli.config.in_force import require_no_configuration
from slt_cli.errors import InterruptionError, OutputError, RefusedError, UsageError
from slt_cli.file_remarks import mode_remark, root_remark
from slt_cli.output import Column, Sheet
from slt_cli.parameters import app_of
from slt_cli.store.upkeep import Copy, OtherBackups, Upkeep


class Backup(NamedTuple):
    """The copy that was made, and the older ones that were removed."""

    copy: Copy
    removed: list[Path]


def backup_command(
    ctx: typer.Context,
    file: Annotated[
        str | None,
        typer.Argument(metavar="[FILE]", help="The copy, or a directory to put it into."),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace FILE if it exists.")] = False,
    keep: Annotated[
        int | None,
        typer.Option(
            "--keep",
            metavar="N",
            min=1,
            help="Then remove all dated copies of this store but the newest N.",
        ),
    ] = None,
) -> None:
    """Copy the store, while others use it.

    Without FILE the copy is put beside the store, or for a database into slt's own directory for
    data, with the date and time in its name. It is a file for every store. It appears when it is
    complete and checked, and only its owner can read it. A link is followed. As `slt verify` does,
    the check rebuilds every case: about ten seconds for 100,000 cases.

    \b
    slt backup
    slt backup --keep 14
    slt backup /media/usb/cases.db --force
    """
    app = app_of(ctx)
    if not app.upkeep.exists():
        raise RefusedError(f"there is no store {app.location} yet", "`slt open` creates one")
    directory, given = _target(file)
    if given is not None:
        _require_file_name(given, is_dated=keep is not None)
    app.remark(root_remark(given or app.upkeep.backup_file(directory, app.now)))
    copied = _dated_copy(app, directory) if given is None else _copied(app, given, force=force)
    app.remark(mode_remark(copied.path))
    refusal = _refusal(app.upkeep, copied.path)
    removed = [] if keep is None or refusal else _remove_older(app, copied.path, keep)
    app.show(_sheet(Backup(copied, removed), app.now))
    if refusal:
        raise refusal


def _target(named: str | None) -> tuple[Path | None, Path | None]:
    """Return the directory that slt chooses a dated name in, None for its own; or the file."""
    if named == "-":
        raise UsageError(
            "a backup is a file and cannot go to standard output",
            "slt backup copy.db && cat copy.db, or `slt export` for the cases as text",
        )
    given = None if named is None else Path(named)
    if given is None or os.path.isdir(given):  # noqa: PTH112 - pathlib raises where it may not look
        return given, None
    if str(named).endswith(os.sep):
        raise OutputError(f"there is no directory {named}", "make or mount it first")
    return None, given


def _require_file_name(given: Path, *, is_dated: bool) -> None:
    """Refuse a name that is meant as a directory's, such as that of a disk which is not mounted.

    A file of that name would be in the way of the disk.
    """
    if not os.path.lexists(given) and (not given.suffix or (is_dated and given.suffix != ".db")):
        as_file = "" if is_dated else f"; or give a file an end, as in {given}.db"
        raise OutputError(f"there is no directory {given}", f"make or mount it first{as_file}")
    if is_dated:
        fix = "name a directory, or leave FILE out: slt then chooses the name"
        raise UsageError("--keep works only for copies with the date and time in their name", fix)


def _dated_copy(app: App, directory: Path | None) -> Copy:
    while True:
        target = app.upkeep.backup_file(directory, app.now)
        with suppress(FileExistsError), _explained(target):  # another backup of the same second
            return app.upkeep.backup(target)


def _copied(app: App, target: Path, *, force: bool) -> Copy:
    try:
        with _explained(target):
            require_no_configuration(target, app.config_file)
            _require_free(app.upkeep, target, force=force)
            return app.upkeep.backup(target, replace=force)
    except FileExistsError:  # made meanwhile, by another process
        raise _exists(target) from None


@contextmanager
def _explained(target: Path) -> Iterator[None]:
    try:
        yield
    except FileExistsError:
        raise
    except OSError as error:
        raise OutputError(
            f"{target} cannot be written: {error.strerror}",
            "name another file or directory: `slt backup FILE`; the store was not changed",
        ) from None


def _require_free(upkeep: Upkeep, target: Path, *, force: bool) -> None:
    """Refuse a target that is part of the store, is not a file, or exists without --force."""
    if part := upkeep.part(target):
        raise RefusedError(f"{target} is {part} and was not touched", "name another file")
    if not target.exists():
        return
    if not target.is_file():
        raise RefusedError(f"{target} is not a file and was not touched", "name another file")
    if not force:
        raise _exists(target)


def _exists(target: Path) -> RefusedError:
    return RefusedError(
        f"{target} exists already and was not touched",
        "add --force to replace it, or name another file",
    )


def _refusal(upkeep: Upkeep, made: Path) -> OutputError | None:
    """Return the error for a copy that a restore would refuse, or that cannot be checked."""
    try:
        found = upkeep.refusal(made)
    except OSError as error:
        return OutputError(
            f"the copy {made} was made, but it cannot be checked: {error.strerror}",
            "free some space, and make another copy; no older copy was removed",
        )
    except KeyboardInterrupt:
        what = f"interrupted after the copy {made} was made, and before it was checked"
        raise InterruptionError(what, "no older copy was removed") from None
    if found is None:
        return None
    return OutputError(
        f"the copy {made} was made, but `slt restore` will refuse it: {found.message}",
        "keep the older copies: none was removed; `slt doctor` and `slt verify` show what is wrong "
        "with the store",
    )


def _remove_older(app: App, made: Path, keep: int) -> list[Path]:
    """Remove the oldest dated copies beside the one just made, so that `keep` of them remain.

    The new copy always stays, even if the clock is behind and others have a later date.
    """
    try:
        others = app.upkeep.other_backups(made)
        removed = others.files[: max(0, len(others.files) - (keep - 1))]
        for old in removed:
            old.unlink()
    except OSError as error:
        raise OutputError(
            f"the copy {made} was made, but not all older ones were removed: {error.strerror}",
            f"remove old copies in {made.parent} yourself, or leave --keep out",
        ) from None
    _note_other_copies(app, made, removed, others)
    return removed


def _note_other_copies(app: App, made: Path, removed: list[Path], others: OtherBackups) -> None:
    later = [old.name for old in removed if old in others.later]
    if later:
        app.note(
            f"copies that are dated later than the new one were removed first: {', '.join(later)}",
            "check the clock: it is behind now, or it was ahead when they were made",
        )
    _note_not_counted(
        app,
        made,
        others.unread,
        "may not be read by you",
        "let one user make the backups of a store",
    )
    _note_not_counted(
        app,
        made,
        others.diverged,
        f"{'has' if others.diverged == 1 else 'have'} events that this store lacks",
        "an earlier backup was restored, or another store was made from a backup: remove "
        "yourself what you no longer need",
    )
    fix = (
        "`slt doctor --db FILE` shows what is wrong with one; remove yourself what you do not need"
    )
    what = "would be refused by `slt restore`"
    _note_not_counted(app, made, others.refused, what, fix)


def _note_not_counted(app: App, made: Path, count: int, what: str, fix: str) -> None:
    if count:
        copies, them = ("copy", "it") if count == 1 else ("copies", "them")
        app.note(f"{count} {copies} in {made.parent} {what}, and --keep did not count {them}", fix)


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
            Column("Backup", lambda row: str(row.copy.path), "wrapped"),
            Column("Cases", lambda row: f"{row.copy.cases:,}"),
            Column("Bytes", lambda row: f"{row.copy.size:,}"),
            Column("Removed", lambda row: ", ".join(path.name for path in row.removed), "wrapped"),
        ),
        key=lambda row: str(row.copy.path),
        record=True,
    )
