"""What keeps a store in good order: backups, restores and a check of its health."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path
from typing import NamedTuple, Protocol

from slt_cli.errors import OutputError, SltError, StoreError
from slt_cli.file_remarks import Remark
from slt_cli.finding import Finding
from slt_cli.store.copying import Copied
from slt_cli.store.outbox import ChannelRun, Notice
from slt_cli.store.protocols import Store
from slt_cli.store.roles import Granted, Member
from slt_cli.store.team_policy import TeamPolicy


class Copy(NamedTuple):
    """A copy of a store: where it is, its size in bytes, and what is in it."""

    path: Path
    size: int
    cases: int
    schema_version: int


class OtherBackups(NamedTuple):
    """The dated backups of a store beside the one just made, in the order of their removal.

    `later` are those that are dated later than it: a clock was wrong, and they come first. `unread`
    counts backups that may not be read, so that it is not known of which store they are, `diverged`
    those with events that the store lacks: another store goes on from a restored backup, `refused`
    those that a restore would refuse because of what others made in them, or damage.
    """

    files: list[Path]
    later: list[Path]
    unread: int = 0
    diverged: int = 0
    refused: int = 0


class Upgraded(NamedTuple):
    """The version of a schema before and after an upgrade.

    `made` are the names of the indexes and views that were missing and were made again. `lacking`
    are the roles that have rights on the store, but lack those of their kind on what was added.
    """

    before: int
    after: int
    made: Sequence[str] = ()
    lacking: Sequence[Member] = ()


class Remains(NamedTuple):
    """Where texts that were replaced in a store may still be.

    `left` are remarks on the store's own files that could not be cleaned, each with its fix.
    `copies` are the copies of the store that slt knows of, `others` says what the engine keeps.
    """

    left: Sequence[Remark]
    copies: Sequence[Path]
    others: str


class LeftBehindError(OutputError):
    """What a command was asked for is done, but a file or directory of its own stays."""


class OutboxState(NamedTuple):
    """When each channel was looked after, and the notices that failed or are still to be sent."""

    runs: dict[str, ChannelRun]
    unsent: list[Notice]


class Health(NamedTuple):
    """The findings about a store, the engine's version, and the instant recorded last.

    `policy` is the team's policy, None without one. `is_readable` is false if that is not known.
    `outbox` is None if that cannot be read, or the store has an earlier schema, or there is none.
    `may_send` is false if the role of this user may not send notices.
    """

    findings: list[Finding]
    engine: Finding
    newest: datetime | None = None
    policy: TeamPolicy | None = None
    is_readable: bool = True
    outbox: OutboxState | None = None
    may_send: bool = True


def outbox_state(store: Store) -> OutboxState | None:
    """Return what a check needs of the outbox; None if it cannot be read."""
    try:
        outbox = store.outbox()
        unsent = [*outbox.failing(), *outbox.notices(state="waiting")]
        return OutboxState(outbox.runs(), unsent)
    except SltError:  # the check of the store reports it
        return None


class Replacement(Protocol):
    """A backup that was checked and can replace the store."""

    @property
    def copy(self) -> Copy:
        """Return the facts of the backup, brought up to date."""

    @property
    def replaced(self) -> int | None:
        """Return how many cases it would replace; None if damage prevents the count."""

    @property
    def is_of_another_store(self) -> bool:
        """Return whether it is known to be of another store than the one that it would replace."""

    def unredacted(self, kept: str | None) -> list[int]:
        """Return the cases that were redacted in what was replaced, and are not in the backup.

        `kept` is where what was replaced is kept; without it nothing is known.
        """

    def put_in_place(self, at: datetime) -> str | None:
        """Replace the store, all at once; return where the replaced cases are kept, if any.

        `at` dates what is kept. Raises StoreError or OSError, and leaves the store as it was.
        """


class Upkeep(Protocol):
    """What an engine can do for a store as a whole. A backup is a file, whatever the engine."""

    def exists(self) -> bool:
        """Return whether there is a store; raises StoreError if that cannot be found out."""

    def init(self) -> bool:
        """Make the store ready for use; return whether it was made now. One that is there stays."""

    def upgrade(self) -> Upgraded:
        """Bring the schema up to date; return what was done."""

    def grant(self, members: Sequence[Member], *, apply: bool) -> list[Granted]:
        """Return the statements that give roles of a server their rights; with `apply` run them.

        Raises RefusedError for a role that the server lacks or that needs no rights, and for a
        file.
        """

    def part(self, given: Path) -> str:
        """Return which part of the store a file is, such as "the store itself"; else empty."""

    def backup_file(self, directory: Path | None, at: datetime) -> Path:
        """Return a dated file for a backup, which does not exist yet.

        It is in a directory, or where the engine puts backups.
        """

    def backup(self, target: Path, *, replace: bool = False) -> Copy:
        """Copy the store to a file while others use it; the file appears when it is complete.

        Links are followed. A file that exists is replaced with `replace` only, else it raises
        FileExistsError, and only by a copy that a restore would take. Raises StoreError for a store
        that cannot be copied, RefusedError for a file that stays, and OSError if the copy cannot be
        written.
        """

    def refusal(self, made: Path) -> StoreError | None:
        """Return the error with which a restore would refuse a backup that was just made.

        None for a good one. Raises OSError if the check has no room for what it needs.
        """

    def other_backups(self, made: Path) -> OtherBackups:
        """Return the dated backups of this store beside the one just made, the oldest first.

        Those that are dated later than it come before all others. May raise OSError.
        """

    def restoring(self, backup: Path) -> AbstractContextManager[Replacement]:
        """Check a backup, which may replace the store until the block ends.

        Raises StoreError for a backup that is not valid, or a store that must not be replaced, and
        OSError if there is no room for the check.
        """

    def receive(self, source: Store) -> Copied:
        """Copy all of another store into this one, completely or not at all.

        Raises RefusedError unless it is empty, or a file that does not exist yet.
        """

    def clean(self, number: int) -> Remains:
        """Remove what was replaced in a case from the store's own files, as far as possible.

        Returns where it may still be; never raises an error about the store.
        """

    def health(self, clock: Callable[[], datetime]) -> Health:
        """Check the store without changing anything; never raises an error about the store.

        `clock` tells this machine's time, with which a server's answers are timed.
        """
