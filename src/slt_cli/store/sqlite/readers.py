"""How a file is read where nothing can be written beside it: as a copy in memory.

SQLite reads a store through files beside it, which all who use it share. Who may not make them
reads through those of others while there are any; without them nobody writes, and the file has all.
"""

import os
import sqlite3
from pathlib import Path

from slt_cli.store.sqlite import names
from slt_cli.store.sqlite.explaining import LinkedError, kind, unusable

_NO_PLACE = frozenset(
    {sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_FULL}
)
_VERSIONS = slice(18, 20)
"""The bytes of a file that say whether it needs the files beside it."""
_WITH_LOG = b"\2\2"


def has_no_place(error: sqlite3.Error) -> bool:
    """Return whether SQLite may have failed only because it cannot make the files beside a store.

    A full disk or a read-only directory has no room for them.
    """
    return kind(error) in _NO_PLACE


def must_be_copied(path: Path) -> bool:
    """Return whether nothing may be made beside a file: its reader may not write to it.

    SQLite would make files there that belong to the reader, and lock out those who may write. While
    others use the store, their files are there.
    """
    return not os.access(path, os.W_OK) and not _is_in_use(path)


def has_log(path: Path) -> bool:
    """Return whether something that was recorded may not be in the file itself yet."""
    return any(map(size, names.content_logs(path.resolve())))


def require_one_log(path: Path) -> None:
    """Raise StoreError for a store with two names: its log may lie beside the other one.

    A backup needs no log: it is read by any of its names, as in a snapshot made of hard links.
    """
    try:
        if path.stat().st_nlink == 1:
            return
        with path.open("rb") as stream:
            needs_log = stream.read(_VERSIONS.stop)[_VERSIONS] == _WITH_LOG
    except OSError:  # SQLite reports it next
        return
    if needs_log:
        raise LinkedError(path)


def copied(path: Path) -> sqlite3.Connection | None:
    """Return a copy of a file in memory, as of one moment; None if others write meanwhile."""
    require_one_log(path)
    before = identity(path, alone=True)
    if has_log(path):
        return None
    try:
        content = bytearray(path.read_bytes())
    except OSError as error:
        raise unusable(path, error.strerror or "it cannot be read") from None
    if has_log(path) or identity(path, alone=True) != before:
        return None
    connection = sqlite3.connect(":memory:", isolation_level=None)
    if content:
        content[_VERSIONS] = b"\1\1"
        connection.deserialize(content)
    return connection


def identity(path: Path, *, alone: bool) -> tuple[int, ...]:
    """Return which file a path names; for one read `alone` also when it was written."""
    found = path.stat()
    if alone or must_be_copied(path):
        return found.st_dev, found.st_ino, found.st_mtime_ns, found.st_size
    return found.st_dev, found.st_ino


def size(path: Path) -> int:
    """Return the size of a file, 0 for one that is not there."""
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return 0


def _is_in_use(path: Path) -> bool:
    return any(each.exists() for each in names.logs(path.resolve()))
