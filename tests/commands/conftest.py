"""What the tests of commands share: a store with two cases."""

from pathlib import Path

import pytest


@pytest.fixture
def data(slt, home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the directory of a store with two cases; the working directory is another."""
    for subject in ("one", "two"):
        assert slt("open", "-q", "-p", "S1", "--at", "2026-03-06T12:00:00Z", subject).code == 0
    (home / "work").mkdir()
    monkeypatch.chdir(home / "work")
    return home / ".local" / "share" / "slt"
