"""The SQLite file: made private, opened, recognised, migrated, and its errors explained."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from stat import S_ISDIR, S_ISREG
from time import monotonic, sleep
from urllib.parse import quote

from slt_cli.errors import RefusedError, StoreError

APPLICATION_ID = 0x534C54  # "SLT": tells a store from any other database
SCHEMA_VERSION = 2
BUSY_SECONDS = 15.0
_NO_PLACE = frozenset(
    {sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_FULL}
)


def exists(path: Path, *, private: bool) -> bool:
    """Return whether the file is there; raises StoreError where that cannot be told.

    A `private` file's directory may be missing; that of a file somebody named is a slip.
    """
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        if path.parent.is_dir() or private:
            return False
        raise _unusable(path, "its directory does not exist") from None
    except OSError as error:
        raise _unusable(path, error.strerror or "unknown error") from None
    if S_ISDIR(mode):
        raise _unusable(path, "it is a directory")
    if not S_ISREG(mode):
        raise _unusable(path, "it is not a regular file")
    return True


def make(path: Path, *, private: bool) -> None:
    """Create the file so that only its owner can read it from the first byte on.

    A `private` file's directory is made too, for its owner alone.
    """
    try:
        if private:
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with suppress(FileExistsError):
            os.close(os.open(path.resolve(), os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    except OSError as error:
        raise StoreError(
            f"the store {path} cannot be created: {error.strerror}",
            f"make {path.parent} a directory that you may write to, or name another file with --db",
        ) from None


def connect(path: Path, *, alone: bool = False) -> sqlite3.Connection:
    """Open the file: every statement stands for itself unless a transaction is begun.

    `alone` reads the file as it lies, without a lock and without the files beside it.
    """
    name = os.path.join(".", path)  # noqa: PTH118 - pathlib drops the dot that :memory: needs
    if alone:
        name = f"file://{quote(os.path.abspath(os.fsencode(path)))}?immutable=1"  # noqa: PTH100
    connection = sqlite3.connect(name, BUSY_SECONDS, isolation_level=None, uri=alone)
    try:
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA synchronous = FULL")
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def schema_version(connection: sqlite3.Connection, path: Path) -> int:
    """Return the schema's version, 0 for an empty file; raises StoreError where it is not ours."""
    ((version,),) = connection.execute("PRAGMA user_version")
    ((application,),) = connection.execute("PRAGMA application_id")
    if application != APPLICATION_ID:
        ((objects,),) = connection.execute("SELECT count(*) FROM sqlite_master")
        if objects or version or application:
            raise _foreign(path)
    if version > SCHEMA_VERSION:
        raise StoreError(
            f"{path} was written by a newer slt: its schema is {version}, not {SCHEMA_VERSION}",
            "upgrade slt; nothing was changed",
        )
    return int(version)


def can_be_read_alone(path: Path, error: sqlite3.Error) -> bool:
    """Return whether an error comes of what SQLite cannot make beside the file, and needs not.

    On a full disk or in a directory that is read-only there is no place for the files that
    processes share. Where no log lies beside it, all that was recorded is in the file itself.
    """
    logs = (path.with_name(f"{path.name}{suffix}") for suffix in ("-wal", "-journal"))
    return _kind(error) in _NO_PLACE and not any(_size(log) for log in logs)


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return 0


def use_wal(connection: sqlite3.Connection) -> None:
    """Switch the file to write-ahead logging, so that readers and a writer do not wait."""
    ((mode,),) = connection.execute("PRAGMA journal_mode")
    if mode != "wal":
        with suppress(sqlite3.OperationalError):  # in use now: whoever writes next will switch
            connection.execute("PRAGMA journal_mode = WAL")


def begin(connection: sqlite3.Connection) -> None:
    """Begin a transaction that holds the write lock; wait for it no longer than BUSY_SECONDS.

    SQLite asks the more rarely the longer it waits, so that in a crowd newcomers overtake and some
    wait for ever. Here all that wait ask at the same rate, each at random moments.
    """
    deadline = monotonic() + BUSY_SECONDS
    connection.execute("PRAGMA busy_timeout = 0")
    try:
        while not _begun(connection, last_try=monotonic() >= deadline):
            sleep((1 + os.urandom(1)[0] / 16) / 1000)
    finally:
        connection.execute(f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000:.0f}")


def _begun(connection: sqlite3.Connection, *, last_try: bool) -> bool:
    try:
        connection.execute("BEGIN IMMEDIATE")
    except sqlite3.OperationalError as error:
        if last_try or _kind(error) != sqlite3.SQLITE_BUSY:
            raise
        return False
    return True


def migrate(connection: sqlite3.Connection, path: Path) -> None:
    """Bring the schema up to date within a transaction that holds the write lock."""
    if schema_version(connection, path) == SCHEMA_VERSION:
        return
    from sqlite_utils import Database  # noqa: PLC0415 - imported only for a migration

    from slt_cli.store.migrations import migrations  # noqa: PLC0415 - imports sqlite_utils

    migrations.apply(Database(connection, execute_plugins=False))
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")


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
        raise _damaged(path, "it is not written in UTF-8") from None
    except sqlite3.Error as error:
        raise _explanation(path, error) from None


def _explanation(path: Path, error: sqlite3.Error) -> StoreError:
    match _kind(error):
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return StoreError(
                f"the store {path} is busy: another process wrote for {BUSY_SECONDS:.0f} s",
                "try again in a moment",
            )
        case sqlite3.SQLITE_NOTADB:
            return _foreign(path)
        case sqlite3.SQLITE_FULL:
            fix = "free some space and try again; nothing was changed"
            return StoreError(f"the disk that holds {path} is full", fix)
        case sqlite3.SQLITE_CORRUPT:
            return _damaged(path, str(error))
        case sqlite3.SQLITE_READONLY:
            fix = "make both writable for you, or name another with --db; nothing was changed"
            return StoreError(f"the store {path} or its directory is read-only", fix)
        case sqlite3.SQLITE_IOERR:
            fix = "check the space and the limits of that disk and try again; nothing was changed"
            return StoreError(f"the disk that holds {path} fails: {error}", fix)
        case 0 if str(error).startswith("Could not decode to UTF-8"):
            return _damaged(path, "a text in it is not UTF-8")
        case _:
            return _unusable(path, str(error))


def _kind(error: sqlite3.Error) -> int:
    return getattr(error, "sqlite_errorcode", 0) & 0xFF


def _damaged(path: Path, reason: str) -> StoreError:
    fix = "restore it from a backup; nothing was changed"
    return StoreError(f"the store {path} is damaged: {reason}", fix)


def _foreign(path: Path) -> StoreError:
    return StoreError(
        f"{path} is not a store of slt", "name another file with --db or SLT_DB; it was not touched"
    )


def _unusable(path: Path, reason: str) -> StoreError:
    return StoreError(
        f"the store {path} cannot be used: {reason}",
        f"check that {path} and its directory can be read and written, or name another with --db",
    )
