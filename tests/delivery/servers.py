"""Servers on the loopback: for mail, for the web, and one that does what a test tells it."""

import asyncio
import socket
import ssl
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any, NamedTuple

import trustme
from aiosmtpd.smtp import SMTP, AuthResult, Envelope

HOST = "127.0.0.1"


class Authority:
    """Somebody who makes certificates, and is trusted where the environment says so."""

    def __init__(self, directory: Path) -> None:
        self._authority = trustme.CA()
        file = directory / "authority.pem"
        self._authority.cert_pem.write_to_path(str(file))
        self.environment: Mapping[str, str] = {"SSL_CERT_FILE": str(file), "PATH": "/usr/bin:/bin"}

    def server(self, host: str = HOST) -> ssl.SSLContext:
        """Return what a server of this name needs."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._authority.issue_cert(host).configure_cert(context)
        return context


class Mailbox:
    """What a mail server took, and what it answers instead of taking it.

    `answers` are by recipient, and that to the text is by the name DATA.
    """

    def __init__(self, answers: Mapping[str, str]) -> None:
        self.answers = answers
        self.taken: list[Envelope] = []
        self.port = 0

    async def handle_RCPT(self, _server, _session, envelope, address, _options) -> str:  # noqa: N802
        if address in self.answers:
            return self.answers[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server, _session, envelope) -> str:  # noqa: N802
        if "DATA" in self.answers:
            return self.answers["DATA"]
        self.taken.append(envelope)
        return "250 OK"


@contextmanager
def mail_server(
    answers: Mapping[str, str],
    *,
    starttls: ssl.SSLContext | None = None,
    direct: ssl.SSLContext | None = None,
    login: tuple[str, str] | None = None,
) -> Iterator[Mailbox]:
    """Run a mail server of aiosmtpd, with a login if there is one."""
    box = Mailbox(answers)

    def is_right(_server, _session, _envelope, _mechanism, data) -> AuthResult:
        given = (data.login.decode(), data.password.decode())
        return AuthResult(success=given == login, handled=False)

    def session() -> SMTP:
        return SMTP(
            box,
            tls_context=starttls,
            require_starttls=starttls is not None,
            authenticator=is_right if login else None,
            auth_required=login is not None and starttls is not None,
            auth_require_tls=starttls is not None,
            auth_exclude_mechanism=() if login else ("LOGIN", "PLAIN"),
            hostname="mail.example.com",
        )

    loop = asyncio.new_event_loop()
    server = loop.run_until_complete(loop.create_server(session, HOST, 0, ssl=direct))
    box.port = server.sockets[0].getsockname()[1]
    thread = Thread(target=loop.run_forever)
    thread.start()
    try:
        yield box
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        server.close()
        for task in asyncio.all_tasks(loop):
            task.cancel()
        loop.run_until_complete(asyncio.sleep(0))
        loop.run_until_complete(loop.shutdown_asyncgens())
        loop.close()


class Seen(NamedTuple):
    """A request that a web server got."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes


class Site:
    """What a web server was asked, and where it is."""

    def __init__(self, port: int, scheme: str) -> None:
        self.port = port
        self.url = f"{scheme}://{HOST}:{port}/services/T0/the-path?key=the-query"
        self.seen: list[Seen] = []


@contextmanager
def web_server(
    status: int = 200,
    headers: Mapping[str, str] | None = None,
    body: bytes = b"",
    *,
    tls: ssl.SSLContext | None = None,
) -> Iterator[Site]:
    """Run a web server that gives the same answer to each request."""
    given = {"Content-Length": str(len(body)), **(headers or {})}

    class Handler(BaseHTTPRequestHandler):
        def answer(self) -> None:
            length = int(self.headers.get("Content-Length", 0))
            read = self.rfile.read(length)
            site.seen.append(Seen(self.command, self.path, dict(self.headers), read))
            self.send_response(status)
            for name, value in given.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        do_GET = do_POST = answer  # noqa: N815

        def log_message(self, *_: Any) -> None:
            """Keep the terminal as it is."""

    server = ThreadingHTTPServer((HOST, 0), Handler)
    if tls:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    site = Site(server.server_port, "https" if tls else "http")
    thread = Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@contextmanager
def server_that(does: Callable[[socket.socket], None]) -> Iterator[int]:
    """Run a server that does something with each connection, then closes it; yield its port.

    The connections of those that have not gone are cut at the end.
    """
    listening = socket.create_server((HOST, 0))
    connections: list[socket.socket] = [listening]

    def serve() -> None:
        while True:
            try:
                connection, _ = listening.accept()
            except OSError:
                return
            connections.append(connection)
            with connection, suppress(OSError):
                does(connection)

    thread = Thread(target=serve)
    thread.start()
    try:
        yield listening.getsockname()[1]
    finally:
        for each in connections:
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
        thread.join()
        listening.close()


def is_silent(connection: socket.socket) -> None:
    """Say nothing until the other side has gone."""
    while connection.recv(1024):
        pass


def drips(text: bytes) -> Callable[[socket.socket], None]:
    """Return what sends a text again and again, a byte at a time, until the other side has gone."""

    def does(connection: socket.socket) -> None:
        connection.settimeout(0.05)
        while True:
            for byte in text:
                connection.sendall(bytes([byte]))
                with suppress(TimeoutError):
                    if not connection.recv(1024):
                        return

    return does


def says(text: bytes) -> Callable[[socket.socket], None]:
    """Return what sends a text after a request, and then no more."""

    def does(connection: socket.socket) -> None:
        connection.recv(65536)
        connection.sendall(text)
        connection.shutdown(socket.SHUT_WR)
        is_silent(connection)

    return does


def resets(connection: socket.socket) -> None:
    """Read a request, then cut the connection without an answer."""
    connection.recv(65536)
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")


def connects_to(port: int) -> Callable[[socket.socket], None]:
    """Return a proxy, which connects everyone to one port, wherever they want to go."""

    def copies(source: socket.socket, target: socket.socket) -> None:
        with suppress(OSError):
            while data := source.recv(65536):
                target.sendall(data)
            target.shutdown(socket.SHUT_WR)

    def does(connection: socket.socket) -> None:
        connection.recv(65536)
        with socket.create_connection((HOST, port)) as other:
            connection.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
            back = Thread(target=copies, args=(other, connection))
            back.start()
            copies(connection, other)
            back.join()

    return does


def unused_port() -> int:
    """Return a port on which nothing listens."""
    with socket.create_server((HOST, 0)) as listening:
        return listening.getsockname()[1]
