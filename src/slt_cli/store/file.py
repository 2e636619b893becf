"""The SQLite file: made private, opened, recognised, migrated, and its errors explained."""

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from stat import S_ISDIR

from slt_cli.errors import RefusedError, StoreError
from slt_cli.private import make_directory, make_file, open_to_others

APPLICATION_ID = 0x534C54  # "SLT": tells a store from any other database
SCHEMA_VERSION = 1
BUSY_SECONDS = 15.0


def exists(path: Path, *, private: bool) -> bool:
    """Return whether the file is there; raises StoreError where that cannot be told.

    A `private` file's directory may be missing; that of a file somebody named is a slip.
    """
    try:
        is_directory = S_ISDIR(path.stat().st_mode)
    except FileNotFoundError:
        if path.parent.is_dir() or private:
            return False
        raise _unusable(path, "its directory does not exist") from None
    except OSError as error:
        raise _unusable(path, error.strerror or "unknown error") from None
    if is_directory:
        raise _unusable(path, "it is a directory")
    return True


def make(path: Path, *, private: bool) -> None:
    """Create the file so that only its owner can read it from the first byte on.

    A `private` file's directory is made too, for its owner alone.
    """
    try:
        if private:
            make_directory(path.parent)
        with suppress(FileExistsError):
            make_file(path.resolve())
    except OSError as error:
        raise StoreError(
            f"the store {path} cannot be created: {error.strerror}",
            f"make {path.parent} a directory that you may write to, or name another file with --db",
        ) from None


def tell_if_open_to_others(path: Path, notice: Callable[[str, str], None]) -> None:
    """Tell of a store, and of its directory, that others than its owner may use."""
    for place, right in ((path.parent, "700"), (path, "600")):
        if (mode := open_to_others(place)) is not None:
            told = f"others on this machine may use {place}, its mode is {mode:04o}"
            notice(told, f"chmod {right} '{place}'")


def connect(path: Path) -> sqlite3.Connection:
    """Open the file: every statement stands for itself unless a transaction is begun."""
    return _prepared(sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None))


def connect_to_look(path: Path) -> sqlite3.Connection:
    """Open a file that is not to be changed, neither by a statement nor on closing.

    A log that somebody left behind is read and stays. Without one SQLite may make one for as long
    as it looks, except where it cannot: on a read-only disk nobody writes meanwhile either.
    """
    path = path.resolve()  # where the log is
    mode = "rw"
    if path.with_name(f"{path.name}-wal").exists():
        mode = "ro"
    elif not os.access(path.parent, os.W_OK):
        mode = "ro&immutable=1"
    uri = f"{path.as_uri()}?mode={mode}"
    connection = sqlite3.connect(uri, uri=True, timeout=BUSY_SECONDS, isolation_level=None)
    connection.execute("PRAGMA query_only = ON")
    return _prepared(connection)


def _prepared(connection: sqlite3.Connection) -> sqlite3.Connection:
    try:
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA temp_store = MEMORY")  # nothing of a case in /tmp
        connection.create_function("casefold", 1, _casefold, deterministic=True)
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def _casefold(text: str | None) -> str | None:
    return None if text is None else text.casefold()


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


def use_wal(connection: sqlite3.Connection) -> None:
    """Switch the file to write-ahead logging, so that readers and a writer do not wait."""
    ((mode,),) = connection.execute("PRAGMA journal_mode")
    if mode != "wal":
        with suppress(sqlite3.OperationalError):  # in use now: whoever writes next will switch
            connection.execute("PRAGMA journal_mode = WAL")


def migrate(connection: sqlite3.Connection, path: Path) -> None:
    """Bring the schema up to date within a transaction that holds the write lock.

    A store that has a schema already is copied beside itself first. Raises StoreError, which undoes
    the transaction, where a step fails.
    """
    version = schema_version(connection, path)
    if version == SCHEMA_VERSION:
        return
    from slt_cli.store.upgrade import upgrade  # noqa: PLC0415 - imports sqlite_utils

    upgrade(connection, path, version)
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
    except sqlite3.Error as error:
        raise _explanation(path, error) from None


def _explanation(path: Path, error: sqlite3.Error) -> StoreError:
    match getattr(error, "sqlite_errorcode", 0) & 0xFF:
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return busy(path)
        case sqlite3.SQLITE_NOTADB:
            return _foreign(path)
        case sqlite3.SQLITE_FULL:
            fix = "free some space and try again; nothing was changed"
            return StoreError(f"the disk that holds {path} is full", fix)
        case sqlite3.SQLITE_READONLY:
            return StoreError(
                f"the store {path} cannot be changed: it or its directory is read-only",
                "make both writable for you (an older store has to be changed once, also to be "
                "read), or copy it to where you may write and name that with --db",
            )
        case sqlite3.SQLITE_CORRUPT:
            fix = "`slt restore` a backup; nothing was changed"
            return StoreError(f"the store {path} is damaged: {error}", fix)
        case _:
            return _unusable(path, str(error))


def busy(path: Path) -> StoreError:
    """Return the error that says that others keep a store to themselves."""
    return StoreError(
        f"the store {path} is busy: another process wrote for {BUSY_SECONDS:.0f} s",
        "try again in a moment",
    )


def _foreign(path: Path) -> StoreError:
    return StoreError(
        f"{path} is not a store of slt", "name another file with --db or SLT_DB; it was not touched"
    )


def _unusable(path: Path, reason: str) -> StoreError:
    return StoreError(
        f"the store {path} cannot be used: {reason}",
        f"check that {path} and its directory can be read and written, or name another with --db",
    )
