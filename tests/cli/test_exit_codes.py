"""Every exit code of the contract, by running the installed program as a process."""

import os
import pty
import re
import select
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing, suppress
from pathlib import Path

import pytest

from slt_cli.cli.exit_codes import EXIT_CODES

SCRIPT = Path(sys.executable).with_name("slt")
PROGRAM = [str(SCRIPT)] if SCRIPT.exists() else [sys.executable, "-m", "slt_cli"]
CONTRACT = {0, 1, 2, 3, 4, 5, 10, 11, 70, 130}
ALL_DAY = """
[regions.usa.hours]
mon-sun = "00:00-24:00"
"""
IMPATIENT = """
import sys
from slt_cli.cli import program
from slt_cli.store.sqlite import file
file.BUSY_SECONDS = 0.1
sys.exit(program.main())
"""
FAULTY = """
import sys
from slt_cli.cli import program
from slt_cli.commands import targets
def boom(): raise RuntimeError("boom")
targets.targets_command = boom
sys.exit(program.main())
"""


def ended(*arguments: str, program: list[str] = PROGRAM) -> subprocess.CompletedProcess[str]:
    """Return how a process of the program ended, off a terminal."""
    return subprocess.run(
        [*program, *arguments],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.fixture
def cases(slt, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Open a case that is late and, in stores of their own, one soon due and one just opened."""
    monkeypatch.chdir(home)
    Path("always.toml").write_text(ALL_DAY)
    Path("broken.toml").write_text('[regions.usa]\ntimezone = "Mars/Olympus"\n')
    monkeypatch.setenv("SLT_CONFIG", "always.toml")
    for file, ago in (("cases.db", "-2h"), ("soon.db", "-50m"), ("new.db", "-1m")):
        opened = slt("open", "-q", "-p", "S1", "--at", ago, "--db", file, "Phones are down")
        assert opened == (0, "CASE-1\n", "")
    Path("empty-file.db").touch()
    monkeypatch.setenv("SLT_DB", "cases.db")


@pytest.mark.parametrize(
    ("line", "code"),
    [
        pytest.param("list", 0, id="0: success"),
        pytest.param("list --region apac", 0, id="0: an empty list included"),
        pytest.param("due", 0, id="0: late, but nobody asked for --exit-code"),
        pytest.param("due --exit-code --db new.db", 0, id="0: nothing soon"),
        pytest.param("due --exit-code --region apac", 0, id="0: nothing runs"),
        pytest.param("--version", 0, id="0: version"),
        pytest.param("due --help", 0, id="0: help"),
        pytest.param("help due", 0, id="0: help on a command"),
        pytest.param("help dew", 2, id="2: help on an unknown command"),
        pytest.param("open -p S1 --at +1h x", 1, id="1: refused, the future"),
        pytest.param("reopen 1", 1, id="1: refused, not closed"),
        pytest.param("escalate 1 --level 9", 1, id="1: refused, no such level"),
        pytest.param("lst", 2, id="2: unknown command"),
        pytest.param("show", 2, id="2: an argument is missing"),
        pytest.param("due --loud", 2, id="2: no such option"),
        pytest.param("due --region apca", 2, id="2: unknown name"),
        pytest.param("due --at never", 2, id="2: no such time"),
        pytest.param("open x", 2, id="2: no priority off a terminal"),
        pytest.param("classify", 2, id="2: nothing to classify off a terminal"),
        pytest.param("list -o xml", 2, id="2: no such format"),
        pytest.param("list --color pink", 2, id="2: no such colour"),
        pytest.param("list --config broken.toml", 3, id="3: a wrong value"),
        pytest.param("list --config missing.toml", 3, id="3: no such file"),
        pytest.param("show 77", 4, id="4: no such case"),
        pytest.param("respond CASE-77", 4, id="4: nothing to change"),
        pytest.param("due 00123456", 4, id="4: no such reference"),
        pytest.param("list --db .", 5, id="5: a directory"),
        pytest.param("list --db always.toml", 5, id="5: no database"),
        pytest.param("open -p S1 --db /dev/null/x.db x", 5, id="5: cannot be written"),
        pytest.param("due --exit-code --db soon.db", 10, id="10: soon"),
        pytest.param("due --exit-code", 11, id="11: late"),
        pytest.param("due 1 --exit-code", 11, id="11: this case is late"),
        pytest.param("due --late -q --exit-code --limit 0", 11, id="11: late, if not shown"),
    ],
)
@pytest.mark.usefixtures("cases")
def test_a_process_ends_with_the_code(line: str, code: int):
    done = ended(*line.split())
    assert (done.returncode, "Traceback" in done.stderr) == (code, False), done.stderr
    if 0 < code < 10:
        assert done.stdout == ""
        assert done.stderr.startswith("slt: error: ")
    else:
        assert done.stderr == ""


@pytest.mark.usefixtures("cases")
def test_5_a_store_that_another_process_is_writing():
    with closing(sqlite3.connect("cases.db", isolation_level=None)) as writing:
        writing.execute("BEGIN EXCLUSIVE")
        done = ended("respond", "1", program=[sys.executable, "-c", IMPATIENT])
        writing.execute("ROLLBACK")
    assert (done.returncode, done.stdout) == (5, "")
    assert done.stderr.startswith("slt: error: ")
    assert ended("respond", "1").returncode == 0


def test_70_is_a_bug_and_says_where_the_traceback_is(home: Path):
    faulty = [sys.executable, "-c", FAULTY]
    done = ended("targets", program=faulty)
    assert (done.returncode, done.stdout) == (70, "")
    error, fix = done.stderr.splitlines()
    assert error == "slt: error: internal error: RuntimeError: boom"
    (file,) = home.rglob("traceback-*.txt")
    assert fix.endswith(str(file))
    assert file.read_text().endswith("RuntimeError: boom\n")
    assert ended("contacts", program=faulty).returncode == 0


@pytest.mark.parametrize(
    ("line", "question"),
    [
        pytest.param("classify", b"What is wrong", id="classify"),
        pytest.param("open all-phones-are-down", b"Priority", id="open"),
    ],
)
def test_130_is_an_interruption_at_a_prompt(line: str, question: bytes):
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [*PROGRAM, *line.split()],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        start_new_session=True,
    ) as running:
        os.close(theirs)
        try:
            said = read_until(ours, question)
            assert running.poll() is None, "it waits for an answer"
            code = interrupted(running)
        finally:
            running.kill()
        rest = read_until(ours, None)
    os.close(ours)
    assert code == 130
    assert b"Traceback" not in said + rest
    assert b"error" not in said + rest
    assert ended("list", "--all").stdout == ""


def test_130_is_an_interruption_where_python_cannot_raise_too():
    interrupted = """
import signal, time
from slt_cli import __main__
from slt_cli.cli import program

class Going:
    def __del__(self):
        signal.raise_signal(signal.SIGINT)

def go(*_):
    Going()
    for _ in range(200):  # many short waits: a signal just before one long wait would wait it out
        time.sleep(0.1)

program._invoke = go
__main__.main()
"""
    done = subprocess.run(
        [sys.executable, "-c", interrupted], capture_output=True, timeout=30, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (130, b"", b"\n")


def interrupted(running: subprocess.Popen[bytes]) -> int:
    """Interrupt a process, again where it was just about to wait, and return its exit code."""
    for _ in range(30):
        running.send_signal(signal.SIGINT)
        with suppress(subprocess.TimeoutExpired):
            return running.wait(timeout=2)
    raise AssertionError("it goes on waiting")


def read_until(terminal: int, wanted: bytes | None) -> bytes:
    """Return what a terminal shows until it has shown something, or (None) until its end."""
    shown = b""
    until = time.monotonic() + 60
    while wanted is None or wanted not in shown:
        assert time.monotonic() < until, shown
        if not select.select([terminal], [], [], 1)[0]:
            continue
        try:
            more = os.read(terminal, 4096)
        except OSError:  # Linux's way to say that nobody holds the other end
            more = b""
        if not more:
            assert wanted is None, shown
            break
        shown += more
    return shown


@pytest.mark.usefixtures("cases")
def test_nagios_has_a_convention_of_its_own():
    words = {"cases.db": (2, "CRITICAL"), "soon.db": (1, "WARNING"), "new.db": (0, "OK")}
    for file, (code, word) in words.items():
        done = ended("due", "--nagios", "--db", file)
        assert (done.returncode, done.stderr) == (code, "")
        assert done.stdout.startswith(f"SLT {word} - ")
        assert done.stdout.count("\n") == 1


@pytest.mark.parametrize(
    "line",
    [
        "due --nagios --db .",
        "due --nagios --db no-such-store.db",
        "due --nagios --db empty-file.db",
        "due --nagios --config broken.toml",
        "due --nagios --region apca",
        "due --nagios --loud",
        "due --nagios 77",
        "due --nagios --within soon",
        "due --nagios --if-opened 12:00 --priority S1",
        "due --nagios --json --db .",
        "--color pink due --nagios",
    ],
)
@pytest.mark.usefixtures("cases")
def test_for_nagios_any_error_is_3_and_one_line_on_standard_output(line: str):
    done = ended(*line.split())
    assert (done.returncode, done.stderr) == (3, "")
    assert done.stdout.startswith("SLT UNKNOWN - ")
    assert done.stdout.count("\n") == 1


def test_for_nagios_a_bug_is_3_too():
    faulty = FAULTY.replace("targets", "due")
    done = ended("due", "--nagios", program=[sys.executable, "-c", faulty])
    assert (done.returncode, done.stderr) == (3, "")
    assert done.stdout.startswith("SLT UNKNOWN - ")


def test_help_lists_every_code():
    assert {int(code) for codes in EXIT_CODES for code in codes.split(", ")} == CONTRACT
    heading, *lines = ended("help", "exit-codes").stdout.splitlines()
    assert heading == "Exit codes:"
    assert dict(re.split("  +", line.strip()) for line in lines) == EXIT_CODES
    assert "slt help exit-codes" in ended("--help").stdout
