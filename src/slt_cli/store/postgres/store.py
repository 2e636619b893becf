"""Cases in a PostgreSQL database, which a team shares."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from functools import partial
from itertools import chain, count, repeat
from typing import TYPE_CHECKING, Any

from slt_cli.errors import LostTransactionError
from slt_cli.store.changes import text
from slt_cli.store.filter import Filter
from slt_cli.store.location import Location
from slt_cli.store.postgres.database_error import DatabaseError
from slt_cli.store.postgres.denial import denial
from slt_cli.store.postgres.dialect import POSTGRES
from slt_cli.store.postgres.driver import Session
from slt_cli.store.postgres.explaining import (
    NoRightError,
    explained,
    explanation,
    interrupted,
    not_as_made,
    reported,
    unreachable,
)
from slt_cli.store.postgres.own_schema import not_own
from slt_cli.store.postgres.state import State, state_of
from slt_cli.store.postgres.transaction import PostgresTransaction
from slt_cli.store.sql.queries import Query
from slt_cli.store.sql.reading import Build, SqlReading
from slt_cli.store.sql.statements import RECORDED_SINCE, REVISION
from slt_cli.store.team_policy import TeamPolicy
from slt_cli.store.waiting import PATIENCE_SECONDS, Waiting

if TYPE_CHECKING:
    from slt_cli.store.outbox import OutboxReading

_PAGE = 2000
"""The number of rows that are read at once; most lists are shorter and take one statement."""

_ROWS_FOR_ONE = 5
"""A case has several clocks, and some of them are not shown."""

_BEGIN = "BEGIN ISOLATION LEVEL READ COMMITTED"


class PostgresStore(SqlReading):
    """Keep cases in the tables of a PostgreSQL database, which `slt store init` made."""

    dialect = POSTGRES

    def __init__(
        self,
        location: Location,
        connect: Callable[[str], Session] | None = None,
        patience_seconds: float = PATIENCE_SECONDS,
        waiting: Waiting | None = None,
    ) -> None:
        self.patience_seconds = patience_seconds
        self._location = location
        self._open = connect or partial(Session, waiting=waiting)
        self._session: Session | None = None
        self._state: State | None = None
        self._is_known = False
        self._is_in_block = False
        self._is_unsure = False
        self._cursors = count(1)

    def exists(self) -> bool:
        """Return whether the database is a store; raises StoreError if it cannot be used."""
        self.connected()
        return True

    def read(self, sql: str, values: tuple[Any, ...] = ()) -> Iterator[Any]:
        """Run a statement with its values, and yield its rows."""
        session = self.connected()
        if not self._is_in_block:
            self._begin(session)
        try:
            with reported(self._location):
                return iter(session.execute(sql, values))
        except UnicodeEncodeError:  # bytes that are no text are kept in no row
            return iter(())
        except LostTransactionError:
            if not self._is_in_block:  # what is read next would not be of the same moment
                self._drop()
            raise

    def outbox(self) -> "OutboxReading":
        """Return what is asked of the outbox."""
        from slt_cli.store.postgres.outbox import PostgresOutbox  # noqa: PLC0415 - only for notices

        return PostgresOutbox(self.read, POSTGRES)

    def revision(self) -> str:
        """Return a text that is another one once a case that has not ended changed."""
        return "".join(f"cases {running or ''}" for (running,) in self.read(REVISION))

    def recording_revision(self, since: datetime) -> str:
        """Return how many events were recorded since an instant: events are only added."""
        rows = self.read(RECORDED_SINCE, (text(since),))
        return "".join(f"events {recorded}" for (recorded,) in rows)

    def team_policy(self) -> TeamPolicy | None:
        """Return the team's policy, None without one."""
        session = self.connected()
        state = self._state or state_of(session, self._location)
        self._state = None  # read again next time: others may have set another
        return state.policy

    def require_own_schema(self) -> None:
        """Raise StoreError if others made something that may act on what is recorded.

        No change asks for it: who can do that owns the database, and is trusted.
        """
        if wrong := not_own(self.read):
            raise not_as_made(self._location, wrong)

    def listed(self, build: Build, wanted: Filter) -> Iterator[Any]:
        """Yield the rows of a list without what is only for their order, a page at a time."""
        if wanted.limit is not None and wanted.limit <= _PAGE:
            yield from super().listed(build, wanted)
        elif wanted.expected is not None:
            yield from self.whole(build(wanted), wanted.expected * _ROWS_FOR_ONE)
        elif len(page := list(super().listed(build, wanted._replace(limit=_PAGE)))) < _PAGE:
            yield from page
        else:
            yield from self.whole(build(wanted))

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Let all reads in the block see the same moment, even if others write meanwhile."""
        session = self.connected()
        self._begin(session, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        self._is_in_block = True
        try:
            yield
        finally:
            self._is_in_block = False
            self._undo(session)

    @contextmanager
    def writing(self) -> Iterator[PostgresTransaction]:
        """Open a transaction; what it reads and changes nobody else changes until it ends."""
        try:
            with self._transaction() as transaction:
                yield transaction
        except NoRightError as error:
            raise denial(self._location, self.read, error) from None

    @contextmanager
    def _transaction(self) -> Iterator[PostgresTransaction]:
        session = self.connected()
        self._state = None  # a policy may be set
        self._begin(session, _BEGIN)
        self._is_in_block = True
        try:
            with explained(self._location):
                yield PostgresTransaction(session, f"the store {self._location}")
        except BaseException:
            self._undo(session)
            raise
        finally:
            self._is_in_block = False
        try:
            session.commit()
        except DatabaseError as error:
            self._undo(session)
            raise explanation(self._location, error, committing=True) from None
        except BaseException:
            self._is_unsure = session.is_unsure
            self._undo(session)
            raise

    def close(self) -> None:
        """Close the connection, which undoes what is not committed."""
        self._drop()

    def connected(self) -> Session:
        """Return the session, connected to a database that this slt can use."""
        if self._is_unsure:  # the server may still be recording it, so a look would prove nothing
            raise interrupted(self._location)
        if self._session is None:
            try:
                session = self._open(self._location.name)
            except DatabaseError as error:
                raise unreachable(self._location, error) from None
            try:
                if not self._is_known:
                    self._state = state_of(session, self._location)
                    self._is_known = True
            except BaseException:
                session.close()
                raise
            self._session = session
        return self._session

    def whole(self, query: Query, first: int = _PAGE) -> Iterator[Any]:
        """Yield the rows of a statement through a cursor; a few `first` rows have less time."""
        session = self.connected()
        if not self._is_in_block:
            self._begin(session, "BEGIN READ ONLY")
        name = f"slt_{next(self._cursors)}"
        with reported(self._location):
            session.defer(f"DECLARE {name} NO SCROLL CURSOR FOR {query.sql}", query.values)
        try:
            for size in chain([min(first, _PAGE)], repeat(_PAGE)):
                with session.working(when=first >= _PAGE):
                    rows = list(self.read(f"FETCH {size} FROM {name}"))
                for row in rows:
                    yield row[query.extra :]
                if len(rows) < size:
                    break
        finally:
            with suppress(DatabaseError):  # the connection is lost
                session.defer(f"CLOSE {name}" if self._is_in_block else "ROLLBACK")

    def _begin(self, session: Session, statement: str = "") -> None:
        """Begin a transaction, if only for the next statement, and set how it is run.

        It waits for locks, but only until `patience_seconds`. Lists are not compiled: that takes
        longer than to run them, as the planner expects too many rows.
        """
        milliseconds = f"{self.patience_seconds * 1000:.0f}ms"
        try:
            with reported(self._location):
                if statement:
                    session.defer(statement)
                session.defer("SET LOCAL jit = off; SET LOCAL lock_timeout = ?", (milliseconds,))
        except LostTransactionError:  # the connection ended since it was used last
            self._drop()
            raise

    def _undo(self, session: Session) -> None:
        """End a transaction without recording anything, if one is open."""
        session.forget()
        if session.is_idle:
            return
        try:
            session.execute("ROLLBACK")
        except DatabaseError:
            self._drop()

    def _drop(self) -> None:
        if self._session is not None:
            self._session.close()
        self._session = None
