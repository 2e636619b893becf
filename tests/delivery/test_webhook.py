"""A web server takes a message, or it is known why not; what is secret goes nowhere else."""

import json
import socket
from email.utils import format_datetime

import pytest

from slt_cli import __version__
from slt_cli.delivery.message import DeliveryError
from slt_cli.delivery.opening import call_heartbeat
from slt_cli.delivery.webhook import ByWebhook
from slt_cli.domain.channels import Secret, Webhook
from tests.delivery.samples import MESSAGE, Failure, failure
from tests.delivery.servers import (
    HOST,
    drips,
    is_silent,
    resets,
    says,
    server_that,
    unused_port,
    web_server,
)

SHORT = 0.5
TOKEN = "the-token-of-the-chat"
FROM = {"TOKEN": TOKEN}
KEPT = Secret("env", "TOKEN")


def by(url, environment=FROM, token=KEPT, seconds=20.0):
    return ByWebhook(Webhook(url, "json", token), environment, seconds)


def require_no_secret(found):
    """Fail if a reason says where a message goes, or repeats a secret."""
    for part in (TOKEN, "services", "T0", "the-path", "the-query", HOST):
        assert part not in found.reason


@pytest.mark.parametrize("status", [200, 202, 204])
def test_a_message_arrives_with_its_key_and_the_token(authority, status):
    with web_server(status, tls=authority.server()) as site:
        assert failure(by(site.url, {**authority.environment, **FROM})) is None
    (seen,) = site.seen
    assert (seen.method, seen.path) == ("POST", "/services/T0/the-path?key=the-query")
    assert json.loads(seen.body) == MESSAGE.data
    assert {name: seen.headers[name] for name in seen.headers if name != "Host"} == {
        "Accept-Encoding": "identity",
        "Authorization": f"Bearer {TOKEN}",
        "Connection": "close",
        "Content-Length": str(len(seen.body)),
        "Content-Type": "application/json",
        "Idempotency-Key": MESSAGE.id,
        "User-Agent": f"slt/{__version__}",
    }


def test_without_a_token_there_is_no_header_for_it():
    with web_server() as site:
        assert failure(by(site.url, token=None)) is None
    assert "Authorization" not in site.seen[0].headers


def test_an_address_can_be_a_secret():
    with web_server() as site:
        url = Secret("env", "URL")
        assert failure(by(url, {"URL": site.url, **FROM})) is None
    assert len(site.seen) == 1


DATE = format_datetime(MESSAGE.at, usegmt=True)
TOMORROW = format_datetime(MESSAGE.at.replace(day=26), usegmt=True)
IN_A_MINUTE = format_datetime(MESSAGE.at.replace(minute=11), usegmt=True)
YEARS = format_datetime(MESSAGE.at.replace(year=2090), usegmt=True)
BEFORE = format_datetime(MESSAGE.at.replace(year=2020), usegmt=True)
RETRY_AFTER = {
    "none": ({}, None),
    "seconds": ({"Retry-After": "120"}, 120),
    "more than a day": ({"Retry-After": "100000"}, 86400),
    "more digits than Python reads": ({"Retry-After": "9" * 5000}, 86400),
    "not a number": ({"Retry-After": "-5"}, None),
    "digits that are not ASCII": ({"Retry-After": "²"}, None),
    "a date": ({"Date": DATE, "Retry-After": IN_A_MINUTE}, 60),
    "a date of tomorrow": ({"Date": DATE, "Retry-After": TOMORROW}, 86400),
    "a date far away": ({"Date": DATE, "Retry-After": YEARS}, 86400),
    "a date that is past": ({"Date": DATE, "Retry-After": BEFORE}, 0),
    "a date without a zone": (
        {"Date": DATE, "Retry-After": "Wed, 25 Nov 2026 17:10:00 -0000"},
        None,
    ),
    "a date that Python cannot read": (
        {"Date": DATE, "Retry-After": "Wed, 25 Nov 2026 99999999999:10:00 GMT"},
        None,
    ),
    "a word": ({"Retry-After": "later"}, None),
}


def answers(status, headers=None):
    """Return a server that gives an answer with nothing but these headers."""
    lines = [
        f"HTTP/1.1 {status} {TOKEN}",
        *(f"{name}: {text}" for name, text in (headers or {}).items()),
    ]

    def does(connection: socket.socket) -> None:
        connection.recv(65536)
        connection.sendall(("\r\n".join(lines) + "\r\n\r\n").encode("latin-1"))
        is_silent(connection)

    return server_that(does)


def at_port(port, **given):
    return by(f"http://{HOST}:{port}/services/T0/the-path?key=the-query", **given)


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize(("headers", "seconds"), RETRY_AFTER.values(), ids=RETRY_AFTER)
def test_a_server_may_ask_for_time(status, headers, seconds):
    with answers(status, headers) as port:
        found = failure(at_port(port))
    assert (found.is_final, found.retry_after) == (False, seconds)
    require_no_secret(found)


STATUSES = {
    400: Failure("HTTP 400 Bad Request", is_final=True),
    401: Failure("HTTP 401 Unauthorized"),
    403: Failure("HTTP 403 Forbidden"),
    404: Failure("HTTP 404 Not Found"),
    408: Failure("HTTP 408 Request Timeout"),
    410: Failure("HTTP 410 Gone", is_final=True),
    425: Failure("HTTP 425 Too Early"),
    429: Failure("HTTP 429 Too Many Requests"),
    413: Failure("HTTP 413 Request Entity Too Large", is_final=True),
    422: Failure("HTTP 422 Unprocessable Entity", is_final=True),
    499: Failure("HTTP 499"),
    500: Failure("HTTP 500 Internal Server Error"),
    502: Failure("HTTP 502 Bad Gateway"),
    301: Failure("HTTP 301 Moved Permanently: it redirects elsewhere"),
    304: Failure("HTTP 304 Not Modified: it redirects elsewhere"),
    999: Failure("HTTP 999"),
}


@pytest.mark.parametrize(("status", "expected"), STATUSES.items(), ids=map(str, STATUSES))
def test_a_status_says_whether_it_is_final(status, expected):
    with answers(status) as port:
        assert failure(at_port(port)) == expected


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_not_followed(status):
    with web_server() as other, web_server(status, {"Location": other.url}) as site:
        found = failure(by(site.url))
    assert (found.is_final, found.reason.endswith("it redirects elsewhere")) == (False, True)
    require_no_secret(found)
    assert (len(site.seen), other.seen) == (1, [])


def test_what_a_server_writes_is_not_repeated():
    echo = f"{TOKEN} /services/T0/the-path the-query".encode()
    with web_server(400, {"X-Echo": TOKEN}, echo) as site:
        found = failure(by(site.url))
    assert found == Failure("HTTP 400 Bad Request", is_final=True)


CERTIFICATES = {
    "an unknown authority": ("stranger", HOST, "the certificate is not trusted"),
    "another name": ("authority", "chat.example.com", "the certificate is for another host"),
    "another address": ("authority", "127.0.0.2", "the certificate is for another host"),
}


@pytest.mark.parametrize(("who", "name", "reason"), CERTIFICATES.values(), ids=CERTIFICATES)
def test_certificates_are_checked(request, authority, who, name, reason):
    tls = request.getfixturevalue(who).server(name)
    with web_server(tls=tls) as site:
        assert failure(by(site.url, {**authority.environment, **FROM})) == Failure(reason)
    assert site.seen == []


def test_certificates_that_cannot_be_read_are_not_left_out(tmp_path):
    found = failure(by("https://localhost/", {**FROM, "SSL_CERT_FILE": str(tmp_path / "none")}))
    assert found == Failure("the certificates of SSL_CERT_FILE cannot be read")


BROKEN = {
    "silent": (is_silent, "no answer within 0.5 s"),
    "a byte at a time": (drips(b"HTTP/1.1 200 OK\r\nX: y\r\n"), "no answer within 0.5 s"),
    "closed without an answer": (says(b""), "the connection was lost"),
    "reset after the message was read": (resets, "the connection was lost"),
    "half an answer": (says(b"HTTP/1.1 2"), "the answer is not HTTP"),
    "not HTTP": (says(b"220 mail\r\n\r\n"), "the answer is not HTTP"),
    "an endless line": (says(b"x" * 70000), "the answer is not HTTP"),
}


@pytest.mark.parametrize(("does", "reason"), BROKEN.values(), ids=BROKEN)
def test_what_breaks_is_tried_again(does, reason):
    with server_that(does) as port:
        assert failure(at_port(port, seconds=SHORT)) == Failure(reason)


def test_a_body_that_does_not_end_is_not_waited_for():
    def does(connection):
        connection.recv(65536)
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n")
        is_silent(connection)

    with server_that(does) as port:
        assert failure(at_port(port)) is None


def test_a_silent_handshake_has_an_end(authority):
    with server_that(is_silent) as port:
        found = failure(
            by(f"https://{HOST}:{port}/", {**authority.environment, **FROM}, seconds=SHORT)
        )
    assert found == Failure("no answer within 0.5 s")


def test_a_port_on_which_nothing_listens():
    assert failure(at_port(unused_port())) == Failure("connection refused")


WRONG = {
    "no scheme": "example.com/x",
    "another scheme": "ftp://example.com/x",
    "no host": "https:///x",
    "a user": "https://me:secret@example.com/x",
    "a blank": "https://example.com/a b",
    "a port that is none": "https://example.com:99999/x",
    "a bracket": "https://[::1/x",
    "an accent": "https://éxample.com/x",
}


@pytest.mark.parametrize("url", WRONG.values(), ids=WRONG)
def test_an_address_that_is_none_is_not_repeated(url):
    found = failure(by(Secret("env", "URL"), {"URL": url, **FROM}))
    wrong = "the address is not an http:// or https:// address without a user name in it"
    foreign = "the variable URL has more than one line of ASCII characters"
    assert found == Failure(wrong if url.isascii() else foreign)


@pytest.mark.parametrize("host", ["192.0.2.1", "chat.example.com", "localhost.example.com"])
def test_a_token_does_not_leave_this_machine_in_plain_text(host):
    found = failure(by(f"http://{host}/x"))
    assert found == Failure("a token is sent to an https:// address only")


@pytest.mark.parametrize("host", ["a..b", "x" * 64])
def test_a_host_that_is_no_name(host):
    assert failure(by(f"https://{host}/x")) == Failure("the host name is not valid")


def test_a_heartbeat_asks_for_its_address(authority):
    with web_server(tls=authority.server()) as site:
        call_heartbeat(Secret("env", "URL"), {"URL": site.url, **authority.environment})
    (seen,) = site.seen
    assert (seen.method, seen.path, seen.body) == (
        "GET",
        "/services/T0/the-path?key=the-query",
        b"",
    )


def test_a_heartbeat_that_fails_says_so():
    with web_server(404) as site, pytest.raises(DeliveryError, match=r"^HTTP 404 Not Found$"):
        call_heartbeat(site.url, {})
