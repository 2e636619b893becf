"""The random id of a store, which its backups have too."""

import sqlite3
from contextlib import closing
from pathlib import Path

from slt_cli.errors import StoreError
from slt_cli.store.sqlite import file
from slt_cli.store.sqlite.copies import written
from slt_cli.store.sqlite.explaining import explained


def id_of(path: Path, *, alone: bool = False) -> str:
    """Return the id in a store or a backup; empty where there is none or it cannot be read.

    A backup that nobody changes can be read `alone`, as it is, without the files beside it.
    """
    try:
        connection = file.connect(path, alone=True) if alone else file.connect_to_look(path)
        with closing(connection):
            ((found,),) = connection.execute("SELECT id FROM store")
            return str(found)
    except (sqlite3.Error, StoreError, OSError, ValueError):
        return ""


def give_id(copied: Path, own: str) -> None:
    """Write the id of a store into the copy of a backup that will replace it.

    Raises OSError if the disk fails, StoreError for anything else.
    """
    with explained(copied), written(), closing(file.connect(copied)) as connection:
        connection.execute("UPDATE store SET id = ?", (own,))
