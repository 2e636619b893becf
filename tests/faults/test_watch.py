"""`slt due --watch` on a real terminal: whatever ends it, the terminal is as it was before."""

import fcntl
import os
import pty
import re
import signal
import struct
import subprocess
import termios
import time
from codecs import getincrementaldecoder
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from select import select

import pytest

from tests.faults.processes import COMMAND

ENTERED, LEFT = "\x1b[?1049h", "\x1b[?1049l"
CURSOR_HIDDEN, CURSOR_SHOWN = "\x1b[?25l", "\x1b[?25h"
HOME = "\x1b[H"
STYLE = re.compile(r"\x1b\[[\d;]*m")
PATIENCE = 30


class Watching:
    """A watch that runs on a terminal of its own."""

    def __init__(self, *arguments: str, ours: int, theirs: int, **environment: str) -> None:
        self._ours, self._theirs = ours, theirs
        self.before = termios.tcgetattr(theirs)
        self.seen = ""
        self._decoder = getincrementaldecoder("utf-8")()
        kept = {key: value for key, value in os.environ.items() if key != "COLUMNS"}
        self.process = subprocess.Popen(
            [*COMMAND, "due", "--watch", *arguments],
            stdin=theirs,
            stdout=theirs,
            stderr=subprocess.PIPE,
            text=True,
            env={**kept, "TERM": "xterm", "NO_COLOR": "1", **environment},
            process_group=0,
        )

    def until(self, text: str, times: int = 1) -> None:
        """Read what is shown until a text was shown so many times."""
        deadline = time.monotonic() + PATIENCE
        while self.seen.count(text) < times:
            assert time.monotonic() < deadline, (text, self.seen)
            self._read(0.1)

    def until_size(self, lines: int, columns: int) -> None:
        """Read what is shown until the last picture has this size."""
        deadline = time.monotonic() + PATIENCE
        while self._last_size() != (lines, {columns}):
            assert time.monotonic() < deadline, self.seen
            self._read(0.1)

    def _last_size(self) -> tuple[int, set[int]]:
        picture = self.seen[self.seen.rindex(HOME) + len(HOME) :].split("\r\n")
        return len(picture), {len(STYLE.sub("", line)) for line in picture}

    def press(self, keys: bytes) -> None:
        """Type on the keyboard of the terminal."""
        os.write(self._ours, keys)

    def resize(self, lines: int, columns: int) -> None:
        """Make the window another size, as a person does."""
        _set_size(self._theirs, lines, columns)
        self.process.send_signal(signal.SIGWINCH)

    def ended(self) -> tuple[int, str]:
        """Return the exit code, below 0 the signal, and what stands on standard error."""
        assert self.process.stderr is not None
        deadline = time.monotonic() + PATIENCE
        while self.process.poll() is None:
            assert time.monotonic() < deadline, self.seen
            self._read(0.05)
        while self._read(0.05):
            pass
        return self.process.returncode, self.process.stderr.read()

    def is_as_before(self) -> bool:
        """Return whether the terminal shows what one types, line by line, as it did before."""
        return termios.tcgetattr(self._theirs) == self.before

    def _read(self, seconds: float) -> bool:
        ready, _, _ = select([self._ours], [], [], seconds)
        if ready:
            self.seen += self._decoder.decode(os.read(self._ours, 65536))
        return bool(ready)


def _set_size(terminal: int, lines: int, columns: int) -> None:
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))


@contextmanager
def _terminal(*arguments: str, **environment: str) -> Iterator[Watching]:
    ours, theirs = pty.openpty()
    _set_size(theirs, 24, 80)
    watching = Watching(*arguments, ours=ours, theirs=theirs, **environment)
    try:
        yield watching
    finally:
        watching.process.kill()
        watching.process.communicate()
        os.close(ours)
        os.close(theirs)


@pytest.fixture
def cases(slt) -> None:
    for subject in ("All phones are down", "No sound"):
        assert slt("open", "-p", "S1", "-r", "usa", subject).code == 0


@pytest.fixture
def watching(cases: None) -> Iterator[Watching]:  # noqa: ARG001
    """Return a watch that has drawn its first screen."""
    with _terminal() as started:
        started.until("No sound")
        yield started


def is_left_once(watching: Watching) -> bool:
    """Return whether the alternate screen was entered and left once, and the cursor comes back."""
    seen = watching.seen
    return (
        (seen.count(ENTERED), seen.count(LEFT)) == (1, 1)
        and (seen.count(CURSOR_HIDDEN), seen.count(CURSOR_SHOWN)) == (1, 1)
        and seen.index(ENTERED) < seen.index("CASE-1")
        and seen.rindex("CASE-1") < seen.index(LEFT)
    )


def _press(keys: bytes) -> Callable[[Watching], None]:
    return lambda watching: watching.press(keys)


def _send(number: int) -> Callable[[Watching], None]:
    return lambda watching: watching.process.send_signal(number)


@pytest.mark.parametrize(
    ("end", "code"),
    [
        pytest.param(_press(b"q"), 0, id="q"),
        pytest.param(_press(b"xQ"), 0, id="Q after another key"),
        pytest.param(_send(signal.SIGINT), 0, id="Ctrl-C"),
        pytest.param(_send(signal.SIGTERM), -signal.SIGTERM, id="SIGTERM"),
        pytest.param(_send(signal.SIGHUP), -signal.SIGHUP, id="SIGHUP"),
    ],
)
def test_whatever_ends_it_the_terminal_is_as_it_was(watching, end, code):
    assert not watching.is_as_before()
    end(watching)
    assert watching.ended() == (code, "")
    assert watching.is_as_before()
    assert is_left_once(watching)


def test_the_keys_of_the_terminal_interrupt_it(cases):  # noqa: ARG001
    script = "import fcntl, os, sys, termios; fcntl.ioctl(0, termios.TIOCSCTTY, 0); \
os.execv(sys.executable, [sys.executable, '-m', 'slt_cli', 'due', '--watch'])"
    ours, theirs = pty.openpty()
    before = termios.tcgetattr(theirs)
    with subprocess.Popen(
        [COMMAND[0], "-c", script],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        env={**os.environ, "TERM": "xterm"},
        start_new_session=True,
    ) as running:
        try:
            seen = b""
            while b"No sound" not in seen:
                seen += os.read(ours, 65536)
            os.write(ours, b"\x03")
            while b"1049l" not in seen:
                seen += os.read(ours, 65536)
            assert running.wait(PATIENCE) == 0
        finally:
            running.kill()
    assert termios.tcgetattr(theirs) == before
    assert b"^C" not in seen
    os.close(ours)
    os.close(theirs)


def test_many_signals_at_once_leave_it_as_it_was(watching):
    for number in (signal.SIGWINCH, signal.SIGINT, signal.SIGINT, signal.SIGTERM, signal.SIGINT):
        watching.process.send_signal(number)
    _, err = watching.ended()  # the code is that of whichever came first
    assert err.strip() == ""
    assert watching.is_as_before()
    assert is_left_once(watching)


def test_it_is_redrawn_at_every_size_without_leaving(watching):
    for lines, columns in ((30, 120), (10, 44), (5, 60), (1, 20), (24, 80)):
        watching.resize(lines, columns)
        watching.until_size(lines, columns)
    watching.press(b"q")
    assert watching.ended() == (0, "")
    assert is_left_once(watching)


def test_it_is_drawn_anew_by_itself_and_shows_what_others_record(watching, slt):
    assert slt("close", "1").code == 0
    assert slt("open", "-p", "S2", "-r", "usa", "Fax does not send").code == 0
    watching.until("Fax does not")
    watching.press(b"q")
    assert watching.ended()[0] == 0
    assert "CASE-1 " not in watching.seen[watching.seen.rindex("slt due") :]


def test_a_store_that_is_lost_is_asked_again(watching, home: Path):
    (store,) = home.rglob("*.db")
    store.rename(home / "away")
    watching.until("store cannot be read since")
    assert "No sound" in watching.seen[watching.seen.rindex("store cannot be read since") :]
    (home / "away").rename(store)
    drawn = watching.seen.count("slt due")
    watching.until("slt due", drawn + 2)
    assert "store cannot" not in watching.seen[watching.seen.rindex("slt due") :]
    watching.press(b"q")
    assert watching.ended() == (0, "")


def test_a_stopped_watch_gives_the_terminal_back_and_takes_it_again(watching):
    watching.process.send_signal(signal.SIGTSTP)
    watching.until(LEFT)
    _, status = os.waitpid(watching.process.pid, os.WUNTRACED)
    assert os.WIFSTOPPED(status)
    assert watching.is_as_before()
    watching.process.send_signal(signal.SIGCONT)
    watching.until(ENTERED, 2)
    watching.until("No sound", watching.seen.count("No sound") + 1)
    watching.press(b"q")
    assert watching.ended() == (0, "")
    assert watching.is_as_before()
    assert watching.seen.count(LEFT) == 2


def test_a_terminal_that_hangs_up_ends_it(cases):  # noqa: ARG001
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [*COMMAND, "due", "--watch"],
        stdin=theirs,
        stdout=theirs,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "TERM": "xterm"},
    ) as running:
        os.close(theirs)
        seen = b""
        while b"No sound" not in seen:
            seen += os.read(ours, 65536)
        os.close(ours)
        try:
            assert running.wait(PATIENCE) == 1  # what it shows can no longer be written
        finally:
            running.kill()


def test_it_needs_no_keyboard(cases):  # noqa: ARG001
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [*COMMAND, "due", "--watch"],
        stdin=subprocess.DEVNULL,
        stdout=theirs,
        stderr=subprocess.PIPE,
        env={**os.environ, "TERM": "xterm"},
    ) as running:
        os.close(theirs)
        seen = b""
        while seen.count(b"No sound") < 2:
            seen += os.read(ours, 65536)
        running.send_signal(signal.SIGINT)
        assert running.wait(PATIENCE) == 0
    os.close(ours)
