"""Chromium without a window and without a network, and the two pipes that it is asked over."""

import fcntl
import json
import os
import select
import shutil
import signal
import sys
import time
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

CHROMIUM = shutil.which("chromium") if sys.platform == "linux" else None

_FLAGS = (
    *("--headless", "--remote-debugging-pipe", "--hide-scrollbars", "--disable-gpu"),
    *("--no-sandbox", "--disable-dev-shm-usage"),  # of a container, in which CI runs as root
    "--host-resolver-rules=MAP * ~NOTFOUND",
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
    *("--disable-default-apps", "--disable-extensions", "--disable-domain-reliability"),
    *("--disable-breakpad", "--password-store=basic", "--no-first-run"),
)
_COMMANDS, _ANSWERS, _ABOVE = 3, 4, 10  # the descriptors that --remote-debugging-pipe means


class Chromium:
    """The processes of one browser, with a home of its own that goes with them.

    It is ended, with TimeoutError, if somebody still waits `seconds` after the last message to it.
    """

    def __init__(self, seconds: float, program: str | None = CHROMIUM) -> None:
        assert program is not None, "there is no Chromium"
        self._seconds = seconds
        self._until = time.monotonic() + seconds
        self._received = bytearray()
        self._home = TemporaryDirectory(prefix="browser-", ignore_cleanup_errors=True)
        self.home = Path(self._home.name)
        self._said = self.home / "stderr"
        read, self._commands = os.pipe()
        self._answers, write = os.pipe()
        self._output, output = os.pipe()
        ends = [fcntl.fcntl(end, fcntl.F_DUPFD_CLOEXEC, _ABOVE) for end in (read, write, output)]
        moved = zip(ends, (_COMMANDS, _ANSWERS, 1), strict=True)
        self._process = os.posix_spawn(
            program,
            [program, *_FLAGS, f"--user-data-dir={self.home}", "about:blank"],
            {**os.environ, "HOME": str(self.home)},
            file_actions=[
                *((os.POSIX_SPAWN_DUP2, end, place) for end, place in moved),
                (os.POSIX_SPAWN_OPEN, 2, self._said, os.O_WRONLY | os.O_CREAT, 0o600),
            ],
            setsid=True,
        )
        for end in (read, write, output, *ends):
            os.close(end)

    def send(self, message: dict[str, Any]) -> None:
        """Send a message; where the browser has ended, the missing answer says why."""
        assert self._process, "the browser was closed"
        self._until = time.monotonic() + self._seconds
        with suppress(BrokenPipeError):
            os.write(self._commands, json.dumps(message).encode() + b"\0")

    def receive(self) -> dict[str, Any]:
        """Return the next message; without one in time, the browser is ended."""
        while b"\0" not in self._received:
            try:
                part = self._read(self._answers)
            except TimeoutError:
                self.close()
                raise
            if not part:
                said = self._said.read_text(errors="replace")[-2000:]
                self.close()
                raise RuntimeError(f"the browser has ended: {said}")
            self._received += part
        text, _, self._received = self._received.partition(b"\0")
        message: dict[str, Any] = json.loads(text)
        return message

    def close(self) -> None:
        """End every process of the browser, and wait until the last has ended."""
        if self._process:
            os.killpg(self._process, signal.SIGKILL)
            os.waitpid(self._process, 0)
            self._process, self._until = 0, time.monotonic() + self._seconds
            while self._read(self._output):  # every process can write to it: it ends with the last
                pass
            for pipe in (self._commands, self._answers, self._output):
                os.close(pipe)
            self._home.cleanup()

    def _read(self, pipe: int) -> bytes:
        incoming = select.poll()
        incoming.register(pipe, select.POLLIN)
        if not incoming.poll(max(0, self._until - time.monotonic()) * 1000):
            raise TimeoutError(f"the browser has not answered within {self._seconds:g} s")
        return os.read(pipe, 1 << 20)
