"""The SQLite file: made private, opened, recognised, locked and migrated."""

import os
import sqlite3
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from stat import S_ISDIR, S_ISREG
from time import monotonic, sleep
from urllib.parse import quote

from slt_cli.errors import StoreError
from slt_cli.private_files import make_directory, make_file, open_to_others
from slt_cli.store.sqlite.explaining import despite_damage, foreign, kind, read_only, unusable

APPLICATION_ID = 0x534C54  # "SLT": tells a store from any other database
SCHEMA_VERSION = 3
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
        if path.is_symlink() or path.parent.is_symlink():
            real = path.resolve()
            if not real.parent.is_dir():
                missing = f"a link leads to {real}, whose directory is missing"
                raise unusable(path, missing) from None
        if path.parent.is_dir() or private:
            return False
        raise unusable(path, "its directory does not exist") from None
    except OSError as error:
        raise unusable(path, error.strerror or "unknown error") from None
    if S_ISDIR(mode):
        raise unusable(path, "it is a directory")
    if not S_ISREG(mode):
        raise unusable(path, "it is not a regular file")
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
            from shlex import quote as quoted  # noqa: PLC0415 - only where there is one to tell of

            told = f"others on this machine may use {place}, its mode is {mode:04o}"
            notice(told, f"chmod {right} {quoted(str(place))}")


def connect(path: Path, *, alone: bool = False) -> sqlite3.Connection:
    """Open the file: every statement stands for itself unless a transaction is begun.

    `alone` reads the file as it lies, without a lock and without the files beside it.
    """
    name = os.path.join(".", path)  # noqa: PTH118 - pathlib drops the dot that :memory: needs
    if alone:
        name = f"file://{quote(os.path.abspath(os.fsencode(path)))}?immutable=1"  # noqa: PTH100
    return _prepared(
        sqlite3.connect(
            name,
            timeout=BUSY_SECONDS,
            isolation_level=None,
            uri=alone,
        )
    )


def connect_to_look(path: Path) -> sqlite3.Connection:
    """Open a file that is not to be changed, neither by a statement nor on closing.

    A log that somebody left behind is read and stays. Without one SQLite may make one for as long
    as it looks, except where it cannot: on a read-only disk nobody writes meanwhile either.
    A file that nobody may write to is read as it lies too: what is made beside it would stay.
    """
    path = path.resolve()  # where the log is
    log = path.with_name(f"{path.name}-wal")
    mode = "ro" if log.exists() else "rw"
    if not _size(log) and (not os.access(path.parent, os.W_OK) or _is_closed(path)):
        mode = "ro&immutable=1"
    uri = f"{path.as_uri()}?mode={mode}"
    connection = sqlite3.connect(uri, uri=True, timeout=BUSY_SECONDS, isolation_level=None)
    connection.execute("PRAGMA query_only = ON")
    return _prepared(connection)


def _prepared(connection: sqlite3.Connection) -> sqlite3.Connection:
    try:
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA temp_store = MEMORY")  # nothing of a case in /tmp
        with despite_damage():  # a restore replaces such a store
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
            raise foreign(path)
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
    return kind(error) in _NO_PLACE and not _has_log(path)


def must_be_read_alone(path: Path) -> bool:
    """Return whether a file is to be read without a trace: by somebody who may not write to it.

    SQLite would make files beside it that belong to the reader, and whoever may write could not.
    """
    return not os.access(path, os.W_OK) and not _has_log(path)


def require_writable(path: Path) -> None:
    """Raise StoreError where a file is not the user's to change, before SQLite leaves any trace."""
    if not os.access(path, os.W_OK):
        raise read_only(path)


def _has_log(path: Path) -> bool:
    path = path.resolve()  # where the log is
    return any(_size(path.with_name(f"{path.name}{suffix}")) for suffix in ("-wal", "-journal"))


def _is_closed(path: Path) -> bool:
    return not path.stat().st_mode & 0o222 and not os.access(path, os.W_OK)  # root may all the same


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
        if last_try or kind(error) != sqlite3.SQLITE_BUSY:
            raise
        return False
    return True


def migrate(connection: sqlite3.Connection, path: Path) -> None:
    """Bring the schema up to date within a transaction that holds the write lock.

    A store that has a schema already is copied beside itself first. Raises StoreError, which undoes
    the transaction, where a step fails.
    """
    version = schema_version(connection, path)
    if version == SCHEMA_VERSION:
        return
    from slt_cli.store.sqlite.upgrade import upgrade  # noqa: PLC0415 - imports sqlite_utils

    upgrade(connection, path, version)
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
