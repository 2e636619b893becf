"""The screens: what people see of one cast, at any width, on a terminal or in a pipe."""

import sqlite3
import time
from collections.abc import Callable
from itertools import count
from pathlib import Path
from shutil import copy

import pytest

from slt_cli.cli.program import run
from tests.apps import app_with
from tests.conftest import Result
from tests.screens.cast import LIFE, NOW, POLICY, READER

Screen = Callable[..., Result]


@pytest.fixture(scope="session")
def cast_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a store with the cast; its first case is CASE-402."""
    file = tmp_path_factory.mktemp("cast") / "cases.db"
    common = ["--db", str(file), "--config", str(POLICY), "-q"]
    assert run(["store", "init", *common], app_with(now=LIFE[0].now)) == 0
    with sqlite3.connect(file) as store:
        store.execute("UPDATE counters SET value = 401 WHERE name = 'case'")
    store.close()
    with pytest.MonkeyPatch.context() as patch:
        for deed in LIFE:
            patch.setenv("LOGNAME", deed.who)
            assert run([*deed.arguments, *common], app_with(now=deed.now)) == 0, deed
    return file


@pytest.fixture
def screen_of(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Callable[[Path], Screen]:
    """Return a function that copies a store and returns what runs command lines on the copy."""
    for name, value in (("TZ", READER), ("LOGNAME", "desk-1")):
        monkeypatch.setenv(name, value)
    time.tzset()
    copy(Path(__file__).with_name("tickets.csv"), tmp_path)
    monkeypatch.chdir(tmp_path)
    copies = count()

    def made(store: Path) -> Screen:
        file = copy(store, tmp_path / f"cases-{next(copies)}.db")
        common = ["--db", str(file), "--config", str(POLICY), "--color", "never"]

        def call(
            *arguments: str, width: int | None = None, now: str = NOW, **environment: str
        ) -> Result:
            sees = {"TZ": READER, "LOGNAME": "desk-1", "COLUMNS": str(width or 80), **environment}
            capsys.readouterr()
            app = app_with(on_terminal=width is not None, now=now, environment=sees)
            return Result(run([*arguments, *common], app), *capsys.readouterr())

        return call

    return made


@pytest.fixture
def new_screen(cast_file: Path, screen_of: Callable[[Path], Screen]) -> Callable[[], Screen]:
    """Return a function that copies the cast and returns what runs command lines on the copy."""
    return lambda: screen_of(cast_file)


@pytest.fixture
def screen(new_screen: Callable[[], Screen]) -> Screen:
    """Return a function that runs a command line on a copy of the cast, on a terminal of a width.

    Without a width it runs in a pipe. `now` is the moment of the cast unless the call says
    otherwise; `environment` is added to that of the process.
    """
    return new_screen()
