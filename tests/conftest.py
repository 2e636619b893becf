"""What the tests share: an isolated home, and two ways to run the program."""

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import freezegun
import hypothesis
import pytest
import sqlite_utils  # noqa: F401 - before a test freezes time: it imports pandas, which minds

from slt_cli.cli.program import run
from slt_cli.config import load_policy, read_layers
from slt_cli.domain.policy import Policy
from tests.apps import app_with
from tests.chromium import CHROMIUM
from tests.faults.failing_calls import COMPILER
from tests.faults.processes import IS_ROOT
from tests.shares import (  # noqa: F401 - hooks
    pytest_addoption,
    pytest_collection_modifyitems,
    pytest_runtest_protocol,
)
from tests.store.engines import ENGINES, SERVER

hypothesis.settings.register_profile("slt", deadline=None, print_blob=True)
hypothesis.settings.load_profile("slt")

freezegun.configure(extend_ignore_list=["_pytest.timing"])  # which prints how long a test took

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:  # a shell's `&` hands that on
    signal.signal(signal.SIGINT, signal.default_int_handler)


WITHOUT_SERVER = (
    "PostgreSQL was left out: .ci/run starts a server, SLT_TEST_POSTGRES=URL names one that runs"
)


WITHOUT_COMPILER = (
    "the tests in which calls to the disk fail were left out: they need a C compiler, cc or gcc"
)


WITHOUT_ROOT = (
    "the tests in which two users share a store were left out: .ci/run runs them as root, with sudo"
)


WITHOUT_BROWSER = "the tests that look at pages were left out: they need the program chromium"


def _left_out() -> list[str]:
    """Return what is not on this machine, so that its tests are left out."""
    needed = {
        WITHOUT_SERVER: SERVER,
        WITHOUT_COMPILER: COMPILER,
        WITHOUT_ROOT: IS_ROOT,
        WITHOUT_BROWSER: CHROMIUM,
    }
    return [line for line, here in needed.items() if not here]


def pytest_configure(config: pytest.Config) -> None:
    """Register the marks of command lines, and make sure of the server that the tests are given."""
    for mark in (
        "now(instant): every command line runs at this instant",
        "every_engine: runs with a new store of each engine as the one that commands use",
        "sqlite(reason): runs with SQLite alone, although its file is marked every_engine",
    ):
        config.addinivalue_line("markers", mark)
    if SERVER and not hasattr(config, "workerinput"):
        import psycopg2  # where there is a server

        try:
            psycopg2.connect(SERVER).close()
        except psycopg2.Error as error:
            raise pytest.UsageError(f"SLT_TEST_POSTGRES: {error}") from None


def pytest_report_header() -> list[str]:
    """Say what is left out."""
    return _left_out()


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    """Say so without a header too."""
    if config.get_verbosity() < 0:
        for line in _left_out():
            terminalreporter.write_line(line)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run the tests of commands that do not depend on the engine with each."""
    node = metafunc.definition
    if node.get_closest_marker("every_engine") and not node.get_closest_marker("sqlite"):
        metafunc.parametrize("engine", ENGINES, indirect=True)


class Result(NamedTuple):
    """What a command line gave: exit code, standard output, standard error."""

    code: int
    out: str
    err: str


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Give every test an empty home, no settings in the environment, and UTC as local time."""
    for name in list(os.environ):
        if name.startswith(("SLT_", "XDG_")) or name in ("NO_COLOR", "FORCE_COLOR", "COLUMNS"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("TZ", "UTC")
    monkeypatch.setenv("LOGNAME", "tester")
    time.tzset()
    yield tmp_path
    monkeypatch.undo()
    time.tzset()


@pytest.fixture(autouse=True)
def engine(request: pytest.FixtureRequest, home: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Let commands use a new store of the test's engine; SQLite's is the user's own file."""
    name: str = getattr(request, "param", "sqlite")
    if name != "sqlite":
        monkeypatch.setenv("SLT_DB", ENGINES[name](home).name)
    return name


@pytest.fixture
def another_store(engine: str, tmp_path_factory: pytest.TempPathFactory) -> Callable[[], list[str]]:
    """Return a function that makes one more store of the engine and returns its option."""

    def made() -> list[str]:
        return ["--db", ENGINES[engine](tmp_path_factory.mktemp("store")).name]

    return made


@pytest.fixture
def policy() -> Policy:
    """Return the policy that ships."""
    return load_policy(read_layers())


@pytest.fixture
def slt(
    capsys: pytest.CaptureFixture[str], request: pytest.FixtureRequest
) -> Callable[..., Result]:
    """Return a function that runs a command line in this process.

    It runs off a terminal and at the present time, or at that of the test's mark `now`, unless the
    call says otherwise. `environment` is what the application sees beside that of the process.
    """
    mark = request.node.get_closest_marker("now")
    marked = None if mark is None else mark.args[0]

    def call(
        *arguments: str,
        on_terminal: bool = False,
        now: str | None = marked,
        environment: Mapping[str, str] | None = None,
    ) -> Result:
        capsys.readouterr()
        sees = {**os.environ, **(environment or {})}
        code = run(arguments, app_with(on_terminal=on_terminal, now=now, environment=sees))
        out, err = capsys.readouterr()
        return Result(code, out, err)

    return call


@pytest.fixture
def items(slt) -> Callable[..., list[dict[str, Any]]]:
    """Return a function that runs a command line with --json and returns its items."""

    def call(*arguments: str, **chosen: Any) -> list[dict[str, Any]]:
        result = slt(*arguments, "--json", **chosen)
        assert (result.code, result.err) == (0, "")
        return json.loads(result.out)["items"]

    return call


@pytest.fixture
def process() -> Callable[..., Result]:
    """Return a function that runs a command line as a process of its own, standard input closed."""

    def call(*arguments: str, stdin: str = "", env: dict[str, str] | None = None) -> Result:
        done = subprocess.run(
            [sys.executable, "-m", "slt_cli", *arguments],
            input=stdin,
            env={**os.environ, **(env or {})},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        return Result(done.returncode, done.stdout, done.stderr)

    return call


@pytest.fixture
def others_link() -> Iterator[Path]:
    """Return a link that belongs to another user, in a directory for all; it leads to nothing."""
    with tempfile.TemporaryDirectory() as directory:
        link = Path(tempfile.gettempdir()) / f"{Path(directory).name}.csv"
        link.symlink_to(Path(directory) / "chosen.csv")
        if os.geteuid() == 0:
            os.chown(link, 12345, 12345, follow_symlinks=False)
        yield link
        link.unlink()
