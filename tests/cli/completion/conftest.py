"""What the tests of completion share: a store with three cases, and `slt` on the path."""

import os
import shlex
import sys
from pathlib import Path

import pytest

from tests.cli.completion.asking import AGO


@pytest.fixture(scope="package")
def recorded() -> dict[str, bytes]:
    """Return what keeps the store of the first test for the others: it is always the same."""
    return {}


@pytest.fixture(autouse=True)
def cases(slt, home: Path, monkeypatch: pytest.MonkeyPatch, recorded: dict[str, bytes]) -> None:
    """Open three cases, close one of them, and put `slt` on the path."""
    monkeypatch.chdir(home)
    store = home / "cases.db"
    monkeypatch.setenv("SLT_DB", str(store))
    if not recorded:
        for subject in ("All phones are down", "Recordings are missing", "The trunk is down"):
            assert slt("open", "-p", "S1", *AGO, subject, "-q").code == 0
        assert slt("close", "2").code == 0
        recorded["store"] = store.read_bytes()
    store.write_bytes(recorded["store"])
    programs = home / "bin"
    programs.mkdir()
    program = programs / "slt"
    program.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m slt_cli "$@"\n')
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{programs}:{os.environ['PATH']}")
