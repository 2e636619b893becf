"""What the tests of commands share: the items of a command's JSON answer."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest


@pytest.fixture
def items(slt) -> Callable[..., list[dict[str, Any]]]:
    """Return a function that runs a command line with --json and returns its items."""

    def call(*arguments: str) -> list[dict[str, Any]]:
        result = slt(*arguments, "--json")
        assert (result.code, result.err) == (0, "")
        return json.loads(result.out)["items"]

    return call


@pytest.fixture
def data(slt, home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the directory of a store with two cases; the working directory is another."""
    for subject in ("one", "two"):
        assert slt("open", "-q", "-p", "S1", "--at", "2026-03-06T12:00:00Z", subject).code == 0
    (home / "work").mkdir()
    monkeypatch.chdir(home / "work")
    return home / ".local" / "share" / "slt"
