"""Ask slt for completions as the printed scripts do."""

import os
import re
import subprocess
from collections.abc import Mapping
from types import MappingProxyType

import pytest

AGO = ("--at", "2026-03-06T00:00")
HOSTILE = [
    pytest.param("a [bold]b[/bold] c", id="markup"),
    pytest.param("a [/b] c", id="a closing tag alone"),
    pytest.param("one two three " * 20, id="wider than any terminal"),
    pytest.param("one\ntwo\tthree", id="newline and tab"),
    pytest.param('it\'s "quoted" :smile: a:b', id="quotes and colons"),
    pytest.param(r"\$(touch injected) $(touch injected) `touch injected`", id="commands"),
    pytest.param(r"\"; touch injected; \"", id="a closing double quote"),
    pytest.param("');touch injected;('", id="a closing single quote"),
    pytest.param("\x1b[31mred", id="an escape sequence"),
    pytest.param("電話 📞", id="wide"),
]


def ask(*words: str, env: Mapping[str, str] = MappingProxyType({})) -> tuple[int, str, str]:
    """Return exit code and output of slt, given the words up to the cursor as a script does."""
    done = subprocess.run(
        ["slt", "__complete", *words],
        env={**os.environ, **env},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    return done.returncode, done.stdout, done.stderr


def completed(line: str, **env: str) -> dict[str, str]:
    """Return the words that a shell offers for a line, each with what it shows beside it."""
    code, out, err = ask(*re.split(r" +", line)[1:], env=env)
    assert (code, err) == (0, "")
    pairs = (each.partition("\t") for each in out.split("\n")[:-1])
    return {word: shown for word, _, shown in pairs}
