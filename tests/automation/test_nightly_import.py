"""The nightly import, run by a shell as cron runs it: silent unless something is bad."""

import os
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.automation.page import recipe

SH = shutil.which("sh")
CRONTAB = re.compile(r"SLT_USER=(\w+)\n30 5 \* \* \* (slt .*)\n")
HEADER = (
    "Id,Requester,Subject,Status,Priority,Created at,Updated at,Solved at,"
    "First reply time in minutes\n"
)
MONDAY = f"""{HEADER}\
35436,One,The trunk is down,Open,Urgent,2026-06-01 09:10,2026-06-01 09:10,,
35437,Two,Voicemail is late,Open,High,2026-06-01 10:00,2026-06-01 10:20,,20
"""
TUESDAY = f"""{HEADER}\
35437,Two,Voicemail is late,Pending,High,2026-06-01 10:00,2026-06-02 08:00,,20
35436,One,The trunk is down,Solved,Urgent,2026-06-01 09:10,2026-06-01 12:00,2026-06-01 12:00,22
35438,Three,No calls come in,New,Normal,2026-06-02 07:00,2026-06-02 07:00,,
"""

Night = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def night(home: Path, directory: Path) -> Night:
    """Return a function that runs the line of the crontab, with a file of that night."""

    def run(
        text: str | None = None, more: str = "", encoding: str = "utf-8"
    ) -> subprocess.CompletedProcess[str]:
        if text is not None:
            (home / "tickets.csv").write_text(text, encoding)
        line = recipe("bash", "slt import")
        found = CRONTAB.fullmatch(line)
        assert found, line
        assert "%" not in line
        user, command = found.groups()
        path = f"{directory}:{os.environ['PATH']}"
        return subprocess.run(
            [str(SH), "-c", command.replace("--update", f"--update {more}")],
            env={"PATH": path, "HOME": str(home), "LOGNAME": "tester", "SLT_USER": user},
            cwd=home,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    return run


def printed(done: subprocess.CompletedProcess[str]) -> tuple[str, str]:
    """Return what cron would mail."""
    return done.stdout, done.stderr


def test_two_nights_are_silent_and_bring_what_changed(night, items):
    assert printed(night(MONDAY)) == ("", "")
    assert [case["status"] for case in items("list", "--all")] == ["open", "responded"]
    assert printed(night(TUESDAY)) == ("", "")
    cases = {case["ref"]: case for case in items("list", "--all")}
    assert sorted(cases) == ["35436", "35437", "35438"]
    solved, held, new = (cases[ref] for ref in sorted(cases))
    assert (solved["status"], solved["resolved_at"]) == ("resolved", "2026-06-01T11:00:00Z")
    assert solved["responded_at"] == "2026-06-01T08:32:00Z"
    assert (held["status"], held["held_since"]) == ("responded", "2026-06-02T07:00:00Z")
    assert (new["status"], new["priority"]) == ("open", "S3")
    (shown,) = items("show", "35436")
    assert [(event["kind"], event["who"]) for event in shown["events"]] == [
        *[("opened", "import"), ("responded", "import"), ("resolved", "import")]
    ]


def test_the_same_file_again_changes_nothing(night, slt):
    for text in (MONDAY, TUESDAY):
        night(text)
    standing = slt("export", "-o", "jsonl").out
    assert printed(night()) == ("", "")
    assert slt("export", "-o", "jsonl").out == standing


def test_a_bad_row_is_reported_and_nothing_is_imported(night, items):
    night(MONDAY)
    standing = items("list", "--all")
    out, err = printed(night(TUESDAY.replace("Normal", "Whenever")))
    assert out == ""
    assert "tickets.csv:4: " in err
    assert "Whenever" in err
    assert items("list", "--all") == standing


def test_the_other_rows_are_imported_with_skip_bad_and_the_bad_one_is_reported(night, items):
    out, err = printed(night(TUESDAY.replace("Normal", "Whenever"), "--skip-bad"))
    assert out == ""
    assert "tickets.csv:4: " in err
    assert sorted(case["ref"] for case in items("list", "--all")) == ["35436", "35437"]


def test_a_note_names_the_option_that_ends_it(night, items):
    text = MONDAY.replace("The trunk", "Zürich")
    out, err = printed(night(text, encoding="cp1252"))
    assert out == ""
    assert "it is read as Windows-1252" in err
    (option,) = re.findall(r"--encoding", err)
    assert printed(night(text, f"{option} cp1252", "cp1252")) == ("", "")
    assert items("show", "35436")[0]["subject"] == "Zürich is down"


def test_what_contradicts_a_case_is_named_every_night_and_left(night, slt, items):
    night(MONDAY)
    answered = "2026-06-01T10:30:00+01:00"
    assert slt("respond", "35436", "--at", answered).code == 0
    for _ in range(2):
        out, err = printed(night(TUESDAY))
        assert err == ""
        assert re.fullmatch(r"Differ +1, which the store keeps as they are: CASE-1 \(.*\)\n", out)
    (case,) = items("show", "35436")
    assert (case["status"], case["responded_at"]) == ("resolved", "2026-06-01T09:30:00Z")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        pytest.param(None, "tickets.csv", id="no file"),
        pytest.param("", "tickets.csv is empty", id="an empty file"),
        pytest.param("<html>Sign in</html>\n", "tickets.csv", id="a page instead of the export"),
    ],
)
def test_a_file_that_is_no_export_is_reported(night, items, text, told):
    out, err = printed(night(text))
    assert out == ""
    assert told in err
    assert items("list", "--all") == []
