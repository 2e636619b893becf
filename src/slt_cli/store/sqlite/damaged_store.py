"""A store that is so damaged that SQLite cannot open it, such as one that was cut off."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path
from shutil import copyfile
from stat import S_IMODE

from slt_cli.errors import NOTHING_CHANGED, InterruptionError, StoreError, add_left
from slt_cli.interruption import is_interruption
from slt_cli.private_files import WrittenError, replacing
from slt_cli.store.sqlite import file, names
from slt_cli.store.sqlite.copies import fill
from slt_cli.store.sqlite.explaining import explained, kind, replaced
from slt_cli.store.sqlite.rights import in_charge

_HEADER = b"SQLite format 3\0"
_VERSION, _APPLICATION = slice(60, 64), slice(68, 72)
"""Where the header has the version of the schema and the application (SQLite's file format)."""


def is_cut_off(store: Path) -> bool:
    """Return whether a file is a store by its header, and SQLite cannot read it any more."""
    try:
        with closing(file.connect_to_look(store)) as connection:
            file.schema_version(connection, store)
    except sqlite3.Error as error:
        return kind(error) == sqlite3.SQLITE_CORRUPT and _is_by_its_header(store)
    except (StoreError, OSError):
        return False
    return False


def replace_cut_off(store: Path, copied: Path, kept: Path) -> Path:
    """Replace a store that was cut off by a checked copy, a new file with its owner and mode.

    The damaged file and its logs are first copied as they are to a free path like `kept`, which is
    returned. The copy takes the name when it is complete: nobody can use the damaged one until
    then. Raises StoreError or OSError, and leaves the store as it was; InterruptionError or
    WrittenError if it is replaced all the same.
    """
    real = store.resolve()
    opened = file.file_number(real)
    target = names.unused(kept)
    made: list[Path] = []
    try:
        found = _keep(real, target, made)
        with replacing(real) as temporary:
            with explained(store), closing(file.connect(copied)) as source:
                fill(temporary, source, store)
            _give_owner_and_mode(temporary, real)
            _require_same(store, opened)
            for log in found:
                log.unlink()
    except BaseException as stop:
        if file.file_number(real) == opened:
            _remove(made, stop)
        elif isinstance(stop, WrittenError) or is_interruption(stop):
            raise _restored_all_the_same(stop, store, target) from None
        raise
    return target


def _require_same(store: Path, opened: tuple[int, int] | None) -> None:
    if file.file_number(store) != opened:
        raise replaced(store, "it was not restored")


def _keep(real: Path, target: Path, made: list[Path]) -> list[Path]:
    """Copy a store and its logs, add the copies to `made`, and return the logs."""
    logs = zip(names.logs(real), names.logs(target), strict=True)
    found = [(log, copied) for log, copied in logs if log.exists()]
    for each, copied in [*found, (real, target)]:
        try:
            with replacing(copied, only_new=True) as temporary:
                copyfile(each, temporary)
        except WrittenError as error:
            made.append(copied)
            raise StoreError(
                f"the damaged store cannot be kept: {error.message}, and was removed again",
                f"{error.fix}{NOTHING_CHANGED}",
            ) from None
        made.append(copied)
    return [log for log, _ in found]


def _give_owner_and_mode(temporary: Path, real: Path) -> None:
    """Let those use a new file who may use the one that it replaces."""
    new, old = temporary.stat(), real.stat()
    if (new.st_uid, new.st_gid) != (old.st_uid, old.st_gid):
        try:
            os.chown(temporary, old.st_uid, old.st_gid)
        except PermissionError:
            raise StoreError(
                f"the damaged store {real} belongs to another user or group, and the new file "
                "cannot be given to them",
                f"{in_charge(real)} can run `slt restore`{NOTHING_CHANGED}",
            ) from None
    if S_IMODE(new.st_mode) != S_IMODE(old.st_mode):
        temporary.chmod(S_IMODE(old.st_mode))


def _remove(made: list[Path], stop: BaseException) -> None:
    """Remove the copies of a store that was not replaced; if one stays, the error names it."""
    for each in made:
        try:
            each.unlink()
        except OSError:
            add_left(stop, str(each))


def _restored_all_the_same(stop: BaseException, store: Path, kept: Path) -> BaseException:
    is_kept = f"what it replaced is kept as {kept}"
    if isinstance(stop, WrittenError):
        return WrittenError(stop.message, f"{stop.fix}; {is_kept}")
    return InterruptionError(f"interrupted after {store} was restored", is_kept)


def _is_by_its_header(store: Path) -> bool:
    with store.open("rb") as stream:
        header = stream.read(100)
    version = int.from_bytes(header[_VERSION])
    application = int.from_bytes(header[_APPLICATION])
    return (
        header.startswith(_HEADER)
        and application == file.APPLICATION_ID
        and version <= file.SCHEMA_VERSION
    )
