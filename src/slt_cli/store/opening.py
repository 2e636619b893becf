"""Which engine keeps a store: the one place that chooses it."""

from pathlib import Path
from typing import TYPE_CHECKING, assert_never

from slt_cli.store.location import Location
from slt_cli.store.waiting import TakeNote, Waiting

if TYPE_CHECKING:
    from slt_cli.store.protocols import Store
    from slt_cli.store.upkeep import Upkeep


def open_store(
    location: Location, *, note: TakeNote = lambda *_: None, waiting: Waiting | None = None
) -> "Store":
    """Return the store at a location.

    `note` is called, before the first change, if others can read the user's own store. `waiting`
    says how long a server is waited for.
    """
    match location.engine:
        case "sqlite":
            from slt_cli.store.sqlite.store import SqliteStore  # noqa: PLC0415 - the engine in use

            path = Path(location.name)
            return SqliteStore(path, private=location.is_own, note=note)
        case "postgres":
            from slt_cli.store.postgres.store import PostgresStore  # noqa: PLC0415 - the engine in use

            return PostgresStore(location, waiting=waiting)
        case unknown:
            assert_never(unknown)


def open_upkeep(
    location: Location, *, note: TakeNote = lambda *_: None, waiting: Waiting | None = None
) -> "Upkeep":
    """Return what backs up, restores and checks the store at a location.

    `note` is called if the owner or the mode of a file that is made needs a note. `waiting` says
    how long a server is waited for.
    """
    match location.engine:
        case "sqlite":
            from slt_cli.store.sqlite.upkeep import SqliteUpkeep  # noqa: PLC0415 - the engine in use

            return SqliteUpkeep(Path(location.name), private=location.is_own, note=note)
        case "postgres":
            from slt_cli.store.postgres.upkeep import PostgresUpkeep  # noqa: PLC0415 - the engine in use

            return PostgresUpkeep(location, waiting)
        case unknown:
            assert_never(unknown)
