"""Where a store is, and which engine keeps it there."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Literal, NamedTuple
from urllib.parse import unquote

from slt_cli.errors import StoreError, UsageError
from slt_cli.user_directories import NO_HOME, user_directory, with_home

ANOTHER_LOCATION = "name another store with --db or SLT_DB"
"""The fix for a location that cannot be used, the same for every engine."""


Engine = Literal["sqlite", "postgres"]
"""What can keep cases."""


_URL_OF: Mapping[str, Engine] = {"postgresql": "postgres", "postgres": "postgres"}
"""The scheme of a location that is not a file, in upper or lower case, and its engine."""

_SECRETS = ("password", "sslpassword")
_IN_NO_FILE = frozenset(":=$")
"""What is in every text that looks like a URL or like settings, beside `//`."""


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
        except (FileNotFoundError, NotADirectoryError):  # a home such as /dev/null
            return self.engine == "sqlite"
        except OSError:  # opening it says why
            pass
        return False

    def __str__(self) -> str:
        """Return the location as a user reads it, without what may be secret."""
        if self.engine == "sqlite":
            return self.name
        return _shown(self.name)

    @property
    def has_password(self) -> bool:
        """Return whether a URL contains a password, or what may be one."""
        return self.engine != "sqlite" and _shown(self.name) != self.name.rstrip("?&")


def location_of(named: str | Path) -> Location:
    """Return the location that --db or SLT_DB names: a database's URL, else a file.

    A ~ at the beginning is a home directory: no shell replaces it in quotes or in --db=~/cases.db.
    Raises StoreError for a text that looks like a URL but is not one of a store.
    """
    if isinstance(named, str):
        scheme, found, rest = named.partition("://")
        if found and (engine := _URL_OF.get(scheme.lower())):
            return Location(engine, f"{scheme.lower()}://{rest}")
        if not _IN_NO_FILE.isdisjoint(named) or "//" in named:
            from slt_cli.store.mistyped import require_file  # noqa: PLC0415 - no usual name has these

            require_file(named)
        named = with_home(named)
    return Location("sqlite", str(Path(named)))


def is_clear(url: str) -> bool:
    """Return whether there is one way to tell the parts of a URL apart, an @ in it or not."""
    _, rest = _user_and_rest(url)
    address, _, query = rest.partition("?")
    return "@" not in address and all("=" in part for part in query.split("&") if part)


def without_password(location: Location) -> Location:
    """Return a location of the command line; raises UsageError if it contains a password."""
    if location.has_password:
        raise UsageError(
            "a password on the command line can be read by everybody on this machine",
            "leave it out: libpq reads it from PGPASSFILE, ~/.pgpass, a service file or SLT_DB",
        )
    return location


def _shown(url: str) -> str:
    """Return a URL without passwords; it need not be a valid one, and then less of it is shown."""
    scheme = url.partition("://")[0]
    user, rest = _user_and_rest(url)
    if "@" in rest and (":" in user or not is_clear(url)):  # a password may have an @ of its own
        user, rest = user or rest, rest.rpartition("@")[2].partition("?")[0]
    address, _, query = rest.partition("?")
    kept = [part for part in query.split("&") if part and not _is_secret(part)]
    shown = "?".join(filter(None, (address, "&".join(kept))))
    return f"{scheme}://{user.partition(':')[0]}{'@' if user else ''}{shown}"


def _user_and_rest(url: str) -> tuple[str, str]:
    """Return a URL's user with the password, as libpq finds them, and what follows."""
    rest = url.partition("://")[2]
    user = rest.partition("/")[0].partition("@")[0]
    if not rest.startswith(f"{user}@"):
        return "", rest
    return user, rest[len(user) + 1 :]


def _is_secret(part: str) -> bool:
    return unquote(part.partition("=")[0]).casefold() in _SECRETS


def location_in(variable: str | None) -> Location | None:
    """Return the location that SLT_DB names; None if it is not set."""
    return location_of(variable) if variable else None


def own_location() -> Location | None:
    """Return the location of the user's own store; None without a home directory."""
    if (directory := user_directory("data")) is None:
        return None
    return Location("sqlite", str(directory / "cases.db"), is_own=True)


def no_location() -> StoreError:
    """Return the error where no store is named, and the user has no home directory."""
    return StoreError(
        f"{NO_HOME}, so it is not known where cases are kept",
        "set HOME to a directory of yours, or name the store with --db or SLT_DB",
    )


def no_store(location: Location) -> StoreError:
    """Return the error for a place where there is no store."""
    fix = "name it with --db or SLT_DB, or make it: slt store init"
    return StoreError(f"there is no store {location}", fix)
