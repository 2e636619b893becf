"""Long answers go through the pager on a terminal, as those of git do."""

import fcntl
import io
import os
import pty
import re
import select
import shutil
import struct
import subprocess
import sys
import termios
import time
from contextlib import suppress
from pathlib import Path

import pytest

from slt_cli.output.paging import paged_to, pager_in

HEIGHT = 10
WIDTH = 70
SHORT, LONG = "line\n" * (HEIGHT - 1), "é\n" * HEIGHT
LESS = shutil.which("less")
LESS_WAITS = "\n:\x1b[K"
"""The prompt of less, below a screen."""


@pytest.fixture
def programs(tmp_path: Path) -> Path:
    """Return a directory with a program `less`."""
    directory = tmp_path / "programs"
    directory.mkdir()
    (directory / "less").write_text("#!/bin/sh\n")
    (directory / "less").chmod(0o755)
    return directory


@pytest.mark.parametrize(
    ("environment", "pager"),
    [
        pytest.param({"PAGER": "more -s"}, "more -s", id="PAGER, with options"),
        pytest.param({"PAGER": "cat"}, None, id="cat"),
        pytest.param({"PAGER": " cat "}, None, id="cat with blanks"),
        pytest.param({"PAGER": ""}, None, id="empty"),
        pytest.param({"PAGER": "less", "TERM": "dumb"}, None, id="a dumb terminal"),
        pytest.param({"PAGER": "less", "TERM": "xterm"}, "less", id="another terminal"),
        pytest.param({"PAGER": "less", "ACCESSIBLE": "1"}, None, id="a screen reader"),
        pytest.param({"PAGER": "less", "ACCESSIBLE": ""}, "less", id="no screen reader"),
        pytest.param({"PATH": "/nowhere"}, None, id="less is not installed"),
    ],
)
def test_which_pager(environment, pager):
    assert pager_in(environment) == pager


def test_by_default_it_is_less(programs):
    assert pager_in({"PATH": str(programs)}) == str(programs / "less")


# --- What goes through it -------------------------------------------------------------------------


class Screen(io.TextIOWrapper):
    """A terminal in an encoding, and what was written to it."""

    def __init__(self, encoding: str = "utf-8") -> None:
        super().__init__(io.BytesIO(), encoding, "backslashreplace", newline="\n")

    @property
    def shown(self) -> str:
        self.flush()
        return self.buffer.getvalue().decode(self.encoding)


def page(text: str, pager: str, screen: Screen, lines: int = HEIGHT, **environment: str) -> None:
    with paged_to(screen, lines, {**os.environ, "PAGER": pager, **environment}) as stream:
        stream.write(text)


@pytest.fixture
def paged(tmp_path: Path) -> Path:
    """Return the file that the tests' pagers write to."""
    return tmp_path / "paged"


def test_a_long_answer_goes_to_the_pager_alone(paged):
    screen = Screen()
    page(LONG, f"cat >'{paged}'", screen)
    assert (paged.read_text(), screen.shown) == (LONG, "")


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        pytest.param(SHORT, HEIGHT, id="it leaves a line for the prompt"),
        pytest.param(LONG, HEIGHT + 1, id="on a higher terminal"),
        pytest.param(LONG, 0, id="an unknown height"),
        pytest.param("", HEIGHT, id="nothing"),
    ],
)
def test_a_short_answer_starts_no_pager(paged, text, lines):
    screen = Screen()
    page(text, f"cat >'{paged}'", screen, lines)
    assert (screen.shown, paged.exists()) == (text, False)


def test_the_answer_has_the_encoding_of_the_terminal(paged):
    screen = Screen("ascii")
    page(LONG, f"cat >'{paged}'", screen)
    assert paged.read_text() == "\\xe9\n" * HEIGHT


def test_what_was_written_before_comes_first(paged):
    screen = Screen()
    screen.write("before\n")
    page(LONG, f"cat >'{paged}'", screen)
    assert screen.buffer.getvalue() == b"before\n"


@pytest.mark.parametrize(
    ("settings", "less"),
    [
        pytest.param({}, "FRX", id="by default"),
        pytest.param({"LESS": "-S"}, "-S", id="your own"),
        pytest.param({"LESS": ""}, "", id="none"),
    ],
)
def test_less_has_the_options_that_git_gives_it(monkeypatch, paged, settings, less):
    monkeypatch.delenv("LESS", raising=False)
    page(LONG, f"printf %s \"$LESS\" >'{paged}'; cat >/dev/null", Screen(), **settings)
    assert paged.read_text() == less


@pytest.mark.parametrize(
    "pager",
    [
        pytest.param("no-such-pager-here -x", id="not installed"),
        pytest.param("/", id="a directory"),
    ],
)
def test_without_a_pager_that_starts_the_answer_is_printed(capfd, pager):
    screen = Screen()
    page(LONG, pager, screen)
    assert screen.shown == LONG
    assert pager.split()[0] in capfd.readouterr().err


@pytest.mark.parametrize("pager", ["false", "exit 3", 'less "x', "cat >/dev/null; kill -9 $$"])
def test_what_a_pager_that_fails_was_to_show_is_printed(pager):
    screen = Screen()
    page(LONG, pager, screen)
    assert screen.shown == LONG


@pytest.mark.parametrize("pager", ["true", "head -n 1 >/dev/null"])
def test_a_pager_that_does_not_read_to_the_end_ends_quietly(capfd, pager):
    screen = Screen()
    page("x" * 80 + "\n" + "é\n" * 200_000, pager, screen)
    assert (screen.shown, capfd.readouterr()) == ("", ("", ""))


def test_an_error_while_the_answer_is_written_starts_no_pager(paged):
    screen, environment = Screen(), {"PAGER": f"cat >'{paged}'"}
    with suppress(ZeroDivisionError), paged_to(screen, HEIGHT, environment) as stream:
        stream.write(LONG)
        raise ZeroDivisionError
    assert (screen.shown, paged.exists()) == ("", False)


# --- On a real terminal ---------------------------------------------------------------------------

CONTROLLED = """
import fcntl, os, sys, termios
fcntl.ioctl(0, termios.TIOCSCTTY, 0)
os.execv(sys.executable, [sys.executable, "-m", "slt_cli", *sys.argv[1:]])
"""


class Session:
    """A command line on a terminal of its own, 12 lines high and 70 columns wide."""

    def __init__(self, *arguments: str, **environment: str) -> None:
        self._here, there = pty.openpty()
        fcntl.ioctl(there, termios.TIOCSWINSZ, struct.pack("HHHH", 12, WIDTH, 0, 0))
        kept = {name: text for name, text in os.environ.items() if name not in ("LESS", "PAGER")}
        self._process = subprocess.Popen(
            [sys.executable, "-c", CONTROLLED, *arguments],
            stdin=there,
            stdout=there,
            stderr=there,
            env={**kept, "TERM": "xterm", **environment},
            start_new_session=True,
        )
        os.close(there)
        self.shown = ""

    def read_until(self, text: str) -> None:
        """Read what is shown until it has a text."""
        end = time.monotonic() + 30
        while text not in self.shown:
            assert time.monotonic() < end, self.shown
            self._read()

    def type(self, keys: str) -> None:
        os.write(self._here, keys.encode())

    def end(self) -> int:
        """Read all that is shown and return the exit code."""
        end = time.monotonic() + 30
        while self._process.poll() is None:
            assert time.monotonic() < end, self.shown
            self._read()
        while self._read():
            pass
        os.close(self._here)
        return self._process.returncode

    def _read(self) -> bool:
        if not select.select([self._here], [], [], 0.1)[0]:
            return False
        with suppress(OSError):  # its last process has ended
            self.shown += os.read(self._here, 65536).decode(errors="replace")
            return True
        return False


@pytest.fixture
def cases(slt) -> None:
    """Open twenty cases that are late."""
    for number in range(20):
        slt("open", "-q", "-p", "S1", "--at", "2026-03-06T00:00", f"subject {number:02}")


@pytest.mark.parametrize(
    ("line", "code", "found"),
    [
        pytest.param("list", 0, "subject 19", id="list"),
        pytest.param("due --exit-code", 11, "subject 19", id="due, with its exit code"),
        pytest.param("show 1", 0, "CASE-1", id="show"),
        pytest.param("list --color always", 0, "\x1b[", id="in colour"),
    ],
)
@pytest.mark.usefixtures("cases")
def test_a_long_table_on_a_terminal(paged, line, code, found):
    session = Session(*line.split(), PAGER=f"cat >'{paged}'")
    assert (session.end(), session.shown) == (code, "")
    assert found in paged.read_text()
    lines = re.sub(r"\x1b\[[\d;]*m", "", paged.read_text()).splitlines()
    assert max(map(len, lines)) <= WIDTH


@pytest.mark.parametrize(
    "line",
    [
        pytest.param("list --no-pager", id="--no-pager"),
        pytest.param("--no-pager list", id="--no-pager before the command"),
        pytest.param("list --limit 2", id="a short table"),
        pytest.param("list -o plain", id="another format"),
        pytest.param("list --json", id="JSON"),
        pytest.param("list -q", id="ids"),
        pytest.param("targets", id="another command"),
    ],
)
@pytest.mark.usefixtures("cases")
def test_what_goes_straight_to_the_terminal(paged, line):
    session = Session(*line.split(), PAGER=f"cat >'{paged}'")
    assert session.end() == 0
    assert session.shown
    assert not paged.exists()


@pytest.mark.usefixtures("cases")
def test_a_pipe_has_no_pager(process, paged):
    result = process("list", "-o", "table", env={"PAGER": f"cat >'{paged}'"})
    assert (result.code, "subject 19" in result.out, paged.exists()) == (0, True, False)


@pytest.mark.skipif(LESS is None, reason="less is not installed")
@pytest.mark.usefixtures("cases")
def test_less_shows_a_screen_and_ends_with_q():
    session = Session("list", "--color", "always")
    session.read_until(LESS_WAITS)
    session.type("q")
    assert session.end() == 0
    assert "\x1b[1m" in session.shown
    assert "subject 19" not in session.shown


INTERRUPTED = """#!/bin/sh
trap 'echo interrupted; exit 0' INT
cat >/dev/null
echo ready
while :; do sleep 0.1; done
"""


@pytest.mark.usefixtures("cases")
def test_ctrl_c_is_for_the_pager(tmp_path):
    pager = tmp_path / "pager"
    pager.write_text(INTERRUPTED)
    pager.chmod(0o755)
    session = Session("due", "--exit-code", PAGER=str(pager))
    session.read_until("ready")
    session.type("\x03")
    assert session.end() == 11
    assert session.shown.replace("^C", "").split() == ["ready", "interrupted"]
