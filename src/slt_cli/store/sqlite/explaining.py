"""What SQLite reports about a store, as one sentence with a fix."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from slt_cli.errors import RefusedError, StoreError

_RESTORE = "`slt restore` a backup; `slt doctor` tells more; nothing was changed"


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turn what SQLite reports into a sentence with a fix."""
    try:
        yield
    except UnicodeEncodeError:
        raise RefusedError(
            "a text holds bytes that are not UTF-8 and cannot be kept", "type it again"
        ) from None
    except UnicodeDecodeError:
        raise damaged(path, "it is not written in UTF-8") from None
    except sqlite3.Error as error:
        raise _explanation(path, error) from None


@contextmanager
def despite_damage() -> Iterator[None]:
    """Go on where SQLite cannot read a damaged schema: what needs it reports the damage later."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        if kind(error) != sqlite3.SQLITE_CORRUPT:
            raise


def kind(error: sqlite3.Error) -> int:
    """Return what kind of error SQLite reports: one of its primary result codes, or 0."""
    return getattr(error, "sqlite_errorcode", 0) & 0xFF


def busy(path: Path) -> StoreError:
    """Return the error that says that others keep a store to themselves."""
    return StoreError(
        f"the store {path} is busy: other processes write to it all the time",
        "try again in a moment",
    )


def damaged(path: Path, reason: str) -> StoreError:
    """Return the error that says that a store holds what none can hold."""
    return StoreError(f"the store {path} is damaged: {reason}", _RESTORE)


def foreign(path: Path) -> StoreError:
    """Return the error that says that a file is another program's."""
    return StoreError(
        f"{path} is not a store of slt",
        "name another file with --db or SLT_DB; if it was one, move it away and `slt restore` a "
        "backup; it was not touched",
    )


def unusable(path: Path, reason: str) -> StoreError:
    """Return the error that says that a file cannot be opened, read or written."""
    return StoreError(
        f"the store {path} cannot be used: {reason}",
        f"check that {path} and its directory can be read and written, or name another with --db",
    )


def read_only(path: Path) -> StoreError:
    """Return the error that says that a store cannot be changed by who asks for it."""
    return StoreError(
        f"the store {path} cannot be changed: it or its directory is read-only",
        "make both, and what lies beside them as -wal and -shm, writable for you (an older store "
        "has to be changed once, also to be read), or copy it to where you may write and name that "
        "with --db",
    )


def _explanation(path: Path, error: sqlite3.Error) -> StoreError:
    match kind(error):
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return busy(path)
        case sqlite3.SQLITE_NOTADB:
            return foreign(path)
        case sqlite3.SQLITE_FULL:
            fix = "free some space and try again; nothing was changed"
            return StoreError(f"the disk that holds {path} is full", fix)
        case sqlite3.SQLITE_CORRUPT:
            return damaged(path, str(error))
        case sqlite3.SQLITE_READONLY:
            return read_only(path)
        case sqlite3.SQLITE_IOERR:
            fix = "check the space and the limits of that disk and try again; nothing was changed"
            return StoreError(f"the disk that holds {path} fails: {error}", fix)
        case 0 if str(error).startswith("Could not decode to UTF-8"):
            return damaged(path, "a text in it is not UTF-8")
        case _:
            return unusable(path, str(error))
