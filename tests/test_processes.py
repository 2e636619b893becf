"""Every command as a process, wherever cron, pipes and terminals may run it: the same answer."""

import json
import os
import re
import shutil
import subprocess
import sys
import unicodedata
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

import pytest

from tests.command_names import ALL_COMMANDS, OF_SERVERS
from tests.terminals import run_on_terminal

pytestmark = pytest.mark.exhaustive

COMMAND = [sys.executable, "-m", "slt_cli"]
AGO = ("--at", "2026-03-06T12:00:00Z")
SUBJECTS = ("All phones are down", "電話が通じない 📞 全社", "Größe \N{EM DASH} café", "é" * 90)
REGIONS = ("usa", "europe", "apac", "usa")

LINES = {
    "due": "due --late --explain",
    "open": "open -p S1 --at 2026-03-06T12:00:00Z --ref 00123456 電話📞",
    "respond": "respond 1 --at 2026-03-06T13:00:00Z",
    "followup": "followup 1 --at 2026-03-06T13:00:00Z",
    "hold": "hold 1 --reason é電📞 --at 2026-03-06T13:00:00Z",
    "resume": "resume 3 --at 2026-03-06T14:00:00Z",
    "escalate": "escalate 2 --at 2026-03-06T13:00:00Z",
    "note": "note 2 é電📞 --at 2026-03-06T13:00:00Z",
    "resolve": "resolve 1 --at 2026-03-06T13:00:00Z",
    "list": "list --all",
    "show": "show 2",
    "log": "log --since 2026-01-01",
    "hotline": "hotline --at 2026-03-06T12:00:00Z",
    "contacts": "contacts",
    "message": "message 4 --who --at 2026-03-06T12:45:00Z",
    "targets": "targets",
    "classify": "classify all-phones-are-down-電話",
    "update": "update 1 --priority S2 --at 2026-03-06T13:00:00Z",
    "undo": "undo 4 --dry-run",
    "void": "void 3 --reason twice",
    "close": "close 1 --at 2026-03-06T13:00:00Z",
    "reopen": "reopen 4 --at 2026-03-06T14:00:00Z",
    "mark": "mark 2 workaround --at 2026-03-06T13:00:00Z",
    "take": "take 2 --at 2026-03-06T13:00:00Z --config me.toml",
    "report": "report --until 2026-06 --by priority --by partner --trend week --config manila.toml",
    "notify": "notify --dry-run --config notices.toml",
    "outbox": "outbox --since 2026-01-01",
    "import": "import cases.csv",
    "export": "export -o jsonl",
    "config path": "config path",
    "config show": "config show",
    "config get": "config get regions.usa",
    "config set": "config set defaults.warn 30m --config other.toml",
    "config unset": "config unset regions.usa.hours --config other.toml",
    "config init": "config init --config new.toml",
    "config check": "config check",
    "config holidays": "config holidays usa --from days.ics --years 2026",
    "doctor": "doctor",
    "backup": "backup copy.db --force",
    "restore": "restore old.db --yes",
    "verify": "verify",
    "recalc": "recalc --config other.toml",
    "store path": "store path",
    "store init": "store init",
    "store upgrade": "store upgrade",
    "store copy": "store copy old.db copied.db",
    "store policy set": "store policy set other.toml",
    "store policy show": "store policy show",
    "store policy clear": "store policy clear",
    "redact": "redact 2 --reason é電📞 --yes",
    "schema": "schema",
    "completion": "completion bash",
    "help": "help exit-codes",
}
"""A line for each command; what it answers does not depend on the time at which it runs."""

WITHOUT_JSON = ("export", "completion", "help")
"""Commands that write a text of their own, whatever the format."""

NOTICES = """[channels.desk]
kind = "command"
command = ["true"]
[[notices]]
at = "due"
to = "desk"
"""
CASES = """opened_at,priority,ref,subject
2026-03-06T12:00:00Z,S1,9001,電話📞
2026-03-06T12:00:00Z,S3,9002,=1+1
"""
DAYS = """BEGIN:VCALENDAR
BEGIN:VEVENT
DTSTART;VALUE=DATE:20261126
SUMMARY:Thanksgiving Day
END:VEVENT
END:VCALENDAR
"""
EMPTY = ("list --region europe --status closed", "recalc", "verify", "due --soon")
"""Lines whose answer is empty."""


@pytest.fixture(scope="module")
def store(tmp_path_factory) -> Path:
    """Return a directory with a store of four cases: one on hold, one escalated and closed.

    Of those that are late a channel was told.
    """
    directory = tmp_path_factory.mktemp("store")
    (directory / "told.toml").write_text(NOTICES.replace("desk", "pager"))
    env = {"PATH": os.environ["PATH"], "HOME": str(directory), "LOGNAME": "tester"}
    opened = zip(SUBJECTS, REGIONS, strict=True)
    for line in (
        *(["open", "-p", "S1", "-r", region, *AGO, subject] for subject, region in opened),
        ["hold", "3", "--at", "2026-03-06T13:00:00Z"],
        ["escalate", "4", "--at", "2026-03-06T12:30:00Z"],
        ["close", "4", "--at", "2026-03-06T13:00:00Z"],
        ["notify", "--config", "told.toml"],
    ):
        subprocess.run([*COMMAND, "--db", "cases.db", *line], cwd=directory, env=env, check=True)
    return directory


@pytest.fixture(autouse=True)
def at_home(home: Path, store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Stand at home, with a store and a configuration of one's own."""
    monkeypatch.chdir(home)
    begin(home, store)


def begin(home: Path, store: Path) -> None:
    """Make a home as it was before anything was changed."""
    shutil.rmtree(home / ".local", ignore_errors=True)
    shutil.rmtree(home / ".config", ignore_errors=True)
    for made in ("new.toml", "copied.db"):
        (home / made).unlink(missing_ok=True)
    (home / "other.toml").write_text('[regions.usa.hours]\nmon-fri = "09:00-10:00"\n')
    (home / "manila.toml").write_text('[defaults]\nreport_timezone = "Asia/Manila"\n')
    (home / "me.toml").write_text('[defaults]\nme = "desk-1"\n')
    (home / "notices.toml").write_text(NOTICES)
    (home / "days.ics").write_text(DAYS)
    (home / "cases.csv").write_text(CASES, encoding="utf-8")
    data = home / ".local" / "share" / "slt"
    data.mkdir(mode=0o700, parents=True)
    for copy in (data / "cases.db", home / "old.db"):
        copy.write_bytes((store / "cases.db").read_bytes())
        copy.chmod(0o600)


class Place(NamedTuple):
    """Where a process runs: what is laid over its environment, or all of it, and its streams."""

    env: Mapping[str, str] = MappingProxyType({})
    bare: bool = False
    redirection: str = ""
    ascii: bool = False


PLACES = {
    "no terminal": Place(),
    "closed stdin": Place(redirection="<&-"),
    "env -i": Place(bare=True),
    "LC_ALL=C": Place({"LC_ALL": "C", "PYTHONIOENCODING": "ascii"}, ascii=True),
    "COLUMNS=40, TERM=dumb": Place({"COLUMNS": "40", "TERM": "dumb"}),
    "TZ America": Place({"TZ": "America/Los_Angeles"}),
    "TZ Asia": Place({"TZ": "Asia/Kolkata"}),
    "TZ Australia": Place({"TZ": "Australia/Lord_Howe"}),
}


def ended(line: str, place: Place = PLACES["no terminal"]) -> tuple[int, bytes, bytes]:
    """Return the exit code and both outputs of a line, off a terminal, within a minute."""
    env = {**os.environ, "PYTHONIOENCODING": "utf-8", **place.env}
    if place.bare:
        env = {name: os.environ[name] for name in ("PATH", "HOME")}
    done = subprocess.run(
        ["/bin/sh", "-c", f'"$@" {place.redirection}', "sh", *COMMAND, *line.split()],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        env=env,
        timeout=60,
        check=False,
    )
    return done.returncode, done.stdout, done.stderr


def facts(out: bytes) -> Any:
    """Return what an answer says, but for the instant at which it was asked."""
    answer = json.loads(out)
    del answer["as_of"]
    for item in answer["items"]:
        item.pop("remaining_seconds", None)
        item.pop("kept", None)  # named by the instant
        item.pop("set_at", None)
        item.pop("set_by", None)  # somebody else without an environment
        if item.get("key") == "defaults.region":  # config init suggests one by the local time
            item.pop("value", None)
        events = item.get("events", ())
        for event in () if isinstance(events, int) else events:  # store copy counts them
            del event["who"]
        for clock in item.get("clocks", ()):
            del clock["remaining_seconds"]
    return answer


def in_process(slt: Callable[..., Any], line: str) -> Any:
    """Return what a line answers in this process: what is to be answered everywhere."""
    result = slt(*line.split(), "--json")
    assert (result.code, result.err) == (0, "")
    return facts(result.out.encode())


def test_every_command_has_a_line():
    assert list(LINES) == [name for name in ALL_COMMANDS if name not in OF_SERVERS]


@pytest.mark.parametrize("place", PLACES.values(), ids=list(PLACES))
@pytest.mark.parametrize("name", LINES)
def test_every_command_answers_the_same_everywhere(slt, home, store, name, place):
    line = LINES[name]
    options = [""] if name in WITHOUT_JSON else ["--json"]
    code, out, err = ended(" ".join([line, *options]), place)
    assert (code, err) == (0, b""), err.decode()
    assert b"\x1b" not in out
    if place.ascii:
        assert out.isascii()
    if name in WITHOUT_JSON:
        assert out.decode() == slt(*line.split()).out
        return
    assert slt("verify") == (0, "", "")
    if name == "doctor":  # it tells of the place
        return
    begin(home, store)  # and once more, in this process
    assert facts(out) == in_process(slt, line)


@pytest.mark.parametrize("name", LINES)
def test_what_people_read_is_plain_off_a_terminal(name):
    code, out, err = ended(LINES[name], PLACES["LC_ALL=C"])
    assert (code, err) == (0, b""), err.decode()
    silent = ("verify", "config check", "store policy show", "store policy clear")
    assert bool(out) is (name not in silent)  # all is well, and there is no policy
    assert b"\x1b" not in out
    assert out.isascii()


@pytest.mark.parametrize("line", EMPTY)
def test_an_empty_answer_is_silent(line):
    assert ended(line, PLACES["env -i"]) == (0, b"", b"")


@pytest.mark.parametrize("name", LINES)
def test_a_pipe_that_is_closed_early_ends_quietly(name):
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(
        [*COMMAND, *LINES[name].split()],
        stdin=subprocess.DEVNULL,
        stdout=writing,
        stderr=subprocess.PIPE,
        timeout=60,
        check=False,
    )
    os.close(writing)
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.parametrize("name", [*LINES, "lst", "show 77"])
def test_help_and_errors_are_plain_everywhere(name):
    place = Place({"TERM": "dumb", "COLUMNS": "40", "LC_ALL": "C", "PYTHONIOENCODING": "ascii"})
    wrong = name in ("lst", "show 77")
    code, out, err = ended(name if wrong else f"{name} --help", place)
    assert code == ({"lst": 2, "show 77": 4}[name] if wrong else 0)
    assert bool(err) is wrong
    assert bool(out) is not wrong
    assert (out + err).isascii()
    assert b"\x1b" not in out + err
    assert b"Traceback" not in err


# --- On a terminal --------------------------------------------------------------------------------


def on_a_terminal(line: str, columns: int, **env: str) -> str:
    """Return what a line shows on a terminal of this width, without colour."""
    env = {**os.environ, "TERM": "xterm", "NO_COLOR": "1", "PYTHONIOENCODING": "utf-8", **env}
    done = run_on_terminal([*COMMAND, *line.split()], 50, columns, env)
    assert done.returncode == 0, done.stdout
    return done.stdout.decode().replace("\r\n", "\n")


def columns_of(text: str) -> int:
    """Return how many columns a terminal needs for a text; an emoji joined to another: none."""
    text = re.sub("\N{ZERO WIDTH JOINER}.", "", text)
    return sum(
        0
        if unicodedata.combining(character)
        else 1 + (unicodedata.east_asian_width(character) in "WF")
        for character in text
    )


@pytest.mark.parametrize("columns", [40, 60, 80, 200])
@pytest.mark.parametrize("line", ["list --all", "due", "escalate --late --dry-run", "hotline"])
def test_a_table_fits_and_cuts_no_id_state_or_due_time(slt, line, columns):
    in_zone = " --times region" if line in ("list --all", "due") else ""
    shown = on_a_terminal(line + in_zone, columns)
    assert "\x1b" not in shown
    assert max(columns_of(row.rstrip()) for row in shown.splitlines()) <= columns
    for item in json.loads(slt(*line.split(), "--json").out)["items"]:
        told = [item.get("id"), item.get("state"), item.get("status"), item.get("hotline")]
        if line.startswith("escalate"):
            told = [item["id"]]
        assert [fact for fact in told if fact and fact not in shown] == []
    assert shown.count("Thu 5 Mar") == 0  # nobody was promised anything on that day
    if line in ("list --all", "due"):
        due = {"Fri 6 Mar 06:00 PST", "Fri 6 Mar 13:00 GMT", "Mon 9 Mar 10:00 SGT"}
        assert [instant for instant in due if instant not in shown] == []


@pytest.mark.parametrize("columns", [60, 80, 200])
@pytest.mark.parametrize("number", [1, 2, 3, 4])
def test_a_case_fits_and_nothing_of_it_is_cut(slt, number, columns):
    shown = on_a_terminal(f"show {number}", columns)
    assert max(columns_of(row.rstrip()) for row in shown.splitlines()) <= columns
    joined = re.sub(r"\s+", "", shown)
    (item,) = json.loads(slt("show", str(number), "--json").out)["items"]
    assert item["id"] in shown
    assert re.sub(r"\s+", "", item["subject"]) in joined
    assert "…" not in shown


@pytest.mark.parametrize("form", ["table", "plain"])
def test_wide_characters_and_emoji_align(slt, monkeypatch, form):
    monkeypatch.setenv("COLUMNS", "200")
    for partner in (
        "電話 📞 社",
        "Müller 👩\N{ZERO WIDTH JOINER}💻",
        "plain",
        "\N{FULLWIDTH LATIN SMALL LETTER A}",
        "é" * 3,
    ):
        slt("open", "-p", "S1", *AGO, "--partner", partner, "END")
    rows = [row for row in slt("list", "-o", form).out.splitlines() if "END" in row]
    assert len(rows) == 5
    assert len({columns_of(row[: row.index("END")]) for row in rows}) == 1


@pytest.mark.parametrize("columns", [80, 120])
def test_an_ascii_terminal_gets_ascii_boxes(columns):
    shown = on_a_terminal("list --all", columns, LC_ALL="C", PYTHONIOENCODING="ascii")
    assert shown.isascii()
    assert max(map(len, shown.splitlines())) <= columns
    assert re.search(r"^-+", shown, re.MULTILINE)
    assert [number for number in range(1, 5) if f"CASE-{number}" not in shown] == []
    assert "UnicodeEncodeError" not in shown


@pytest.mark.parametrize("form", ["table", "plain", "tsv", "csv", "json", "jsonl"])
@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1252"])
def test_no_encoding_fails(form, encoding):
    code, out, err = ended(f"list --all -o {form}", Place({"PYTHONIOENCODING": encoding}))
    assert (code, err) == (0, b"")
    for_people = form in ("table", "plain")
    assert out.decode(encoding if for_people else "utf-8").count("CASE-") == 4
