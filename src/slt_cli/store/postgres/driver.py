"""psycopg2, and the one file that knows it: connect, run statements, say what went wrong.

A session holds no state of its own between two transactions, so a transaction pooler may stand
between. Statements that give no rows wait, and are sent together with the next one.
"""

import select
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from functools import cache, partial
from itertools import chain, islice
from math import inf
from time import monotonic
from typing import Any, NamedTuple

from slt_cli.errors import StoreError
from slt_cli.store.location import Engine, Location, is_clear
from slt_cli.store.postgres.copy_text import Lines
from slt_cli.store.postgres.database_error import DatabaseError, InvalidUrlError, first_line
from slt_cli.store.postgres.interruptible import in_thread
from slt_cli.store.postgres.limits import LIMITS, has_own_limit, seconds_for_each
from slt_cli.store.postgres.result import Result
from slt_cli.store.postgres.row_counts import NOT_ALL_ROWS, counted
from slt_cli.store.waiting import INTERRUPTED_SECONDS, Waiting

try:
    import psycopg2
    from psycopg2.extensions import (
        POLL_OK,
        POLL_READ,
        TRANSACTION_STATUS_IDLE,
        parse_dsn,
        set_wait_callback,
    )
except ImportError:
    raise StoreError(
        "a PostgreSQL database needs the package psycopg2, which is not installed",
        "install it into slt's own environment: pip install 'slt-cli[postgres]', pipx inject "
        "slt-cli psycopg2-binary, or from a checkout .venv/bin/pip install '.[postgres]'",
    ) from None

_FEW_ROWS = 50
_ROWS_AT_ONCE = 10_000


class Session:
    """A connection; every statement is a transaction of its own unless one is begun."""

    def __init__(self, url: str, waiting: Waiting | None = None) -> None:
        """Connect; raises DatabaseError."""
        name = str(Location(Engine.POSTGRES, url))
        self._server = _Server(name, Waiting() if waiting is None else waiting)
        with _reported(None):
            self._connection = _connected(_parsed(url), self._server)
        self._connection.autocommit = True
        self._deferred: list[bytes] = []
        self._holds_interruptions = self._is_interrupted = False
        self.is_unsure = False
        """Whether a transaction was being committed, and nobody knows how it ended."""

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
        return self._sent(self._filled(sql, values))

    def defer(self, sql: str, values: Sequence[Any] = (), *, rows: int | None = None) -> None:
        """Let a statement wait for the next one; it fails unless it changes `rows` rows."""
        statement = self._filled(sql, values)
        self._deferred.append(statement if rows is None else counted(statement, rows))

    def executemany(self, sql: str, rows: Iterable[Sequence[Any]]) -> Result:
        """Insert rows: a few with the next statement, many as the server takes them fastest."""
        insert, _, places = _placed(sql).partition(" VALUES ")
        columns, remaining = insert.removeprefix("INSERT INTO "), iter(rows)
        with _reported(self._connection), self._connection.cursor() as cursor:
            while some := list(islice(remaining, _FEW_ROWS)):
                if len(some) < _FEW_ROWS:
                    values = b", ".join(cursor.mogrify(places, row) for row in some)
                    statement = f"{insert} VALUES ".encode() + values
                    self._deferred.append(counted(statement, len(some)))
                else:
                    self._flush()
                    lines = Lines(chain(some, islice(remaining, _ROWS_AT_ONCE)))
                    with lines.as_raised():  # COPY is interrupted between lines
                        cursor.copy_expert(f"COPY {columns} FROM STDIN", lines)
                    if cursor.rowcount != lines.count:
                        raise DatabaseError(NOT_ALL_ROWS, "rows were left out", lost=False)
        return Result((), -1)

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
        with suppress(psycopg2.Error):
            self._connection.close()

    @property
    def is_idle(self) -> bool:
        """Return whether no transaction is open on the server."""
        return bool(self._connection.info.transaction_status == TRANSACTION_STATUS_IDLE)

    def _filled(self, sql: str, values: Sequence[Any]) -> bytes:
        with _reported(self._connection), self._connection.cursor() as cursor:
            return bytes(cursor.mogrify(*((_placed(sql), tuple(values)) if values else (sql,))))

    def _sent(self, *statement: bytes) -> Result:
        """Send the statements that wait, and one more, in one round trip."""
        together = b"; ".join([*self._deferred, *statement])
        self._deferred.clear()
        with _reported(self._connection), self._connection.cursor() as cursor:
            set_wait_callback(self._wait)  # for nothing else: COPY and connecting know none
            try:
                cursor.execute(together)
            finally:
                set_wait_callback(None)
            rows = cursor.fetchall() if cursor.description else []
            return Result(rows, cursor.rowcount)

    def _wait(self, connected: Any) -> None:  # noqa: ANN401 - the driver's connection
        """Wait for the answer to a statement; an interruption ends that, and the connection."""
        ends = inf
        while (state := connected.poll()) != POLL_OK:
            poll = select.poll()
            poll.register(connected, select.POLLIN if state == POLL_READ else select.POLLOUT)
            try:
                if not self._server.until(partial(_is_ready, poll), ends):
                    raise KeyboardInterrupt if self._is_interrupted else _no_answer()
            except KeyboardInterrupt:
                if not self._holds_interruptions or self._is_interrupted:
                    raise
                self._is_interrupted = True
                ends = monotonic() + INTERRUPTED_SECONDS
        self._server.waiting.answered()


@cache
def _placed(sql: str) -> str:
    """Return a statement with the driver's placeholders; none that has values has another ?."""
    return sql.replace("%", "%%").replace("?", "%s")


def _parsed(url: str) -> dict[str, Any]:
    if not is_clear(url):
        raise InvalidUrlError("", "it has an @ or a ? that belongs to no part of it")
    try:
        return dict(parse_dsn(url))
    except UnicodeEncodeError:
        raise InvalidUrlError("", "it is not UTF-8") from None
    except psycopg2.Error as error:
        raise InvalidUrlError("", first_line(error).removeprefix("invalid dsn: ")) from None


class _Server(NamedTuple):
    """A server as a user reads its name, and how long it is waited for."""

    name: str
    waiting: Waiting

    def until(self, happens: Callable[[float], bool], ends: float = inf) -> bool:
        return self.waiting.until(happens, self.name, ends)


def _connected(given: Mapping[str, Any], server: _Server) -> Any:  # noqa: ANN401 - the driver's
    """Connect in a thread: libpq itself would keep an interruption until it has given up."""
    options = {"fallback_application_name": "slt", **LIMITS, **given, "client_encoding": "utf8"}
    seconds = inf if has_own_limit(given) else server.waiting.connecting_seconds
    if seconds < inf:
        options["connect_timeout"] = seconds_for_each(given, seconds)
    connect = partial(psycopg2.connect, **options)
    try:
        return in_thread(connect, partial(server.until, ends=monotonic() + seconds))
    except TimeoutError:  # a name is still looked up, or there are many addresses
        raise _no_answer() from None


def _no_answer() -> psycopg2.Error:
    return psycopg2.OperationalError("it did not answer in time")


def _is_ready(poll: select.poll, seconds: float) -> bool:
    return bool(poll.poll(seconds * 1000))


@contextmanager
def _reported(connected: Any) -> Iterator[None]:  # noqa: ANN401 - the driver's connection
    try:
        yield
    except psycopg2.Error as error:
        lost = connected is not None and bool(connected.closed)
        message = getattr(error.diag, "message_primary", None) or first_line(error)
        raise DatabaseError(error.pgcode or "", message, lost=lost) from None
