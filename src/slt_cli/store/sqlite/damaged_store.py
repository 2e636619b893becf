"""A store that is so damaged that SQLite cannot open it, such as one that was cut off."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path
from shutil import copyfile

from slt_cli.errors import StoreError
from slt_cli.private_files import replacing
from slt_cli.store.sqlite import file, names
from slt_cli.store.sqlite.explaining import kind

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


def set_aside(store: Path, kept: Path) -> Path:
    """Copy a damaged store and its logs as they are to a free path like `kept`, and empty it.

    The file itself stays, with its owner and mode. Return the path.
    """
    real = store.resolve()
    target = names.unused(kept)
    logs = zip(names.logs(real), names.logs(target), strict=True)
    found = [(log, copied) for log, copied in logs if log.exists()]
    for each, copied in [*found, (real, target)]:
        with replacing(copied, only_new=True) as temporary:
            copyfile(each, temporary)
    for log, _ in found:
        log.unlink()
    os.truncate(real, 0)
    return target


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
