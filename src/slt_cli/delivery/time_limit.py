"""A time by which work ends that waits for others: what it needs longer for is given up."""

from collections.abc import Callable
from contextlib import suppress
from socket import SHUT_RDWR, socket
from threading import Thread
from time import monotonic
from typing import Generic, TypeVar

T = TypeVar("T")


class TimeLimit(Generic[T]):
    """A limit for all of a piece of work, from its first question for a host to its last byte.

    The time limit of a socket is for each byte that arrives, and nothing interrupts the question
    for a host name: so the work is done by a thread that is left behind when the time is up. It
    ends with the process at the latest, and can send nothing: `use` stops it if it connects after
    the limit, and the connection that it uses is shut down.
    """

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._end = monotonic() + seconds
        self._connection: socket | None = None

    def use(self, connection: socket | None) -> None:
        """Shut a connection down when the time is up; raises TimeoutError if it is up already."""
        self._connection = connection
        if monotonic() >= self._end:
            raise TimeoutError

    def run(self, work: Callable[[], T]) -> T:
        """Return what the work returns; raises what it raises, and TimeoutError at the limit."""
        done: list[T] = []
        failed: list[BaseException] = []

        def guarded() -> None:
            try:
                done.append(work())
            except BaseException as error:  # noqa: BLE001 - raised again where it is waited for
                failed.append(error)

        thread = Thread(target=guarded, daemon=True)
        thread.start()
        thread.join(self._end - monotonic())
        if thread.is_alive():
            self._shut_down()
            raise TimeoutError
        for error in failed:
            raise error
        return done[0]

    def _shut_down(self) -> None:
        """Shut down the connection below TLS, which would go on in plain text if it were told."""
        if self._connection is not None:
            with suppress(OSError):
                socket.shutdown(self._connection, SHUT_RDWR)
