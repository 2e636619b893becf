"""Where a store is, and which engine keeps it there."""

import os
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

from slt_cli.user_directories import user_directory

ANOTHER_LOCATION = "name another store with --db or SLT_DB"
"""The fix for a location that cannot be used, the same for every engine."""


class Engine(StrEnum):
    """What can keep cases."""

    SQLITE = "sqlite"


class Location(NamedTuple):
    """The location of a store; its text is what a user reads.

    `name` is what the engine needs to find the store: for SQLite, the path of its file. `is_own` is
    true for the user's own store, in a directory that slt makes and keeps private.
    """

    engine: Engine
    name: str
    is_own: bool = False

    def is_missing(self) -> bool:
        """Return whether there is certainly nothing to open, without loading the engine."""
        try:
            os.lstat(self.name)
        except FileNotFoundError:
            return self.engine is Engine.SQLITE
        except OSError:  # opening it says why
            pass
        return False

    def __str__(self) -> str:
        """Return the location as a user reads it."""
        return self.name


def location_of(named: str | Path) -> Location:
    """Return the location that --db names: a file, whatever its name looks like."""
    return Location(Engine.SQLITE, str(Path(named)))


def location_in(variable: str | None) -> Location | None:
    """Return the location that SLT_DB names, with ~ as a home directory; None if it is not set."""
    if not variable:
        return None
    return location_of(os.path.expanduser(variable))  # noqa: PTH111 - pathlib refuses ~nobody


def own_location() -> Location:
    """Return the location of the user's own store."""
    return Location(Engine.SQLITE, str(user_directory("data") / "cases.db"), is_own=True)
