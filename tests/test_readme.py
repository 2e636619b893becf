"""The README and the pages that it leads to: their examples run, and CI runs what it names."""

import json
import re
import shlex
import shutil
import time
import tomllib
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from slt_cli.cli.program import run
from tests.apps import app_with

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
TUTORIAL = (ROOT / "docs" / "tutorial.md").read_text(encoding="utf-8")
SCRIPTING = (ROOT / "docs" / "scripting.md").read_text(encoding="utf-8")
BACKUPS = (ROOT / "docs" / "backups.md").read_text(encoding="utf-8")
PROMISES = (ROOT / "docs" / "promises.md").read_text(encoding="utf-8")
STORY = (ROOT / "docs" / "life-of-a-case.md").read_text(encoding="utf-8")
REPORTS = (ROOT / "docs" / "reports.md").read_text(encoding="utf-8")
FORGETTING = (ROOT / "docs" / "forgetting.md").read_text(encoding="utf-8")
HELP_DESKS = (ROOT / "docs" / "help-desks.md").read_text(encoding="utf-8")
EXPORTS = ROOT / "tests" / "data" / "help_desks"
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
PROMISE = re.compile(r"^- (?:.|\n  )+$", re.MULTILINE)
TIMED = re.compile(r"^\*\*\w+ (\d+) November, (\d\d:\d\d)\.\*\*", re.MULTILINE)
LOS_ANGELES = "America/Los_Angeles"


def blocks(language: str, text: str = README) -> list[str]:
    """Return the code blocks of a text in a language, in order; those of the README by default."""
    return [body for found, body in BLOCK.findall(text) if found == language]


def examples(session: str) -> list[tuple[str, str]]:
    """Return the commands of a terminal session, each with the output shown below it.

    A command goes on after a line that ends with a backslash.
    """
    parts = re.split(r"^\$ ((?:.*\\\n)*.*)\n", session, flags=re.MULTILINE)[1:]
    return list(zip(parts[::2], parts[1::2], strict=True))


@pytest.fixture
def typed(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., str]:
    """Return a function that runs a command of an example at an instant, as on a terminal.

    With `</dev/null` at its end it is one that nobody watches, as in a script.
    Its reader is where the page says: in Los Angeles for the README, in London for the story.
    """
    monkeypatch.chdir(home)
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("LOGNAME", "you")

    def printed(command: str, now: str, zone: str = LOS_ANGELES) -> str:
        monkeypatch.setenv("TZ", zone)
        time.tzset()
        watched = command.removesuffix(" </dev/null")
        program, *arguments = shlex.split(watched.replace("\\\n", ""))
        assert program == "slt"
        run(arguments, app_with(on_terminal=watched == command, now=now))
        captured = capsys.readouterr()
        lines = (captured.out + captured.err).splitlines()
        return "".join(f"{line.rstrip()}\n" for line in lines)

    return printed


def write_files(text: str, home: Path) -> None:
    """Write the TOML examples of a text into a directory, each as the file that it names."""
    for file in blocks("toml", text):
        name = re.match(r"# (\S+\.toml)\n", file)
        assert name, "a TOML example begins with the file's name"
        (home / name[1]).write_text(file, encoding="utf-8")


def test_the_day_of_the_readme_shows_what_is_printed(typed):
    printed, times = told(README, typed, LOS_ANGELES)
    assert printed == shown(README)
    assert (len(printed), times) == (10, 6)


def test_the_tutorial_shows_what_is_printed(home: Path, typed):
    write_files(TUTORIAL, home)
    shutil.copy(ROOT / "tests" / "data" / "imports" / "zendesk.csv", home)
    printed, times = told(TUTORIAL, typed, LOS_ANGELES)
    assert printed == shown(TUTORIAL)
    assert (len(printed), times) == (35, 6)


def test_the_page_of_scripting_shows_what_is_printed(home: Path, typed):
    write_files(SCRIPTING, home)
    printed, times = told(SCRIPTING, typed, LOS_ANGELES)
    assert printed == shown(SCRIPTING)
    assert (len(printed), times) == (6, 1)


def instant(day: str, hour: str, zone: str) -> str:
    """Return a time of the November of the pages, in a zone, as UTC."""
    local = datetime.fromisoformat(f"2026-11-{day}T{hour}:00").replace(tzinfo=ZoneInfo(zone))
    return local.astimezone(UTC).isoformat().replace("+00:00", "Z")


def told(
    page: str, typed: Callable[..., str], zone: str = "Europe/London"
) -> tuple[list[tuple[str, str]], int]:
    """Return each command of a page with what it prints at the time above it, and how many times.

    The times are those of its reader, who is in a zone.
    """
    _, *parts = TIMED.split(page)
    times = list(zip(parts[::3], parts[1::3], parts[2::3], strict=True))
    printed = [
        (command, typed(command, instant(day, hour, zone), zone))
        for day, hour, text in times
        for session in blocks("console", text)
        for command, _ in examples(session)
    ]
    return printed, len(times)


def shown(page: str) -> list[tuple[str, str]]:
    """Return each command of a page with the output shown below it."""
    return [example for session in blocks("console", page) for example in examples(session)]


def test_the_life_of_a_case_shows_what_is_printed(
    home: Path, monkeypatch: pytest.MonkeyPatch, typed
):
    monkeypatch.setenv("SLT_CONFIG", "story.toml")
    write_files(STORY, home)
    printed, times = told(STORY, typed)
    assert printed == shown(STORY)
    assert times == len(blocks("console", STORY)) >= 8


def test_the_page_of_forgetting_shows_what_is_printed(typed):
    printed, _ = told(FORGETTING, typed)
    assert printed == shown(FORGETTING)
    assert len(printed) >= 15


def test_the_page_of_reports_shows_what_is_printed(typed):
    printed, times = told(REPORTS, typed)
    assert printed == shown(REPORTS)
    assert (len(printed), times) == (12, 3)


def test_the_crontab_of_reports_makes_a_page_in_silence_again_and_again(home: Path, typed):
    (line,) = blocks("crontab", REPORTS)
    found = re.fullmatch(r"0 7 \* \* 1 (slt [^%]*)\n", line)
    assert found, line
    for monday in ("2026-11-23", "2026-11-30"):
        assert typed(f"{found[1]} </dev/null", f"{monday}T07:00:00Z", "Europe/London") == ""
        assert f"Mon {monday[-2:]} Nov 2026 07:00 GMT" in (home / "last-week.html").read_text()


def test_the_name_that_is_to_be_forgotten_is_found_before_and_not_after(home: Path, typed):
    before, _, after = FORGETTING.partition("## Redact each")

    def found() -> list[str]:
        ways = ("slt export -o jsonl", "slt export -o jsonl --status void")
        lines = "".join(typed(way, "2026-11-23T12:00:00Z") for way in ways).splitlines()
        return [json.loads(line)["id"] for line in lines if "berg" in line.casefold()]

    told(before, typed)
    assert found() == ["CASE-1", "CASE-2", "CASE-4", "CASE-3"]
    told(after, typed)
    assert found() == []
    files = [file for file in home.rglob("*") if file.is_file()]
    assert "cases.db" in [file.name for file in files]
    assert not any(b"berg" in file.read_bytes().lower() for file in files)


def test_the_page_of_help_desks_shows_what_is_printed(home: Path, typed):
    shutil.copytree(EXPORTS, home, dirs_exist_ok=True)
    write_files(HELP_DESKS, home)
    printed, _ = told(HELP_DESKS, typed)
    assert printed == shown(HELP_DESKS)
    assert len(printed) >= 10


def test_the_page_of_help_desks_shows_the_files_that_its_examples_read():
    (text,) = blocks("csv", HELP_DESKS)
    assert text == (EXPORTS / "desk.csv").read_text(encoding="utf-8")


def test_the_two_first_commands_are_what_ci_runs():
    install, test = blocks("sh")
    assert "slt open --priority S1" in install
    assert test.rstrip().endswith("-m pytest -n auto")
    ci = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert 'bash -euo pipefail -c "$(readme_command 1)"' in ci
    assert "tests=$(readme_command 2)\n" in ci
    assert 'bash -euo pipefail -c "$tests"\n' in ci


def test_a_single_test_runs_without_workers_and_coverage():
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert settings["tool"]["pytest"]["ini_options"]["addopts"] == [
        *("--strict-markers", "--strict-config"),
        "-m not exhaustive and not endurance and not oracle",
    ]


def test_every_promise_names_a_test_file_that_exists():
    _, after = README.split("\n## What it promises\n")
    in_short, _ = after.split("\n## Configuration\n")
    listed = PROMISE.findall(PROMISES)
    assert len(listed) >= 30
    listed += PROMISE.findall(in_short)
    for promise in listed:
        named = re.findall(r"`(tests/\S+\.py)`", promise)
        assert named, promise
        assert [path for path in named if "def test_" not in (ROOT / path).read_text()] == []


def test_the_nightly_backup_is_silent_and_fails_loudly(home: Path, process):
    (line,) = [body for body in blocks("bash", BACKUPS) if "slt backup" in body]
    found = re.fullmatch(r"\d+ \d+ \* \* \* slt (.*) >/dev/null\n", line)
    assert found
    assert "%" not in line, "cron would cut it there"
    failed = process(*found[1].split())
    assert (failed.code, "there is no store" in failed.err) == (1, True)
    assert process("open", "-q", "-p", "S1", "x").code == 0
    done = process(*found[1].split())
    assert (done.code, done.err) == (0, "")
    assert len(list(home.rglob("cases-*Z.db"))) == 1
