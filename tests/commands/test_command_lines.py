"""A week of recorded command lines: every engine answers each of them alike, to the letter.

To record the answers anew, run this and read what changed:

    RECORD_ANSWERS=1 python -m pytest tests/commands/test_command_lines.py -k sqlite
"""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from slt_cli.cli.table import COMMANDS
from slt_cli.store.location import Location
from tests.commands.command_lines import answer, files, record, recorded, story
from tests.store.engines import ENGINES

WITHOUT_CASES = {
    *("classify", "hotline", "targets", "contacts", "schema", "completion", "help", "config")
}
"""The commands that ask no store."""

ABOUT_THE_ENGINE = {"doctor", "backup", "restore"}
"""The commands that say what only one engine has, such as its files."""


@pytest.mark.parametrize("new_location", ENGINES.values(), ids=list(ENGINES))
def test_every_engine_gives_the_recorded_answers(
    slt,
    home: Path,
    monkeypatch: pytest.MonkeyPatch,
    new_location: Callable[[Path], Location],
) -> None:
    (home / "store").mkdir()
    location = new_location(home / "store")
    monkeypatch.setenv("SLT_DB", location.name)
    (home / "work").mkdir()
    monkeypatch.chdir(home / "work")
    for file in files():
        shutil.copy(file, home / "work")
    answers = []
    for line in story():
        with monkeypatch.context() as context:
            for name, value in line.environment.items():
                context.setenv(name, value)
            answers.append(answer(line, slt(*line.words, now=line.now), str(location)))
    if os.environ.get("RECORD_ANSWERS"):
        record(answers)
    for given, known in zip(answers, recorded(), strict=True):
        assert given == known


def test_there_are_two_hundred_lines_and_each_has_its_answer():
    lines = story()
    assert len(lines) >= 200
    asked = [each.split("\n", 1)[0] for each in recorded()]
    assert asked == [f"$ {line.text}" for line in lines]
    assert all(each.split("\n")[-1].startswith("= ") for each in recorded())


def test_time_never_goes_back():
    instants = [line.now for line in story()]
    assert instants == sorted(instants)


def test_every_command_that_asks_a_store_is_there():
    known = {name for section in COMMANDS.values() for name in section}
    asked = {line.words[0] for line in story()}
    assert known - asked == WITHOUT_CASES | ABOUT_THE_ENGINE


def test_every_exit_code_but_that_of_a_fault_is_there():
    codes = {each.rsplit("= ", 1)[1] for each in recorded()}
    assert codes == {"0", "1", "2", "3", "4", "10", "11"}
