"""psycopg2 while it connects: an address at a time, each with its share of the time.

libpq alone would print what a server says that goes away just then, keep an interruption, and give
a far server too little time.
"""

import re
import socket
from collections.abc import Mapping
from functools import partial
from math import inf
from time import monotonic
from typing import Any

from slt_cli.store.location import is_clear
from slt_cli.store.postgres.addresses import Address, attempts
from slt_cli.store.postgres.database_error import InvalidUrlError, first_line
from slt_cli.store.postgres.driver_package import extensions, psycopg2
from slt_cli.store.postgres.driver_waiting import Server, SilentError, ready, waited_for
from slt_cli.store.postgres.interruptible import in_thread
from slt_cli.store.postgres.limits import LIMITS, own_limit

_SAID_BY_SERVER = re.compile(r"(?:.* failed: )?\w+:  ")
"""libpq prints what a server says as `FATAL:  why`, in the language of the server."""
_PASSING = re.compile("starting up|shutting down|recovery mode")
_USUAL_PORT = 5432


def parsed(url: str) -> dict[str, Any]:
    """Return the parts of a URL; raises InvalidUrlError."""
    if not is_clear(url):
        raise InvalidUrlError("", "it has an @ or a ? that belongs to no part of it")
    try:
        return dict(extensions.parse_dsn(url))
    except UnicodeEncodeError:
        raise InvalidUrlError("", "it is not UTF-8") from None
    except psycopg2.Error as error:
        raise InvalidUrlError("", first_line(error).removeprefix("invalid dsn: ")) from None


def connected(given: Mapping[str, Any], server: Server) -> Any:  # noqa: ANN401 - the driver's
    """Return a connection to the first address that gives one; raises the driver's errors."""
    try:
        limit = own_limit(given)
        ends = inf if limit is not None else monotonic() + server.waiting.connecting_seconds
        server.waiting.connects()
        server.waiting.tries(server.name)
        addresses = attempts(given, partial(_addresses_of, server, ends))
    except (OSError, ValueError) as error:
        raise psycopg2.OperationalError(str(error)) from None
    options = {"fallback_application_name": "slt", **LIMITS, **given, "client_encoding": "utf8"}
    failures: list[psycopg2.Error] = []
    for index, address in enumerate(addresses):
        turn = _Turn(server, address, ends, limit, len(addresses) - index)
        try:
            with waited_for(turn.wait):
                return psycopg2.connect(**{**options, **address})
        except psycopg2.Error as error:
            if _is_final(str(error)):
                raise
            failures.append(error)
    raise failures[0]


class _Turn:
    """The turn of an address: a share of the time until the server says something, then the rest.

    A limit that the user has set is for each address instead.
    """

    def __init__(
        self, server: Server, address: Address, ends: float, limit: float | None, left: int
    ) -> None:
        now = monotonic()
        self._server, self._address = server, address
        self._ends = now + ((ends - now) / left if limit is None else limit)
        self._ends_once_heard = ends if limit is None else self._ends

    def wait(self, connected: Any) -> None:  # noqa: ANN401 - the driver's connection
        """Wait for a connection that is being made."""
        try:
            self._wait(connected)
        except SilentError:
            raise
        except (psycopg2.OperationalError, UnicodeDecodeError) as error:
            raise psycopg2.OperationalError(self._named(_said(error), connected.info)) from None

    def _wait(self, connected: Any) -> None:  # noqa: ANN401 - the driver's connection
        while state := connected.poll():
            if not self._server.until(ready(connected, state), self._ends):
                raise SilentError
            if state == extensions.POLL_READ:
                self._ends = self._ends_once_heard

    def _named(self, said: str, info: Any) -> str:  # noqa: ANN401 - the driver's
        """Return what libpq said with the address before it, as libpq itself has it elsewhere."""
        if said.startswith("connection to server"):
            return said
        port = info.port or _USUAL_PORT
        if info.host.startswith(("/", "@")):
            where = f'on socket "{info.host}/.s.PGSQL.{port}"'
        else:
            number = self._address.get("hostaddr", "")
            numbered = f" ({number})" if number not in ("", info.host) else ""
            where = f'at "{info.host}"{numbered}, port {port}'
        return f"connection to server {where} failed: {said}"


def _said(error: psycopg2.OperationalError | UnicodeDecodeError) -> str:
    """Return what libpq said; a server that lets nobody in speaks in an encoding of its own."""
    if isinstance(error, UnicodeDecodeError):
        return error.object.decode(errors="replace")
    return str(error)


def _addresses_of(server: Server, ends: float, name: str) -> list[str]:
    """Return the addresses of a name; a thread asks for them, as that keeps an interruption."""
    ask = partial(socket.getaddrinfo, name.encode(), None, type=socket.SOCK_STREAM)
    try:
        found = in_thread(ask, partial(server.until, ends=ends))
    except TimeoutError:
        raise SilentError from None
    except OSError as error:
        why = f'could not translate host name "{name}" to address: {error.strerror}'
        raise OSError(why) from None
    return list(dict.fromkeys(str(address[0]) for *_, address in found))


def _is_final(said: str) -> bool:
    """Return whether a server itself refused, for good: another address is not tried then."""
    return bool(_SAID_BY_SERVER.match(said)) and not _PASSING.search(said)
