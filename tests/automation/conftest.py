"""What the recipes need: `slt` where they look for it, and cases with the provider's numbers."""

import shlex
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

REFERENCES = ("00412355", "00412356")

Answers = Callable[[str], list[tuple[str, str]]]


@pytest.fixture(autouse=True)
def directory(home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the directory of the user's own programs, with `slt` in it; work in the home."""
    programs = home / ".local" / "bin"
    programs.mkdir(parents=True)
    (programs / "slt").write_text(
        f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m slt_cli "$@"\n'
    )
    (programs / "slt").chmod(0o755)
    monkeypatch.chdir(home)
    return programs


@pytest.fixture
def cases(slt) -> None:
    """Open a case for each reference."""
    for ref in REFERENCES:
        assert slt("open", "-q", "-p", "S1", "--ref", ref, "The trunk is down").code == 0


@pytest.fixture
def recorded(items) -> Answers:
    """Return a function that returns what was recorded on a case since: its kind and by whom."""

    def told(name: str) -> list[tuple[str, str]]:
        (case,) = items("show", name)
        return [(event["kind"], event["who"]) for event in case["events"][1:]]

    return told
