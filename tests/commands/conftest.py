"""What the tests of commands share: a store with two cases, and files to import."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from freezegun import freeze_time

WHOLE_LIFE = Path(__file__).parents[1] / "data" / "policies" / "whole-life.toml"


@pytest.fixture
def data(slt, home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the directory of a store with two cases; the working directory is another."""
    for subject in ("one", "two"):
        assert slt("open", "-q", "-p", "S1", "--at", "2026-03-06T12:00:00Z", subject).code == 0
    (home / "work").mkdir()
    monkeypatch.chdir(home / "work")
    return home / ".local" / "share" / "slt"


@pytest.fixture
def on_monday(home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Freeze the time on a Monday, with the home as the working directory."""
    monkeypatch.chdir(home)
    with freeze_time("2026-11-23T12:00:00Z"):
        yield


@pytest.fixture
def write(home: Path) -> Callable[..., str]:
    """Return a function that writes a file into the home directory and returns its name."""

    def written(text: str, name: str = "cases.csv") -> str:
        (home / name).write_bytes(text.encode("utf-8", "surrogateescape"))
        return name

    return written


@pytest.fixture
def whole_life(monkeypatch: pytest.MonkeyPatch) -> None:
    """Set the configuration in which every clock has a target."""
    monkeypatch.setenv("SLT_CONFIG", str(WHOLE_LIFE))
