"""Where a store is, and which engine keeps it there."""

import os
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

from slt_cli.errors import UsageError
from slt_cli.user_directories import user_directory

ANOTHER_LOCATION = "name another store with --db or SLT_DB"
"""The fix for a location that cannot be used, the same for every engine."""


class Engine(StrEnum):
    """What can keep cases."""

    SQLITE = "sqlite"
    POSTGRES = "postgres"


_URL_OF = {"postgresql://": Engine.POSTGRES, "postgres://": Engine.POSTGRES}
"""The beginning of a location that is not a file, and its engine."""

_SECRETS = ("password", "sslpassword")


class Location(NamedTuple):
    """The location of a store; its text is what a user reads.

    `name` is what the engine needs to find the store: for SQLite, the path of its file; for
    PostgreSQL, a URL of libpq. `is_own` is true for the user's own store, in a directory that slt
    makes and keeps private.
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
        """Return the location as a user reads it, without what may be secret."""
        if self.engine is Engine.SQLITE:
            return self.name
        return _shown(self.name)


def location_of(named: str | Path) -> Location:
    """Return the location that --db or SLT_DB names: a database's URL, else a file."""
    for beginning, engine in _URL_OF.items():
        if str(named).startswith(beginning):
            return Location(engine, str(named))
    return Location(Engine.SQLITE, str(Path(named)))


def without_password(location: Location) -> Location:
    """Return a location of the command line; raises UsageError if it contains a password."""
    if location.engine is not Engine.SQLITE and str(location) != location.name:
        raise UsageError(
            "a password on the command line can be read by everybody on this machine",
            "leave it out: libpq reads it from PGPASSFILE, ~/.pgpass, a service file or SLT_DB",
        )
    return location


def _shown(url: str) -> str:
    """Return a URL without passwords; it need not be a valid one."""
    scheme, _, rest = url.partition("://")
    address, mark, query = rest.partition("?")
    user, at, host = address.rpartition("@")
    kept = [part for part in query.split("&") if part.partition("=")[0] not in _SECRETS]
    query = "&".join(kept)
    return f"{scheme}://{user.partition(':')[0]}{at}{host}{mark if query else ''}{query}"


def location_in(variable: str | None) -> Location | None:
    """Return the location that SLT_DB names, with ~ as a home directory; None if it is not set."""
    if not variable:
        return None
    return location_of(os.path.expanduser(variable))  # noqa: PTH111 - pathlib refuses ~nobody


def own_location() -> Location:
    """Return the location of the user's own store."""
    return Location(Engine.SQLITE, str(user_directory("data") / "cases.db"), is_own=True)
