"""psycopg2 while it waits for a server: what is ready, what has arrived, what went wrong."""

import errno
import os
import select
import socket
import sys
from _thread import allocate_lock, get_ident
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from fcntl import ioctl
from functools import partial
from math import inf
from struct import unpack
from termios import FIONREAD
from typing import Any, NamedTuple

from slt_cli.store.postgres.database_error import DatabaseError, TimedOutError, first_line
from slt_cli.store.postgres.driver_package import extensions, psycopg2
from slt_cli.store.postgres.silence import ENOUGH_BYTES, Silence
from slt_cli.store.waiting import Waiting

_GAVE_UP = tuple(map(os.strerror, (errno.ETIMEDOUT, errno.EHOSTUNREACH, errno.ENETUNREACH)))
"""What the system says of a connection that it has ended, as nothing arrived any more."""


_LONG = 60.0


class Server(NamedTuple):
    """A server as a user reads its name, and how long it is waited for."""

    name: str
    waiting: Waiting

    def until(self, happens: Callable[[float], bool], ends: float = inf) -> bool:
        """Return whether something happened before the end."""
        return self.waiting.until(happens, self.name, ends)


class SilentError(psycopg2.OperationalError):
    """A server that did not answer for some seconds: 0 if the time for everything was over."""

    def __init__(self, seconds: float = 0.0) -> None:
        super().__init__("it did not answer in time")
        self.seconds = seconds


_waits: dict[int, Callable[[Any], None]] = {}
_copies: set[int] = set()
"""The threads that wait in their own way, and those that copy rows."""
_setting = allocate_lock()


def _set() -> None:
    """Set who waits for psycopg2, which has one function for all threads; COPY allows none."""
    extensions.set_wait_callback(_wait_in_this_thread if _waits and not _copies else None)


def _wait_in_this_thread(connected: Any) -> None:  # noqa: ANN401 - the driver's connection
    _waits.get(get_ident(), _wait)(connected)


def _wait(connected: Any) -> None:  # noqa: ANN401 - the driver's connection
    """Wait as libpq does, for the connections that are not slt's."""
    while state := connected.poll():
        ready(connected, state)(_LONG)


@contextmanager
def waited_for(wait: Callable[[Any], None]) -> Iterator[None]:
    """Let a function wait for the server in the block and thread, in place of libpq.

    While another thread copies rows, libpq waits.
    """
    with _setting:
        _waits[get_ident()] = wait
        _set()
    try:
        yield
    finally:
        with _setting:
            del _waits[get_ident()]
            _set()


@contextmanager
def copying() -> Iterator[None]:
    """Let psycopg2 COPY in the block: it waits by itself, and only raises how that ended."""
    hook, sys.excepthook = sys.excepthook, lambda *_: None
    with _setting:
        _copies.add(get_ident())
        _set()
    try:
        yield
    finally:
        with _setting:
            _copies.remove(get_ident())
            _set()
        sys.excepthook = hook


def polled(connected: Any, silence: Silence) -> int:  # noqa: ANN401 - the driver's connection
    """Return what a connection waits for; raises SilentError if the system has ended it."""
    try:
        return int(connected.poll())
    except psycopg2.OperationalError as error:
        if any(said in str(error) for said in _GAVE_UP):
            raise SilentError(silence.lasted) from None
        raise


def ready(connected: Any, state: int) -> Callable[[float], bool]:  # noqa: ANN401 - the driver's
    """Return what waits some seconds for a connection, and returns whether it can go on."""
    poll = select.poll()
    poll.register(connected, select.POLLIN if state == extensions.POLL_READ else select.POLLOUT)
    return partial(_is_ready, poll)


def _is_ready(poll: select.poll, seconds: float) -> bool:
    return bool(poll.poll(seconds * 1000))


def arrived(connected: Any, state: int) -> int:  # noqa: ANN401 - the driver's connection
    """Return how many bytes have arrived; what is taken from slt counts as many."""
    if state != extensions.POLL_READ:
        return ENOUGH_BYTES
    (count,) = unpack("i", ioctl(connected, FIONREAD, bytes(4)))
    return int(count)


def cut(connected: Any) -> None:  # noqa: ANN401 - the driver's connection
    """Cut a connection, so that nothing waits for it any more, in no thread."""
    with suppress(OSError, psycopg2.Error), socket.socket(fileno=os.dup(connected.fileno())) as own:
        own.shutdown(socket.SHUT_RDWR)


def is_idle(connected: Any) -> bool:  # noqa: ANN401 - the driver's connection
    """Return whether no transaction is open on the server."""
    return bool(connected.info.transaction_status == extensions.TRANSACTION_STATUS_IDLE)


@contextmanager
def reported(connected: Any) -> Iterator[None]:  # noqa: ANN401 - the driver's connection
    """Turn what the driver raises in the block into a DatabaseError."""
    try:
        yield
    except SilentError as error:
        lost = connected is not None
        raise TimedOutError("", str(error), lost=lost, silent=error.seconds) from None
    except psycopg2.Error as error:
        lost = connected is not None and bool(connected.closed)
        message = getattr(error.diag, "message_primary", None) or first_line(error)
        raise DatabaseError(error.pgcode or "", message, lost=lost) from None
