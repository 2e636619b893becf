"""A TCP proxy that delays what both sides say, as a long cable does, and counts round trips."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Condition, Event, Thread

HOST = "127.0.0.1"
_PATIENCE = 30
"""Seconds in which every connection ends, once its client has ended."""
_FAREWELL = b"\x17\x03\x03\x00\x13"
"""How the record begins by which TLS 1.3 ends: no message of PostgreSQL is as short."""

_Line = asyncio.Queue[tuple[float, bytes]]


class _Turns:
    """The turns of a client that speaks, and the server that answers."""

    def __init__(self) -> None:
        self.answered = 0
        self.asks = False

    def spoke(self, *, client: bool) -> None:
        """Count an answer once the client goes on after it: nobody waits for the server's last."""
        self.answered += client and not self.asks
        self.asks = client


class Distance:
    """Pass on what both sides say after some seconds; how much is on its way limits nothing."""

    def __init__(self, server_port: int, seconds: float) -> None:
        self.port = 0
        self._server_port, self._seconds = server_port, seconds
        self._round_trips = self._open = 0
        self._ended = Condition()

    def round_trips(self) -> int:
        """Return how often the clients waited, once their connections have ended.

        The handshake of TCP, which no proxy sees, is one; then every answer to what they said.
        """
        with self._ended:
            assert self._ended.wait_for(lambda: not self._open, _PATIENCE)
            return self._round_trips

    async def listen(self, listens: Event, ends: asyncio.Event) -> None:
        """Serve connections until an event."""
        async with await asyncio.start_server(self._serve, HOST, 0) as listening:
            self.port = listening.sockets[0].getsockname()[1]
            listens.set()
            await ends.wait()

    async def _serve(self, client: asyncio.StreamReader, to_client: asyncio.StreamWriter) -> None:
        turns = _Turns()
        with self._ended:
            self._open += 1
        await asyncio.sleep(2 * self._seconds)
        with suppress(OSError, asyncio.CancelledError):
            server, to_server = await asyncio.open_connection(HOST, self._server_port)
            there, back = _Line(), _Line()
            await asyncio.gather(
                self._hear(client, there, turns, is_client=True),
                self._hear(server, back, turns, is_client=False),
                _say(there, to_server),
                _say(back, to_client),
            )
        to_client.close()
        with self._ended:
            self._round_trips += turns.answered
            self._open -= 1
            self._ended.notify_all()

    async def _hear(
        self, reader: asyncio.StreamReader, line: _Line, turns: _Turns, *, is_client: bool
    ) -> None:
        said = b"?"
        while said:
            try:
                said = await reader.read(2**16)
            except ConnectionError:
                said = b""
            if said and not said.startswith(_FAREWELL):
                turns.spoke(client=is_client)
            line.put_nowait((asyncio.get_running_loop().time() + self._seconds, said))


async def _say(line: _Line, writer: asyncio.StreamWriter) -> None:
    """Say what comes over a line at its time; nothing is its end."""
    said = b"?"
    while said:
        at, said = await line.get()
        await asyncio.sleep(at - asyncio.get_running_loop().time())
        with suppress(OSError):  # who has gone is told nothing
            writer.write(said)
            await writer.drain()
    writer.close()


@contextmanager
def distance(server_port: int, seconds: float = 0) -> Iterator[Distance]:
    """Put a distance before a server on the loopback."""
    between = Distance(server_port, seconds)
    loop, listens, ends = asyncio.new_event_loop(), Event(), asyncio.Event()

    def run() -> None:
        with asyncio.Runner(loop_factory=lambda: loop) as runner:
            runner.run(between.listen(listens, ends))

    thread = Thread(target=run)
    thread.start()
    try:
        listens.wait()
        yield between
    finally:
        loop.call_soon_threadsafe(ends.set)
        thread.join()
