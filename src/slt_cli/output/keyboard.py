"""What a person does at a terminal while its screen is redrawn: keys, resizes, and signals."""

import os
import signal
import termios
import tty
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from enum import StrEnum
from select import select
from time import monotonic
from types import FrameType
from typing import Any

STDIN = 0
_ENDING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT)
_WAKING = (signal.SIGWINCH, signal.SIGTSTP)


class Wake(StrEnum):
    """Why a wait is over: its time is, or a person resized the terminal, left or stopped slt."""

    TICK = "tick"
    RESIZED = "resized"
    QUIT = "quit"
    STOPPED = "stopped"


class SignalledError(KeyboardInterrupt):
    """A signal that ends the process arrived; it is raised wherever the process is."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self.number = number


class Keyboard:
    """The keys and signals that arrive while a screen is redrawn."""

    def __init__(self, pipe: int, keys: int | None) -> None:
        self._pipe = pipe
        self._keys = keys
        self.is_restoring = False
        self._ended_by: int | None = None

    def wait(self, seconds: float) -> Wake:
        """Wait so long, or until something happens; `q` and the end of input mean QUIT."""
        until = monotonic() + seconds
        inputs = [self._pipe, *([] if self._keys is None else [self._keys])]
        while (left := until - monotonic()) > 0:
            if self._ended_by is not None:  # it was raised where nothing can be
                raise SignalledError(self._ended_by)
            ready, _, _ = select(inputs, [], [], left)
            if self._pipe in ready:
                arrived = os.read(self._pipe, 512)
                if signal.SIGTSTP in arrived:
                    return Wake.STOPPED
                if signal.SIGWINCH in arrived:
                    return Wake.RESIZED
            if self._keys is not None and self._keys in ready and _leaves(self._keys):
                return Wake.QUIT
        return Wake.TICK

    def handle(self, number: int, _: FrameType | None) -> None:
        """Raise SignalledError for the first signal that ends the process; others end a wait.

        While the terminal is restored, which that signal begins, nothing interrupts it.
        """
        if number in _ENDING and not self.is_restoring and self._ended_by is None:
            self._ended_by = number
            raise SignalledError(number)


def _leaves(keys: int) -> bool:
    try:
        typed = os.read(keys, 512)
    except OSError:  # the terminal is gone
        return True
    return not typed or b"q" in typed.lower()


@contextmanager
def keyboard(keys: int | None) -> Iterator[Keyboard]:
    """Take keys one by one without showing them, and signals; restore the terminal at the end.

    `keys` is the descriptor of the terminal, None without a keyboard.
    """
    saved = None if keys is None else termios.tcgetattr(keys)
    ours, theirs = os.pipe()
    os.set_blocking(theirs, False)
    made = Keyboard(ours, keys)
    woken = signal.set_wakeup_fd(theirs, warn_on_full_buffer=False)
    handlers: dict[int, Any] = {}
    try:
        for number in (*_ENDING, *_WAKING):
            handlers[number] = signal.signal(number, made.handle)
        if keys is not None:
            tty.setcbreak(keys, termios.TCSANOW)
        yield made
    finally:
        made.is_restoring = True
        if keys is not None and saved is not None:
            with suppress(termios.error):  # the terminal is gone
                termios.tcsetattr(keys, termios.TCSANOW, saved)
                termios.tcflush(keys, termios.TCIFLUSH)
        signal.set_wakeup_fd(woken)
        for handled, handler in handlers.items():
            signal.signal(handled, handler)
        os.close(ours)
        os.close(theirs)


def end_by(number: int) -> None:
    """End the process by a signal, or stop it until it is continued, as if it were not handled."""
    handler = signal.signal(number, signal.SIG_DFL)
    os.kill(os.getpid(), number)
    signal.signal(number, handler)
