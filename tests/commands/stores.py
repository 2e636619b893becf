"""What the tests of backups read of files: the subjects in a store, names, and modes."""

import sqlite3
import stat
from contextlib import closing
from pathlib import Path


def subjects(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        return [row[0] for row in connection.execute("SELECT subject FROM cases ORDER BY number")]


def names(directory: Path) -> list[str]:
    return sorted(entry.name for entry in directory.iterdir())


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)
