"""Back up, restore and check a SQLite file."""

import os
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, closing
from datetime import datetime
from pathlib import Path

from slt_cli.errors import NOTHING_CHANGED, RefusedError, StoreError
from slt_cli.file_remarks import root_remark
from slt_cli.private_files import is_same_file
from slt_cli.store.copying import Copied
from slt_cli.store.protocols import Store
from slt_cli.store.roles import Granted, Member
from slt_cli.store.sqlite import file, names
from slt_cli.store.sqlite.backups import refusal, require_restorable, with_own_schema
from slt_cli.store.sqlite.changing import Schema, changing, staying
from slt_cli.store.sqlite.cleaning import cleaned, known_copies, redactions_in, with_texts
from slt_cli.store.sqlite.copies import copy_of
from slt_cli.store.sqlite.explaining import explained
from slt_cli.store.sqlite.health import health_of
from slt_cli.store.sqlite.new_file import received
from slt_cli.store.sqlite.own_schema import lost
from slt_cli.store.sqlite.restoring import restoring
from slt_cli.store.sqlite.store import SqliteStore
from slt_cli.store.sqlite.store_id import continued, id_of
from slt_cli.store.upkeep import Copy, Health, OtherBackups, Remains, Replacement, Upgraded
from slt_cli.store.waiting import TakeNote


class SqliteUpkeep:
    """Back up, restore and check the store in a file."""

    def __init__(self, path: Path, *, private: bool, note: TakeNote = lambda *_: None) -> None:
        self._path = path
        self._private = private
        self._note = note

    def exists(self) -> bool:
        """Return whether there is a store; raises StoreError if that cannot be found out."""
        return file.exists(self._path, private=self._private)

    def init(self) -> bool:
        """Make the file with its schema; return whether that was done now."""
        if not self.exists():
            store = SqliteStore(self._path, private=self._private, note=self._note)
            with closing(store), store.writing():
                return True
        return self._state().version == 0 and self._brought_up_to_date().before == 0

    def upgrade(self) -> Upgraded:
        """Bring the schema up to date; return what was done.

        An index or a view that is missing is made again.
        """
        version, missing = self._state()
        if version == file.SCHEMA_VERSION and not missing:
            return Upgraded(version, version)
        return self._brought_up_to_date()

    def _brought_up_to_date(self) -> Upgraded:
        file.require_writable(self._path, is_older=True)
        with (
            staying(self._path, "it was not brought up to date there"),
            explained(self._path),
            closing(file.connect(self._path)) as connection,
            changing(connection, self._path) as (version, made),
        ):
            pass
        return Upgraded(version, file.SCHEMA_VERSION, made)

    def _state(self) -> Schema:
        """Return the version of the schema, and what is missing from it and can be made again."""
        with explained(self._path), closing(file.connect_to_look(self._path)) as connection:
            version = file.schema_version(connection, self._path)
            return Schema(version, list(lost(connection, version)))

    def grant(self, members: Sequence[Member], *, apply: bool) -> list[Granted]:
        """Refuse to give rights to roles, which only a server has."""
        del members, apply
        raise RefusedError(
            f"{self._path} is a file, and a file has no roles",
            "give its group the file, as in docs/team-on-one-machine.md; or name a database with "
            f"--db or SLT_DB{NOTHING_CHANGED}",
        )

    def part(self, given: Path) -> str:
        """Return which part of the store a file is; empty for any other file."""
        store = Path(os.path.realpath(self._path))  # unlike resolve() it takes any path
        if any(is_same_file(given, log) for log in names.logs(store)):
            return "the log of the store itself"
        return "the store itself" if is_same_file(given, store) else ""

    def backup_file(self, directory: Path | None, at: datetime) -> Path:
        """Return a dated file for a backup, which does not exist yet: else beside the store."""
        return names.backup(self._path, directory or self._path.resolve().parent, at)

    def backup(self, target: Path, *, replace: bool = False) -> Copy:
        """Copy the store to a file while others use it; the file appears when it is complete."""
        return copy_of(self._path, target, replace=require_restorable if replace else None)

    def refusal(self, made: Path) -> StoreError | None:
        """Return the error with which a restore would refuse a backup that was just made."""
        return refusal(made)

    def other_backups(self, made: Path) -> OtherBackups:
        """Return the dated backups of this store beside the one just made, the oldest first.

        Two stores may have one name: a backup is the store's own if the id in it is that of the
        one just made. A file without an id, such as another program's, is nobody's. One with events
        that the store lacks, or that a restore would refuse for its schema, is left alone.
        """
        own = id_of(made, alone=True)
        found = names.others(made, names.backups(self._path, made.parent))
        files = [each for each in found if own and id_of(each, alone=True) == own]
        good = with_own_schema(files)
        ours = continued(made, good)
        unread = sum(not os.access(each, os.R_OK) for each in found)
        diverged, refused = len(good) - len(ours), len(files) - len(good)
        return OtherBackups(ours, names.later(made, ours), unread, diverged, refused)

    def restoring(self, backup: Path) -> AbstractContextManager[Replacement]:
        """Check a backup, which may replace the store until the block ends."""
        self._remark_on_owner()
        return restoring(backup, self._path, private=self._private)

    def receive(self, source: Store) -> Copied:
        """Copy all of another store into an empty store, or into a file that is made for it."""
        self._remark_on_owner()
        return received(source, self._path, private=self._private)

    def _remark_on_owner(self) -> None:
        if not self.exists() and (found := root_remark(self._path)):
            self._note(*found)

    def clean(self, number: int) -> Remains:
        """Remove what was replaced in a case from the file and its log, as far as possible."""
        left = cleaned(self._path)
        redactions = redactions_in(self._path).get(number, frozenset())
        return Remains(left, with_texts(known_copies(self._path), number, redactions), "")

    def health(self, clock: Callable[[], datetime]) -> Health:
        """Check the store without changing anything; a file has no clock of its own."""
        del clock
        return health_of(self._path, private=self._private)
