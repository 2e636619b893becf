"""What SQLite reports about a store, as one sentence with a fix."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from slt_cli.errors import StoreError
from slt_cli.store.damage import RESTORE_A_BACKUP, damaged
from slt_cli.store.location import ANOTHER_LOCATION
from slt_cli.store.sqlite import names

AS_SLT_MADE_IT = (
    "restore a good backup with `slt restore`, or copy the cases into a new store with "
    "`slt store copy`"
)


OF_THE_DISK = frozenset(
    {sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY}
)
"""The kinds of errors that a full, failing or read-only disk gives, or a right that is lacking."""

IN_USE = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED})

_OR_COPY = "or copy the store to a directory where you may write, and name the copy with --db"

MAKE_AGAIN = "`slt store upgrade` makes it again, and so does the next change of a case"


_SHARED_INDEX = 32_768
"""The bytes of the file -shm, as SQLite makes it."""


class HotJournalError(StoreError):
    """A file with an unfinished change of a killed process, which a reader must not undo."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"a process was killed while it changed {path}, and its change is not undone yet",
            f"`slt list --db {quoted(path)}` undoes it; then run this command again",
        )


class LinkedError(StoreError):
    """A store with more than one name: SQLite finds its log by the name alone."""

    def __init__(self, path: Path, what: str = "cannot be used") -> None:
        real = os.path.realpath(path)
        root = next(each for each in Path(real).parents if os.path.ismount(each))
        finding = f"find {quoted(root)} -xdev -samefile {quoted(Path(real))}"
        super().__init__(
            f"the store {path} {what}: it has another name (a hard link), and what is "
            "recorded by one name may be missing by the other",
            "while nobody uses the store, keep the name that has a -wal file beside it if one has, "
            f"and remove the other, which `{finding}` finds; if a second name is needed, make it "
            "with `ln -s`",
        )


def quoted(path: Path) -> str:
    """Return a path as a shell takes it."""
    from shlex import quote  # noqa: PLC0415 - only for a few errors and notes

    return quote(str(path))


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turn what SQLite raises in the block into an error with a sentence and a fix."""
    try:
        yield
    except UnicodeDecodeError:
        raise damaged("it is not written in UTF-8", f"the store {path}") from None
    except sqlite3.Error as error:
        if kind(error) == sqlite3.SQLITE_CANTOPEN:
            raise (_denied(path, "cannot be used") or unusable(path, str(error))) from None
        raise _explanation(path, error) from None


@contextmanager
def despite_damage() -> Iterator[None]:
    """Go on where SQLite cannot read a damaged schema: what needs it reports the damage later."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        if kind(error) != sqlite3.SQLITE_CORRUPT:
            raise


def kind(error: BaseException | None) -> int:
    """Return the kind of an error: one of SQLite's primary result codes, or 0 for any other."""
    return getattr(error, "sqlite_errorcode", 0) & 0xFF


def busy(path: Path) -> StoreError:
    """Return the error for a store that others keep locked."""
    return StoreError(
        f"the store {path} is busy: other processes write to it all the time",
        "try again in a moment",
    )


def foreign(path: Path) -> StoreError:
    """Return the error for a file of another program."""
    return StoreError(
        f"{path} is not a store of slt",
        f"{ANOTHER_LOCATION}; if it was a store, move it away and {RESTORE_A_BACKUP}; "
        "the file was not touched",
    )


def unusable(path: Path, reason: str) -> StoreError:
    """Return the error for a file that cannot be opened, read or written."""
    return _denied(path, "cannot be used", to_change=False) or StoreError(
        f"the store {path} cannot be used: {reason}",
        f"check that {path} and its directory can be read and written, or {ANOTHER_LOCATION}",
    )


def not_made(path: Path, reason: str) -> StoreError:
    """Return the error for a store that cannot be made."""
    return _denied(path, "cannot be created") or StoreError(
        f"the store {path} cannot be created: {reason}",
        f"make {path.parent} a directory that you may write to, or {ANOTHER_LOCATION}",
    )


def without_directory(path: Path, reason: str, directory: Path) -> StoreError:
    """Return the error for a store whose directory is missing."""
    make = f"make it with `mkdir -p {quoted(directory)}`"
    there = next((each for each in directory.absolute().parents if each.is_dir()), directory)
    if not os.access(there, os.W_OK):
        make = "let an administrator make it, as docs/team-on-one-machine.md says"
    return StoreError(
        f"the store {path} cannot be used: {reason}",
        f"{make}, mount its disk, or {ANOTHER_LOCATION}",
    )


def read_only(path: Path, *, is_older: bool = False) -> StoreError:
    """Return the error for a store that its user may not change; an older one not even read."""
    if is_older:
        what = "has to be brought up to date before it can be read, and is read-only for you"
        message = (_denied(path, what) or StoreError(f"the store {path} {what}")).message
        return StoreError(message, f"{by_another(path)}; {_OR_COPY}")
    return _denied(path, "cannot be changed, it is read-only for you") or StoreError(
        f"the store {path} cannot be changed: it or its directory is read-only",
        f"make both writable for you, and the -wal and -shm files beside the store; {_OR_COPY}",
    )


def by_another(path: Path, command: str = "store upgrade") -> str:
    """Return who can run a command on a store that its user may not change."""
    return (
        "the owner, or another user who may change the store, can run "
        f"`slt {command} --db {quoted(path)}`"
    )


def replaced(path: Path, recorded: str) -> StoreError:
    """Return the error for a path at which the store that was opened is no longer."""
    return StoreError(
        f"the store {path} was removed or replaced while slt used it: {recorded}",
        "put the store back or restore a backup, see with `slt list` what it has, and repeat the "
        "command",
    )


def only_in_log(path: Path) -> StoreError:
    """Return the error for a log that has to be read and cannot be, beside a read-only store."""
    return StoreError(
        f"the store {path} cannot be read: a process was killed and left changes in a log beside "
        "it, and you may not write there",
        f"{by_another(path, 'list')}, which brings them into the store",
    )


def _denied(path: Path, what: str, *, to_change: bool = True) -> StoreError | None:
    """Return the error for a store that its user may not use as far as needed; None if they may."""
    from slt_cli.store.sqlite.rights import denial  # noqa: PLC0415 - only for an error

    found = denial(path, to_change=to_change)
    if found is None:
        return None
    return StoreError(f"the store {path} {what}: {found.found}", found.fix)


def _explanation(path: Path, error: sqlite3.Error) -> StoreError:
    if getattr(error, "sqlite_errorcode", 0) == sqlite3.SQLITE_READONLY_ROLLBACK:
        return HotJournalError(path)
    match kind(error):
        case used if used in IN_USE:
            return busy(path)
        case sqlite3.SQLITE_NOTADB:
            return foreign(path)
        case sqlite3.SQLITE_FULL:
            return _full(path)
        case sqlite3.SQLITE_CORRUPT:
            return damaged(str(error), f"the store {path}")
        case sqlite3.SQLITE_READONLY:
            return _failing(path, error) if _may_write(path) else read_only(path)
        case sqlite3.SQLITE_IOERR:
            return _full(path) if _has_no_room(path) else _failing(path, error)
        case sqlite3.SQLITE_ERROR if str(error).startswith("no such "):
            fix = MAKE_AGAIN if str(error).startswith("no such index") else AS_SLT_MADE_IT
            return StoreError(f"the store {path} is not as slt made it: {error}", fix)
        case 0 if str(error).startswith("Could not decode to UTF-8"):
            return damaged("a text in it is not UTF-8", f"the store {path}")
        case _:
            return unusable(path, str(error))


def _full(path: Path) -> StoreError:
    fix = "free some space and try again"
    return StoreError(f"the disk that holds {path} is full", fix)


def _failing(path: Path, error: sqlite3.Error) -> StoreError:
    fix = "check the space and the limits of that disk and try again"
    return StoreError(f"the disk that holds {path} fails: {error}", fix)


def _may_write(path: Path) -> bool:
    """Return whether a store is read-only only for SQLite, as the disk failed when it opened it."""
    real = Path(os.path.realpath(path))
    there = [each for each in (real, real.parent, *names.logs(real)) if each.exists()]
    return all(os.access(each, os.W_OK) for each in there)


def _has_no_room(path: Path) -> bool:
    """Return whether a disk has no room for the file that readers and writers share."""
    try:
        disk = os.statvfs(os.path.dirname(os.path.realpath(path)))  # noqa: PTH120 - as realpath
    except OSError:
        return False
    return disk.f_bavail * disk.f_frsize < _SHARED_INDEX
