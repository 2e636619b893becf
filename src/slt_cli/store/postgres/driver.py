"""psycopg2, and the one file that knows it: connect, run statements, say what went wrong.

A session holds no state of its own between two transactions, so a transaction pooler may stand
between. Statements that give no rows wait, and are sent together with the next one.
"""

import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import cache
from itertools import chain, islice
from typing import Any

from slt_cli.errors import UsageError

try:
    import psycopg2
    from psycopg2.extensions import TRANSACTION_STATUS_IDLE, parse_dsn
except ImportError:
    raise UsageError(
        "a PostgreSQL database needs the package psycopg2, which is not installed",
        "pip install 'slt-cli[postgres]'",
    ) from None

_CONNECT_SECONDS = "10"
_FEW_ROWS = 50
_LINES_AT_ONCE = 200


class DatabaseError(Exception):
    """What the server or libpq reported: its SQLSTATE, if it has one, and one sentence.

    `lost` tells that the connection is gone, so that nobody knows how the statement ended.
    """

    def __init__(self, state: str, message: str, *, lost: bool = False) -> None:
        super().__init__(message)
        self.state = state
        self.message = message
        self.lost = lost


class Result:
    """The rows of a statement, and how many it changed."""

    def __init__(self, rows: Sequence[Any], rowcount: int) -> None:
        self._rows = iter(rows)
        self.rowcount = rowcount

    def fetchone(self) -> Any:  # noqa: ANN401 - a row
        """Return the next row, None after the last."""
        return next(self._rows, None)

    def __iter__(self) -> Iterator[Any]:
        """Yield the rows."""
        return self._rows


class Session:
    """A connection; every statement is a transaction of its own unless one is begun."""

    def __init__(self, url: str) -> None:
        """Connect; raises DatabaseError."""
        with _reported(None):
            given = parse_dsn(url)
            if "PGCONNECT_TIMEOUT" not in os.environ:
                given.setdefault("connect_timeout", _CONNECT_SECONDS)
            given.setdefault("fallback_application_name", "slt")
            self._connection = psycopg2.connect(**{**given, "client_encoding": "utf8"})
        self._connection.autocommit = True
        self._waiting: list[bytes] = []

    @property
    def server_version(self) -> int:
        """Return the server's version as libpq has it, such as 150004."""
        return int(self._connection.server_version)

    @property
    def server_encoding(self) -> str:
        """Return the encoding in which the database keeps its texts."""
        return str(self._connection.info.parameter_status("server_encoding"))

    @property
    def is_encrypted(self) -> bool:
        """Return whether the connection is encrypted."""
        return bool(self._connection.info.ssl_in_use)

    @property
    def is_local(self) -> bool:
        """Return whether the server is reached through a socket of this machine."""
        return str(self._connection.info.host or "/").startswith("/")

    def execute(self, sql: str, values: Sequence[Any] = ()) -> Result:
        """Run a statement, after those that wait, in one round trip."""
        return self._sent(self._filled(sql, values))

    def defer(self, sql: str, values: Sequence[Any] = ()) -> None:
        """Let a statement that gives no rows wait for the next one."""
        self._waiting.append(self._filled(sql, values))

    def executemany(self, sql: str, rows: Iterable[Sequence[Any]]) -> Result:
        """Insert rows: a few with the next statement, many as the server takes them fastest."""
        insert, _, places = _placed(sql).partition(" VALUES ")
        remaining = iter(rows)
        few = list(islice(remaining, _FEW_ROWS))
        with _reported(self._connection), self._connection.cursor() as cursor:
            if few and len(few) < _FEW_ROWS:
                values = b", ".join(cursor.mogrify(places, row) for row in few)
                self._waiting.append(f"{insert} VALUES ".encode() + values)
            elif few:
                self.flush()
                lines = _Lines(chain(few, remaining))
                with lines.as_raised():
                    cursor.copy_expert(f"{insert.replace('INSERT INTO', 'COPY')} FROM STDIN", lines)
        return Result((), -1)

    def flush(self) -> None:
        """Run the statements that wait."""
        if self._waiting:
            self._sent()

    def forget(self) -> None:
        """Drop the statements that wait."""
        self._waiting.clear()

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
            return bytes(cursor.mogrify(_placed(sql), tuple(values)))

    def _sent(self, *statement: bytes) -> Result:
        """Send the statements that wait, and one more, in one round trip."""
        together = b"; ".join([*self._waiting, *statement])
        self._waiting.clear()
        with _reported(self._connection), self._connection.cursor() as cursor:
            cursor.execute(together)
            rows = cursor.fetchall() if cursor.description else []
            return Result(rows, cursor.rowcount)


class _Lines:
    """Rows as the text that COPY reads, made while it reads them."""

    def __init__(self, rows: Iterable[Sequence[Any]]) -> None:
        self._lines = map(_line, rows)
        self._error: BaseException | None = None

    def read(self, size: int) -> bytes:
        """Return the next lines, none at the end; the driver takes more than it asks for."""
        del size
        try:
            return "".join(islice(self._lines, _LINES_AT_ONCE)).encode()
        except BaseException as error:
            self._error = error
            raise

    @contextmanager
    def as_raised(self) -> Iterator[None]:
        """Let an error that a row raised be the error of the block; the driver keeps its text."""
        try:
            yield
        except psycopg2.Error:
            if self._error is not None:
                raise self._error from None
            raise


_ESCAPED = str.maketrans({"\\": r"\\", "\t": r"\t", "\n": r"\n", "\r": r"\r"})


def _line(row: Sequence[Any]) -> str:
    line = "\t".join(["\\N" if value is None else str(value) for value in row])
    tabs, nulls = line.count("\t"), line.count("\\")
    if tabs != len(row) - 1 or nulls != row.count(None) or "\n" in line or "\r" in line:
        escaped = ("\\N" if value is None else str(value).translate(_ESCAPED) for value in row)
        line = "\t".join(escaped)
    return f"{line}\n"


@cache
def _placed(sql: str) -> str:
    """Return a statement with the driver's placeholders; no text in our SQL has a ?."""
    return sql.replace("%", "%%").replace("?", "%s")


def database_name(url: str) -> str:
    """Return the name of the database or the service that a URL names; raises DatabaseError."""
    with _reported(None):
        given = parse_dsn(url)
    return str(given.get("dbname") or given.get("service") or os.environ.get("PGSERVICE") or "team")


@contextmanager
def _reported(connection: Any) -> Iterator[None]:  # noqa: ANN401 - the driver's connection
    try:
        yield
    except psycopg2.Error as error:
        lost = connection is not None and bool(connection.closed)
        message = getattr(error.diag, "message_primary", None) or _last_line(error)
        raise DatabaseError(error.pgcode or "", message, lost=lost) from None


def _last_line(error: BaseException) -> str:
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    return lines[0] if lines else "no reason was given"
