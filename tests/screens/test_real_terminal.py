"""The screens that are recorded are those of a real terminal, at 80 x 24 and at 120 x 40."""

import os
import re
import shlex
from pathlib import Path
from shutil import copy

import pytest

from tests.faults.processes import COMMAND
from tests.screens.cast import POLICY, READER
from tests.screens.test_screens import RECORDED
from tests.terminals import run_on_terminal

AT = "--at '2026-11-25 17:10 CET'"
SIZES = {80: 24, 120: 40}
STYLE = re.compile(r"\x1b\[[\d;]*m")

ASKED = {
    "due": "due",
    "due-clocks": "due --clocks",
    "due-case": "due 402",
    "due-explain": "due 402 --explain --clock workaround",
    "due-late-region": "due --late --times region",
    "list": "list",
    "list-all": "list --all --sort due",
    "show": "show 402",
    "show-escalated": "show 410",
    "hotline": "hotline",
    "message-who": "message 410 --who",
}
"""The command lines that can be asked about the moment of the cast, by their recorded screens."""


def on_terminal(line: str, width: int, **environment: str) -> str:
    """Return what a command line prints on a terminal of its own, without colours."""
    kept = {name: value for name, value in os.environ.items() if name not in ("COLUMNS", "TERM")}
    env = {**kept, "TERM": "xterm-256color", "PAGER": "cat", "TZ": READER, **environment}
    done = run_on_terminal([*COMMAND, *shlex.split(line)], SIZES[width], width, env)
    printed = done.stdout.decode()
    assert done.returncode == 0, printed
    return printed.replace("\r\n", "\n")


def recorded(name: str, width: int) -> str:
    """Return the recorded screen of a command at a width, without the command line."""
    screens = (RECORDED / f"{name}.txt").read_text(encoding="utf-8").split("=== ")
    (screen,) = (each for each in screens if each.startswith(f"{width} columns\n"))
    return screen.split("\n", 2)[2]


@pytest.fixture
def store(cast_file: Path, tmp_path: Path) -> dict[str, str]:
    """Return the environment in which the cast is the store."""
    file = copy(cast_file, tmp_path / "cases.db")
    return {"SLT_DB": str(file), "SLT_CONFIG": str(POLICY)}


@pytest.mark.parametrize("width", SIZES)
@pytest.mark.parametrize("name", ASKED)
def test_it_is_what_a_terminal_shows(name: str, width: int, store: dict[str, str]) -> None:
    shown = on_terminal(f"{ASKED[name]} {AT}", width, **store)

    assert STYLE.sub("", shown) == recorded(name, width)


def test_colour_adds_and_never_says(store: dict[str, str]) -> None:
    line = f"due {AT}"
    coloured = on_terminal(line, 80, **store)
    plain = on_terminal(line, 80, NO_COLOR="1", **store)

    assert STYLE.sub("", coloured) == STYLE.sub("", plain)
    used = {code for style in STYLE.findall(coloured) for code in style[2:-1].split(";")}
    assert used == {"0", "1", "31", "33"}  # bold, red and yellow of the 16 colours
    assert not STYLE.search(plain)


def test_an_ascii_locale_shows_the_same_words(store: dict[str, str]) -> None:
    ascii_only = on_terminal(f"due {AT}", 80, PYTHONIOENCODING="ascii", NO_COLOR="1", **store)

    assert ascii_only.isascii()
    header, rule, first, *_ = ascii_only.splitlines()
    assert header == recorded("due", 80).splitlines()[0]
    assert rule == "-" * 80
    assert first == (
        "CASE-409  S1   late     today 15:20  -1 h 50 min  response +2  All phones are.."
    )
