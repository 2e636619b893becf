"""The SQLite file: created private, opened, recognized and locked."""

import os
import sqlite3
from contextlib import suppress
from pathlib import Path
from stat import S_ISDIR, S_ISREG
from time import monotonic, sleep
from urllib.parse import quote

from slt_cli.errors import StoreError
from slt_cli.private_files import (
    followed,
    make_directory,
    make_file,
    open_to_others,
)
from slt_cli.store.damage import damaged
from slt_cli.store.sql import SCHEMA_VERSION as SCHEMA_VERSION  # noqa: PLC0414
from slt_cli.store.sqlite import names, readers
from slt_cli.store.sqlite.explaining import (
    LinkedError,
    despite_damage,
    foreign,
    kind,
    not_made,
    read_only,
    unusable,
    without_directory,
)
from slt_cli.store.waiting import TakeNote

APPLICATION_ID = 0x534C54  # "SLT": tells a store from any other database
BUSY_SECONDS = 15.0


def exists(path: Path, *, private: bool) -> bool:
    """Return whether the file exists; raises StoreError if it is no regular file or out of reach.

    The directory of a `private` file may be missing; the directory of a named file is needed.
    """
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        if path.is_symlink() or path.parent.is_symlink():
            real = path.resolve()
            if not real.parent.is_dir():
                missing = f"a link leads to {real}, whose directory is missing"
                raise without_directory(path, missing, real.parent) from None
        if path.parent.is_dir() or private:
            return False
        raise without_directory(path, "its directory does not exist", path.parent) from None
    except OSError as error:
        raise unusable(path, error.strerror or "unknown error") from None
    if S_ISDIR(mode):
        raise unusable(path, "it is a directory")
    if not S_ISREG(mode):
        raise unusable(path, "it is not a regular file")
    return True


def make(path: Path, *, private: bool, note: TakeNote = lambda *_: None) -> bool:
    """Create the file so that only its owner can read it from the first byte on.

    Return whether that was done now, and not by another process meanwhile.
    The directory of a `private` file is made too, only for its owner. `note` is called if the
    file will be root's among those of another user, or has a mode for others too.
    """
    from slt_cli.file_remarks import mode_remark, root_remark  # noqa: PLC0415 - only of a new file

    if found := root_remark(path):
        note(*found)
    try:
        if private:
            make_directory(path.parent)
        is_made = _made(followed(path))
    except OSError as error:
        raise not_made(path, error.strerror or "unknown error") from None
    if not private and (found := mode_remark(path)):
        note(*found)
    return is_made


def _made(real: Path) -> bool:
    try:
        make_file(real)
    except FileExistsError:
        return False
    return True


def tell_if_open_to_others(path: Path, note: TakeNote) -> None:
    """Call `note` for a store and its directory if others than their owner may use them."""
    for place in (path.parent, path):
        if open_to_others(place) is not None:
            from slt_cli.store.sqlite.rights import others_remark  # noqa: PLC0415 - hardly ever

            if found := others_remark(path, place):
                note(*found)


def connect(
    path: Path, *, alone: bool = False, patience_seconds: float | None = None
) -> sqlite3.Connection:
    """Open the file: every statement is a transaction of its own unless one is begun.

    A statement that only reads waits no longer than `patience_seconds` for others, which is
    BUSY_SECONDS if left out.

    `alone` reads the file as it is, without a lock and without the files beside it.
    """
    name = os.path.join(".", path)  # noqa: PTH118 - pathlib drops the dot that :memory: needs
    if alone:
        name = f"file://{quote(os.path.abspath(os.fsencode(path)))}?immutable=1"  # noqa: PTH100
    return prepared(
        sqlite3.connect(
            name,
            timeout=BUSY_SECONDS if patience_seconds is None else patience_seconds,
            isolation_level=None,
            uri=alone,
        )
    )


def connect_to_look(path: Path) -> sqlite3.Connection:
    """Open a file that must not be changed, neither by a statement nor on closing.

    A log that a process left behind is read and stays; a change that it did not finish raises an
    error, as only a writer may undo it. Without a log, SQLite may make one while it reads, unless
    its user may not write to the file or its directory, or the disk is full: then a copy in memory
    is read.
    """
    readers.require_one_log(path)
    path = path.resolve()  # where the log is
    connection = readers.settled_copy(path)
    if connection is None:
        is_used = names.log(path).exists() or readers.size(names.journal(path)) > 0
        may_write = os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)
        connection = None if is_used or may_write else readers.copied(path)
        if connection is None:
            connection = _connect_with(path, "rw" if may_write and not is_used else "ro")
            if not _can_be_read(connection):
                connection = readers.copied(path) or connection
    connection.execute("PRAGMA query_only = ON")
    return prepared(connection)


def _connect_with(path: Path, mode: str) -> sqlite3.Connection:
    uri = f"{path.as_uri()}?mode={mode}"
    return sqlite3.connect(uri, uri=True, timeout=BUSY_SECONDS, isolation_level=None)


def _can_be_read(connection: sqlite3.Connection) -> bool:
    try:
        connection.execute("PRAGMA user_version")
    except sqlite3.Error as error:
        return not readers.has_no_place(error)
    return True


def prepared(connection: sqlite3.Connection) -> sqlite3.Connection:
    """Set how a connection works; close it if that fails.

    SQLite's mode `defensive` is left out: Python has it from 3.12 on, it stops only statements that
    slt never runs, and `journal_mode = OFF`, without which a copy would make a log beside itself.
    """
    try:
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA fullfsync = ON")  # macOS: through the cache of the disk too
        connection.execute("PRAGMA temp_store = MEMORY")  # no case is ever written to /tmp
        connection.execute("PRAGMA trusted_schema = OFF")
        connection.execute("PRAGMA cell_size_check = ON")
        with despite_damage():  # a restore replaces such a store
            connection.execute("PRAGMA synchronous = FULL")
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def schema_version(connection: sqlite3.Connection, path: Path) -> int:
    """Return the schema's version, 0 for an empty file; raises StoreError for any other file."""
    ((version,),) = connection.execute("PRAGMA user_version")
    ((application,),) = connection.execute("PRAGMA application_id")
    if application != APPLICATION_ID or not version:
        ((objects,),) = connection.execute("SELECT count(*) FROM sqlite_master")
        if application != APPLICATION_ID and (objects or version or application):
            raise foreign(path)
        if objects:
            raise damaged("it has tables, but no version of its schema", f"the store {path}")
    if version > SCHEMA_VERSION:
        raise StoreError(
            f"{path} was written by a newer slt: its schema is {version}, not {SCHEMA_VERSION}",
            "upgrade slt on this machine, or use another store with --db or SLT_DB",
        )
    return int(version)


def require_writable(path: Path, *, is_older: bool = False) -> None:
    """Raise StoreError if a file must not be changed, before SQLite makes files beside it.

    Its user may be allowed only to read it. A hard link is a second name, beside which SQLite
    would make a second log: what is recorded by one name is lost by the other.
    """
    if not os.access(path, os.W_OK):
        raise read_only(path, is_older=is_older)
    if path.stat().st_nlink > 1:
        raise LinkedError(path)


def file_number(path: Path) -> tuple[int, int] | None:
    """Return which file a path names, whatever is written into it; None if there is none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def use_wal(connection: sqlite3.Connection) -> None:
    """Switch the file to write-ahead logging, so that readers and a writer do not wait."""
    ((mode,),) = connection.execute("PRAGMA journal_mode")
    if mode != "wal":
        with suppress(sqlite3.OperationalError):  # in use: the next writer switches
            connection.execute("PRAGMA journal_mode = WAL")


def begin(connection: sqlite3.Connection) -> None:
    """Begin a transaction that holds the write lock; wait for it no longer than BUSY_SECONDS.

    SQLite itself asks more and more rarely while it waits: of many processes, new ones overtake and
    some wait for ever. Here all waiting processes ask at the same rate, at random moments.
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
