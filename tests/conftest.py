"""What the tests share: an isolated home, and two ways to run the program."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import hypothesis
import pytest
import sqlite_utils  # noqa: F401 - before a test freezes time: it imports pandas, which minds

from slt_cli.cli.program import run
from slt_cli.config import load_policy, read_layers
from slt_cli.domain.policy import Policy
from tests.apps import app_with

hypothesis.settings.register_profile("slt", deadline=None, print_blob=True)
hypothesis.settings.load_profile("slt")


def pytest_configure(config: pytest.Config) -> None:
    """Register the mark that sets the clock of `slt`."""
    config.addinivalue_line("markers", "now(instant): every command line runs at this instant")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Iterator[None]:
    """Let no one watch the lines of the tests that ask very much: unwatched they take half as long.

    The tests that ask little run through the same lines.
    """
    watching = sys.gettrace()
    if item.get_closest_marker("exhaustive"):
        sys.settrace(None)
    try:
        yield
    finally:
        sys.settrace(watching)


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
