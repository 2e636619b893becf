"""Make a database ready, back it up into a file, restore into it, and check it."""

import os
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from datetime import datetime
from functools import partial
from pathlib import Path
from shlex import quote

from slt_cli.errors import RefusedError, SltError, StoreError
from slt_cli.private_files import make_directory
from slt_cli.store.copying import Copied, copy_content, require_empty
from slt_cli.store.location import Location
from slt_cli.store.postgres.creation import added_after, create, upgrade
from slt_cli.store.postgres.database_error import DatabaseError
from slt_cli.store.postgres.driver import Session
from slt_cli.store.postgres.explaining import on_new_database, unreachable
from slt_cli.store.postgres.granting import granted, lacking_members
from slt_cli.store.postgres.grants import own_role
from slt_cli.store.postgres.health import health_of
from slt_cli.store.postgres.store import PostgresStore
from slt_cli.store.protocols import Store
from slt_cli.store.roles import Granted, Member
from slt_cli.store.sqlite import names
from slt_cli.store.sqlite.backups import (
    checked,
    refusal,
    require_restorable,
    require_store,
    with_own_schema,
)
from slt_cli.store.sqlite.cleaning import with_texts
from slt_cli.store.sqlite.new_file import filled
from slt_cli.store.sqlite.store import SqliteStore
from slt_cli.store.sqlite.store_id import continued
from slt_cli.store.upkeep import Copy, Health, OtherBackups, Remains, Upgraded
from slt_cli.store.waiting import Waiting
from slt_cli.user_directories import NO_HOME, user_directory

_ID_LETTERS = 8
_OLD_VERSIONS = (
    "keeps old versions of the rows until the owner of the tables runs VACUUM FULL cases, events, "
    "tags, texts, notices; backups and archived logs of the server have them, too"
)


class PostgresUpkeep:
    """Do for a database as a whole what slt can do; a backup is a SQLite file."""

    def __init__(self, location: Location, waiting: Waiting | None = None) -> None:
        self._location = location
        self._waiting = waiting
        self._source: PostgresStore | None = None

    def exists(self) -> bool:
        """Return whether the database is a store; raises StoreError if it cannot be used."""
        with closing(self._store()) as store:
            return store.exists()

    def init(self) -> bool:
        """Make the tables; return whether they were made now."""
        with closing(self._connected()) as session:
            return create(session, self._location)

    def upgrade(self) -> Upgraded:
        """Bring the schema up to date; return its version before and after."""
        with closing(self._connected()) as session:
            before, after = upgrade(session, self._location)
            lacking: list[Member] = []
            with suppress(DatabaseError):  # the upgrade is done
                lacking = lacking_members(session.execute, added_after(before))
        return Upgraded(before, after, lacking=lacking)

    def grant(self, members: Sequence[Member], *, apply: bool) -> list[Granted]:
        """Return the statements that give roles their rights; with `apply` run them."""
        with closing(self._store()) as store:
            return granted(store.connected(), self._location, members, apply=apply)

    def part(self, given: Path) -> str:
        """Return that no file is part of a database."""
        del given
        return ""

    def backup_file(self, directory: Path | None, at: datetime) -> Path:
        """Return a dated file for a backup, which does not exist yet: by default in slt's data.

        The connection that tells the name makes the next backup, so that both are of one store.
        """
        if self._source is None:
            self._source = self._store()
        name = _name_of_backups(self._source)
        if directory is None:
            directory = _own_directory()
            make_directory(directory)
        return names.backup(name, directory, at)

    def backup(self, target: Path, *, replace: bool = False) -> Copy:
        """Copy the database to a file, as of one moment, while others use it."""
        source, self._source = self._source or self._store(), None
        with closing(source):
            source.connected()
            fill = partial(copy_content, source)
            return filled(target, fill, replace=require_restorable if replace else None)

    def refusal(self, made: Path) -> StoreError | None:
        """Return the error with which a restore would refuse a backup that was just made."""
        return refusal(made)

    def other_backups(self, made: Path) -> OtherBackups:
        """Return the dated backups of this database beside the one just made, the oldest first.

        One with events that the database lacks is left alone, as a copy of the database made it,
        and so is one that a restore would refuse for its schema.
        """
        found = names.others(made, names.like(made))
        readable = [each for each in found if os.access(each, os.R_OK)]
        good = with_own_schema(readable)
        files = continued(made, good)
        unread = len(found) - len(readable)
        diverged, refused = len(good) - len(files), len(readable) - len(good)
        return OtherBackups(files, names.later(made, files), unread, diverged, refused)

    @contextmanager
    def restoring(self, backup: Path) -> Iterator["CheckedBackup"]:
        """Check a backup, which may be copied into the empty tables until the block ends."""
        require_store(backup)
        with closing(self._store()) as target:
            _require_empty(target, self._location, backup)
            beside = _own_directory() / "cases.db"
            with checked(backup, beside, private=True) as copied:
                yield CheckedBackup(copied, target)

    def receive(self, source: Store) -> Copied:
        """Copy all of another store into the empty tables, completely or not at all."""
        with closing(self._store()) as target:
            return copy_content(source, target)

    def clean(self, number: int) -> Remains:
        """Return where texts of a case may still be that were replaced: nothing here removes them.

        The server writes a new version of a row; only the owner of the tables removes the old one.
        """
        with closing(self._store()) as store:
            try:
                events = store.events(number)
                done = {str(event.command) for event in events if event.kind == "redacted"}
                copies = names.backups(_name_of_backups(store), _own_directory())
            except (OSError, SltError):
                return Remains((), (), _OLD_VERSIONS)
        return Remains((), with_texts(copies, number, done), _OLD_VERSIONS)

    def health(self, clock: Callable[[], datetime]) -> Health:
        """Check the database without changing anything, and the server's clock against another."""
        return health_of(self._location, clock, self._waiting)

    def _store(self) -> PostgresStore:
        return PostgresStore(self._location, waiting=self._waiting)

    def _connected(self) -> Session:
        try:
            session = Session(self._location.name, self._waiting)
        except DatabaseError as error:
            raise unreachable(self._location, error) from None
        session.works = True
        return session


class CheckedBackup:
    """A backup that was checked and can be copied into the empty tables of a database."""

    replaced = 0
    is_of_another_store = False  # no store is replaced, and the database keeps its own id

    def __init__(self, copied: Copy, target: PostgresStore) -> None:
        self.copy = copied
        self._target = target

    def unredacted(self, kept: str | None) -> list[int]:
        """Return no case: nothing is replaced."""
        del kept
        return []

    def put_in_place(self, at: datetime) -> str | None:
        """Copy the backup into the database, all at once; nothing is replaced."""
        del at
        with closing(SqliteStore(self.copy.path, private=False)) as source:
            copy_content(source, self._target)
        return None


def _own_directory() -> Path:
    if (directory := user_directory("data")) is None:
        raise StoreError(
            f"{NO_HOME}, so there is no directory for copies of a database",
            "set HOME, or XDG_DATA_HOME, to a directory of yours; nothing was changed",
        )
    return directory


def _require_empty(target: PostgresStore, location: Location, backup: Path) -> None:
    try:
        require_empty(target)
    except RefusedError as error:
        new = on_new_database(location)
        raise RefusedError(
            f"{location} is not replaced: {error.message}",
            "let a superuser, or a role with CREATEDB, run `createdb --owner "
            f"{quote(own_role(target.read))} -E UTF8 -T template0 new` on this server, then "
            f"`{new} store init` and `{new} restore {quote(str(backup))}`; nothing was changed",
        ) from None


def _name_of_backups(store: PostgresStore) -> Path:
    """Return the file whose backups are named after a store: its database, and part of its id."""
    ((database, store_id),) = store.read("SELECT current_database(), id FROM store")
    name = re.sub(r"[^\w.-]", "_", database)
    return Path(f"{name}-{store_id[:_ID_LETTERS]}.db")
