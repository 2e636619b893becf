"""A request to a web server: whether it was taken, and if not, whether it is made again."""

from collections.abc import Mapping
from datetime import datetime
from email.message import Message as Headers
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from math import ceil
from typing import NamedTuple

from slt_cli import __version__
from slt_cli.delivery.message import DeliveryError
from slt_cli.delivery.network import connection_failure, tls_context
from slt_cli.delivery.proxy import proxy_of
from slt_cli.delivery.time_limit import TimeLimit
from slt_cli.delivery.web_address import WebAddress

_FINAL = {
    HTTPStatus.BAD_REQUEST,
    HTTPStatus.GONE,
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
    HTTPStatus.UNPROCESSABLE_ENTITY,
}
"""What no correction of the channel changes; after a wrong address or login it can still arrive."""
_DAY_SECONDS = 24 * 60 * 60


class Request(NamedTuple):
    """What is asked of a web server."""

    address: WebAddress
    headers: Mapping[str, str]
    body: bytes | None = None
    """What is sent with POST; None asks with GET."""


class _Answer(NamedTuple):
    status: int
    headers: Headers


def make_request(request: Request, environment: Mapping[str, str], seconds: float) -> None:
    """Make a request; raises DeliveryError unless the answer is 2xx.

    No redirect is followed, and nothing of the answer but its status is repeated.
    """
    limit = TimeLimit[_Answer](seconds)
    try:
        answer = limit.run(lambda: _answer(request, environment, limit))
    except (OSError, UnicodeError) as error:
        raise connection_failure(error, seconds) from None
    except (HTTPException, ValueError):
        raise DeliveryError("the answer is not HTTP") from None
    status = answer.status
    if 200 <= status < 300:
        return
    if 300 <= status < 400:
        raise DeliveryError(f"{_named(status)}: it redirects elsewhere")
    if status in _FINAL:
        raise DeliveryError(_named(status), is_final=True)
    raise DeliveryError(_named(status), retry_after=_retry_after(answer.headers))


def _answer(request: Request, environment: Mapping[str, str], limit: TimeLimit[_Answer]) -> _Answer:
    connection = _connection(request.address, environment, limit.seconds)
    try:
        _connect(connection)
        limit.use(connection.sock)
        method = "GET" if request.body is None else "POST"
        headers = {"User-Agent": f"slt/{__version__}", "Connection": "close", **request.headers}
        connection.request(method, request.address.target, request.body, headers)
        response = connection.getresponse()
        response.close()
        return _Answer(response.status, response.headers)
    finally:
        connection.close()


def _connection(
    address: WebAddress, environment: Mapping[str, str], seconds: float
) -> HTTPConnection:
    if not address.is_encrypted:
        return HTTPConnection(address.host, address.port, timeout=seconds)
    context = tls_context(environment)
    proxy = proxy_of(address.host, environment)
    if proxy is None:
        return HTTPSConnection(address.host, address.port, timeout=seconds, context=context)
    connection = HTTPSConnection(proxy.host, proxy.port, timeout=seconds, context=context)
    connection.set_tunnel(address.host, address.port, dict(proxy.headers))
    return connection


def _connect(connection: HTTPConnection) -> None:
    try:
        connection.connect()
    except OSError as error:
        if str(error).startswith("Tunnel connection failed"):  # the library has no type for it
            raise DeliveryError("the proxy refused to connect") from None
        raise


def _named(status: int) -> str:
    """Return a status with its usual name, never the server's own."""
    try:
        return f"HTTP {status} {HTTPStatus(status).phrase}"
    except ValueError:
        return f"HTTP {status}"


def _retry_after(headers: Headers) -> int | None:
    """Return the seconds of Retry-After, at most a day; a date counts from the server's own Date.

    So it does not matter whether the clocks of both sides agree.
    """
    given = headers.get("Retry-After", "").strip()
    if given.isascii() and given.isdecimal():
        return min(int(given[:9]), _DAY_SECONDS)
    until, present = _date(given), _date(headers.get("Date", ""))
    if until is None or present is None:
        return None
    return max(0, min(ceil((until - present).total_seconds()), _DAY_SECONDS))


def _date(text: str) -> datetime | None:
    try:
        found = parsedate_to_datetime(text)
    except (ValueError, OverflowError):
        return None
    return found if found.tzinfo else None
