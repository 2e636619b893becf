"""A socket between slt and a PostgreSQL server that cuts a connection when a test says so."""

import select
import shutil
import socket
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Event, Thread
from time import sleep
from typing import Literal
from urllib.parse import quote

NAME = ".s.PGSQL.5432"

Moment = Literal["before", "after"]
"""When a connection is cut: before the server gets the message, or before slt gets its answer."""


class Proxy:
    """Pass on what both sides say, and cut the connection at the n-th message with a word.

    The server is away from then on if `stays_away`.
    """

    def __init__(self, server: Path, directory: Path) -> None:
        self.directory = directory
        self.cuts = 0
        self._server = server / NAME
        self._word = b""
        self._left = 0
        self._moment: Moment = "before"
        self._stays_away = False
        self._released: Event | None = None
        self._size = 0
        self._sessions: list[socket.socket] = []
        self._listening = socket.socket(socket.AF_UNIX)
        self._listening.bind(str(directory / NAME))
        self._listening.listen()
        Thread(target=self._accept, daemon=True).start()

    def url(self, url: str) -> str:
        """Return the URL of a store of the server as it is reached through this socket."""
        old, new = (quote(str(each), safe="") for each in (self._server.parent, self.directory))
        return url.replace(f"host={old}", f"host={new}")

    def cut(self, word: str, number: int, moment: Moment, *, stays_away: bool = False) -> None:
        """Cut a connection at the n-th message from now on that contains a word."""
        self._word, self._left = word.encode(), number
        self._moment, self._stays_away = moment, stays_away

    def hold(self, word: str, number: int) -> None:
        """Keep back the answer to the n-th message from now on that contains a word."""
        self.cut(word, number, "after")
        self._released = Event()

    def slow(self, word: str, number: int, size: int) -> None:
        """Pass on the answer to such a message in parts of a size, ten in a second."""
        self.cut(word, number, "after")
        self._size = size

    def release(self) -> None:
        """Pass on an answer that was kept back."""
        if self._released is not None:
            self._released.set()

    def close(self) -> None:
        """Accept no connection any more, and keep no answer back."""
        self.release()
        with suppress(OSError):
            self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()

    def end(self) -> None:
        """End all sessions at the server, too."""
        self.close()
        for session in self._sessions:
            with suppress(OSError):  # it has ended
                session.shutdown(socket.SHUT_RDWR)

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self._listening.accept()
                Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client: socket.socket) -> None:
        server = socket.socket(socket.AF_UNIX)
        self._sessions.append(server)
        with client, server, suppress(OSError):
            server.connect(str(self._server))
            while True:
                for side in select.select([client, server], [], [])[0]:
                    said = side.recv(2**16)
                    if not said:
                        return
                    if side is client and self._is_its_turn(said):
                        if self._size:
                            server.sendall(said)
                            self._pass_slowly(server, client)
                        self._end(client, server, said)
                        if self._released is None:
                            return
                        continue
                    (server if side is client else client).sendall(said)

    def _is_its_turn(self, said: bytes) -> bool:
        if self._left and self._word in said:
            self._left -= 1
            return self._left == 0
        return False

    def _pass_slowly(self, server: socket.socket, client: socket.socket) -> None:
        while said := server.recv(self._size):
            sleep(0.1)
            client.sendall(said)

    def _end(self, client: socket.socket, server: socket.socket, said: bytes) -> None:
        if self._stays_away:
            self.close()
        if self._moment == "after":
            server.sendall(said)
            answer = server.recv(2**16)  # so it has recorded
        self.cuts += 1
        if self._released is not None:
            self._released.wait()
            client.sendall(answer)


@contextmanager
def proxy(server: Path) -> Iterator[Proxy]:
    """Put a proxy before the server whose socket is in a directory."""
    directory = Path(tempfile.mkdtemp(prefix="slt-proxy-"))
    between = Proxy(server, directory)
    try:
        yield between
    finally:
        between.end()
        shutil.rmtree(directory)
