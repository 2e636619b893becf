"""A connection by psycopg2, which the files `driver*.py` alone know: run statements, give rows.

A session holds no state of its own between two transactions, so a transaction pooler may stand
between. Statements that give no rows wait, and are sent together with the next one.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache, partial
from io import BytesIO
from itertools import chain, islice
from math import inf
from time import monotonic
from typing import Any

from slt_cli.store.location import Location
from slt_cli.store.postgres.copy_text import Lines, lines_of
from slt_cli.store.postgres.database_error import DatabaseError, TimedOutError
from slt_cli.store.postgres.driver_connecting import connected, parsed
from slt_cli.store.postgres.driver_waiting import (
    Server,
    SilentError,
    arrived,
    copying,
    cut,
    is_idle,
    polled,
    ready,
    reported,
    waited_for,
)
from slt_cli.store.postgres.interruptible import in_thread
from slt_cli.store.postgres.result import Result
from slt_cli.store.postgres.row_counts import NOT_ALL_ROWS, counted
from slt_cli.store.postgres.silence import Silence
from slt_cli.store.waiting import INTERRUPTED_SECONDS, WORK_SECONDS, Waiting

_FEW_ROWS = 50


class Session:
    """A connection; every statement is a transaction of its own unless one is begun."""

    def __init__(self, url: str, waiting: Waiting | None = None) -> None:
        """Connect; raises DatabaseError."""
        name = str(Location("postgres", url))
        self._server = Server(name, Waiting() if waiting is None else waiting)
        with reported(None):
            self._connection = connected(parsed(url), self._server)
        self._connection.autocommit = True
        self._deferred: list[bytes] = []
        self._holds_interruptions = self._is_interrupted = False
        self.is_unsure = False
        """Whether a transaction was being committed, and nobody knows how it ended."""
        self.timed_out: TimedOutError | None = None
        """Why the connection was given up, if the server did not answer in time."""
        self.works = False
        """Whether what is asked is work on a whole store: the server may be silent for long."""

    @property
    def server_version(self) -> int:
        """Return the server's version as libpq has it, such as 150004."""
        return int(self._connection.server_version)

    @property
    def server_encoding(self) -> str:
        """Return the encoding in which the database keeps its texts."""
        return str(self._connection.info.parameter_status("server_encoding"))

    @property
    def tls_mode(self) -> str:
        """Return the sslmode of an encrypted connection, empty for one that is not encrypted."""
        info = self._connection.info
        return str(info.dsn_parameters["sslmode"]) if info.ssl_in_use else ""

    @property
    def is_local(self) -> bool:
        """Return whether the server is reached through a socket of this machine."""
        return str(self._connection.info.host or "/").startswith("/")

    def execute(self, sql: str, values: Sequence[Any] = ()) -> Result:
        """Run a statement, after those that wait, in one round trip."""
        try:
            return self._sent(self._filled(sql, values))
        except TimedOutError as error:
            self.timed_out = error
            raise

    def defer(self, sql: str, values: Sequence[Any] = (), *, rows: int | None = None) -> None:
        """Let a statement wait for the next one; it fails unless it changes `rows` rows."""
        statement = self._filled(sql, values)
        self._deferred.append(statement if rows is None else counted(statement, rows))

    def executemany(self, sql: str, rows: Iterable[Sequence[Any]]) -> Result:
        """Insert rows: a few with the next statement, many as the server takes them fastest."""
        insert, _, places = _placed(sql).partition(" VALUES ")
        columns, remaining = insert.removeprefix("INSERT INTO "), iter(rows)
        with reported(self._connection), self._connection.cursor() as cursor:
            while some := list(islice(remaining, _FEW_ROWS)):
                if len(some) < _FEW_ROWS:
                    values = b", ".join(cursor.mogrify(places, row) for row in some)
                    statement = f"{insert} VALUES ".encode() + values
                    self._deferred.append(counted(statement, len(some)))
                else:
                    self._flush()
                    self._copy(columns, lines_of(chain(some, remaining)))
        return Result((), -1)

    @contextmanager
    def working(self, *, when: bool) -> Iterator[None]:
        """Let the server work on a whole store in the block."""
        before, self.works = self.works, self.works or when
        try:
            yield
        finally:
            self.works = before

    def commit(self) -> None:
        """Commit the transaction, after the statements that wait.

        An interruption waits for the answer, but not for long.
        """
        self._holds_interruptions = self.is_unsure = True
        try:
            self.execute("COMMIT")
        except DatabaseError as error:
            self.is_unsure = error.lost
            raise
        finally:
            self._holds_interruptions = False
        self.is_unsure = False
        if self._is_interrupted:
            raise KeyboardInterrupt

    def _flush(self) -> None:
        if self._deferred:
            self._sent()

    def forget(self) -> None:
        """Drop the statements that wait."""
        self._deferred.clear()

    def close(self) -> None:
        """Close the connection, which undoes what is not committed."""
        self._connection.close()

    @property
    def is_idle(self) -> bool:
        """Return whether no transaction is open on the server."""
        return is_idle(self._connection)

    def _filled(self, sql: str, values: Sequence[Any]) -> bytes:
        with reported(self._connection), self._connection.cursor() as cursor:
            return bytes(cursor.mogrify(*((_placed(sql), tuple(values)) if values else (sql,))))

    def _sent(self, *statement: bytes) -> Result:
        """Send the statements that wait, and one more, in one round trip."""
        together = b"; ".join([*self._deferred, *statement])
        self._deferred.clear()
        with reported(self._connection), self._connection.cursor() as cursor:
            with waited_for(self._wait):
                cursor.execute(together)
            rows = cursor.fetchall() if cursor.description else []
            return Result(rows, cursor.rowcount)

    def _wait(self, connected: Any) -> None:  # noqa: ANN401 - the driver's connection
        """Wait for the answer to a statement; an interruption ends that, and the connection."""
        ends, silence = inf, self._silence()
        while True:
            try:
                if not (state := polled(connected, silence)):
                    break
                if not self._server.until(ready(connected, state), min(ends, silence.ends)):
                    raise KeyboardInterrupt if self._is_interrupted else self._given_up(silence)
                silence.heard(arrived(connected, state))
            except KeyboardInterrupt:
                if not self._holds_interruptions or self._is_interrupted:
                    raise
                self._is_interrupted = True
                ends = monotonic() + INTERRUPTED_SECONDS
        self._server.waiting.answered()

    def _copy(self, columns: str, lines: Lines) -> None:
        """Copy rows in a thread, as the driver waits for their end alone."""
        silence, cursor = self._silence(), self._connection.cursor()
        copy = partial(cursor.copy_expert, f"COPY {columns} FROM STDIN", BytesIO(lines.text))
        until = partial(self._server.until, ends=silence.ends)
        try:
            with copying():
                in_thread(copy, until, partial(cut, self._connection))
        except TimeoutError:
            self._connection.close()
            raise self._given_up(silence) from None
        self._server.waiting.answered()
        if cursor.rowcount != lines.rows:
            raise DatabaseError(NOT_ALL_ROWS, "rows were left out", lost=False)

    def _silence(self) -> Silence:
        return Silence(WORK_SECONDS if self.works else self._server.waiting.answer_seconds)

    def _given_up(self, silence: Silence) -> Exception:
        cut(self._connection)  # then closing it waits for nothing
        return SilentError(silence.seconds if silence.is_over else 0.0)


@cache
def _placed(sql: str) -> str:
    """Return a statement with the driver's placeholders; none that has values has another ?."""
    return sql.replace("%", "%%").replace("?", "%s")
