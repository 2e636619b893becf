"""The recipes of docs/scripting.md, run as cron runs them; a stub records what is mailed."""

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

PAGE = (Path(__file__).parents[1] / "docs" / "scripting.md").read_text(encoding="utf-8")
SECTION = PAGE[PAGE.index("\n## Recipes\n") : PAGE.index("\n## Recording without typing\n")]
RECIPES = re.findall(r"^```bash\n(.*?)^```$", SECTION, re.MULTILINE | re.DOTALL)
BASH, JQ = shutil.which("bash"), shutil.which("jq")
CRONTAB = re.compile(r"(?:(\w+=\w+)\n)?\S+ \S+ \S+ \S+ \S+ (slt .*)\n")
STUB = """#!/bin/sh
printf '%s\\n' "$*" >> "$HOME/$(basename "$0").arguments"
cat >> "$HOME/$(basename "$0").input"
"""
ALL_IN_TIME = (
    r"SLT OK - 0 late, 0 soon, 1 running; nearest CASE-1 S1 response, due \S+ "
    r"\| late=0;;0 soon=0;0 running=1\n"
)
NOTICES = re.findall(r"^```toml\n(.*?)^```$", SECTION, re.MULTILINE | re.DOTALL)
ALL_DAY = "".join(
    f'[regions.{region}.hours]\nmon-sun = "00:00-24:00"\n' for region in ("usa", "europe", "apac")
)

pytestmark = pytest.mark.skipif(BASH is None, reason="bash is not installed")


def recipe(word: str) -> str:
    """Return the only recipe that contains a word."""
    (found,) = [each for each in RECIPES if word in each]
    return found


@pytest.fixture(autouse=True)
def programs(home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Put `slt` on the path, and programs that only record what they get."""
    directory = home / "bin"
    directory.mkdir()
    texts = {"slt": f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m slt_cli "$@"\n'}
    for name, text in (texts | {"sendmail": STUB}).items():
        (directory / name).write_text(text)
        (directory / name).chmod(0o755)
    config = home / ".config" / "slt" / "config.toml"
    config.parent.mkdir(parents=True)
    config.write_text(ALL_DAY)
    monkeypatch.chdir(home)
    return directory


@pytest.fixture
def late(slt) -> None:
    """Open an S1 that is late by an hour, one soon due, one new, and an S2 that is late."""
    for priority, region, ago, subject in (
        ("S1", "usa", "-2h", "All phones are down"),
        ("S1", "apac", "-50m", "Nobody can log in"),
        ("S1", "usa", "-1m", "The trunk is down"),
        ("S2", "usa", "-5h", "Recordings are missing"),
    ):
        opened = slt("open", "-q", "-p", priority, "-r", region, "--at", ago, subject)
        assert (opened.code, opened.err) == (0, "")


@pytest.fixture
def in_time(slt) -> None:
    """Open one case, which is not due soon."""
    assert slt("open", "-q", "-p", "S1", "The trunk is down").code == 0


def with_notices(home: Path) -> None:
    """Let the channel and the rule of the recipes be configured, too."""
    (text,) = NOTICES
    (home / ".config" / "slt" / "config.toml").write_text(f"{text}{ALL_DAY}")


def run(script: str, programs: Path) -> subprocess.CompletedProcess[str]:
    """Run a script as cron does: with little environment and an empty standard input."""
    env = {
        "PATH": f"{programs}:{os.environ['PATH']}",
        "HOME": os.environ["HOME"],
        "LOGNAME": "tester",
        "SHELL": str(BASH),
    }
    return subprocess.run(
        [str(BASH), "-c", script],
        env=env,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def received(home: Path, program: str, what: str) -> str:
    """Return the arguments or the input that a stub recorded; empty if it was not called."""
    file = home / f"{program}.{what}"
    return file.read_text() if file.exists() else ""


def command_of(line: str) -> str:
    """Return the command of a crontab line, after its variable; a per cent sign would cut it."""
    found = CRONTAB.fullmatch(line)
    assert found, line
    assert "%" not in line
    return " ".join(filter(None, found.groups()))


def test_there_is_a_recipe_for_each_purpose():
    assert len(RECIPES) == 7
    words = ("* slt notify", "escalate --late", "--nagios", "jq -r", "python3 -c", "slt note ")
    for word in (*words, "jq -e"):
        assert recipe(word)


def test_a_per_cent_sign_is_for_scripts_and_the_page_says_why():
    assert "takes each `%` for the end of the line" in SECTION.replace("\n", " ")
    assert "or write `\\%`" in SECTION.replace("\n", " ")
    crontab = [text for text in RECIPES if CRONTAB.fullmatch(text)]
    assert crontab, "the recipes that are lines of a crontab"
    assert not [text for text in crontab if "%" in text]


@pytest.mark.skipif(JQ is None, reason="jq is not installed")
@pytest.mark.usefixtures("late")
def test_the_share_of_a_week_is_reported_if_it_is_too_low(slt, programs):
    text = recipe("jq -e").replace('--since "last week" --until "last week"', "--since -2d")
    assert "week" not in text
    assert run(text, programs).stdout == "less than 90 % of the answers to S1 were in time\n"
    (item,) = json.loads(slt("report", "--priority", "S1", "--json").out)["items"]
    assert (item["met"], item["missed"]) == (0, 1)


@pytest.mark.parametrize("text", RECIPES, ids=[each.split("\n")[0][:40] for each in RECIPES])
@pytest.mark.usefixtures("in_time")
def test_a_recipe_is_silent_while_nothing_is_late(home, programs, text):
    if "jq" in text and JQ is None:
        text = text.replace("| jq", "| true")
    if "notify" in text:
        with_notices(home)
    script = command_of(text) if CRONTAB.fullmatch(text) else text
    done = run(script, programs)
    assert (done.returncode, done.stderr) == (0, "")
    assert re.fullmatch(ALL_IN_TIME if "--nagios" in text else "", done.stdout)
    assert not list(home.glob("*.arguments"))
    shown = json.loads(run("slt show 1 -o jsonl", programs).stdout)
    assert [event["kind"] for event in shown["events"]] == ["opened"]


@pytest.mark.parametrize("text", RECIPES, ids=[each.split("\n")[0][:40] for each in RECIPES])
def test_an_error_is_reported_and_nobody_is_mailed(home, programs, text):
    (home / ".config" / "slt" / "config.toml").write_text("[regoins]\n")
    if "jq" in text and JQ is None:
        text = text.replace("| jq", "| true")
    done = run(command_of(text) if CRONTAB.fullmatch(text) else text, programs)
    if "--nagios" in text:
        assert (done.returncode, done.stderr) == (3, "")
        assert done.stdout.startswith("SLT UNKNOWN - ")
    else:
        assert done.stdout == ""
        message = json.loads(done.stderr)["error"]["message"] if "--json" in text else done.stderr
        assert "regoins: unknown key" in message
    assert not list(home.glob("*.arguments"))


@pytest.mark.usefixtures("late")
def test_mail_what_is_soon_due_and_late(home, programs):
    with_notices(home)
    done = run(command_of(recipe("* slt notify")), programs)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    mail = received(home, "sendmail", "input")
    assert "\nTo: support@example.com\n" in mail
    assert "\nSubject: LATE: CASE-" in mail
    assert re.findall(r"^CASE-(\d) ", mail, re.MULTILINE) == ["1", "4", "2"]
    again = run(command_of(recipe("* slt notify")), programs)
    assert (again.returncode, again.stdout, again.stderr) == (0, "", "")
    assert received(home, "sendmail", "input") == mail


@pytest.mark.usefixtures("late")
def test_escalate_what_is_late_and_tell_it(home, slt, programs):
    with_notices(home)
    line = recipe("escalate --late")
    assert line.startswith("SLT_USER=cron\n* * * * * ")
    assert run("slt notify", programs).returncode == 0
    done = run(command_of(line), programs)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    items = json.loads(slt("list", "--json").out)["items"]
    assert [item["level"] for item in items] == [1, 0, 0, 1]
    (escalated,) = json.loads(slt("show", "1", "--json").out)["items"]
    assert escalated["events"][-1]["note"] == "late: escalated by cron"
    assert escalated["events"][-1]["who"] == "cron"
    mail = received(home, "sendmail", "input")
    assert len(re.findall(r"^  Escalated +to level 1, ", mail, re.MULTILINE)) == 2
    again = run(command_of(line), programs)
    assert (again.returncode, again.stdout, again.stderr) == (0, "", "")
    assert received(home, "sendmail", "input") == mail


@pytest.mark.usefixtures("late")
def test_check_by_nagios(slt, programs):
    figures = re.compile(r"SLT (\w+) - .*?\| late=(\d+);;0 soon=(\d+);0 running=(\d+)\n")
    seen = []
    for answered in ((), ("1", "4"), ("2",), ("3",)):
        for case in answered:
            assert slt("respond", case).code == 0
        done = run(recipe("--nagios"), programs)
        found = figures.fullmatch(done.stdout)
        assert found, done.stdout
        assert done.stderr == ""
        seen.append((done.returncode, *found.groups()))
    assert seen == [
        (2, "CRITICAL", "2", "1", "4"),
        (1, "WARNING", "0", "1", "2"),
        (0, "OK", "0", "0", "1"),
        (0, "OK", "0", "0", "0"),
    ]


@pytest.mark.usefixtures("late")
def test_count_what_is_late_by_region(slt, programs):
    assert slt("open", "-q", "-p", "S1", "-r", "europe", "--at", "-3h", "x").code == 0
    done = run(recipe("python3 -c"), programs)
    assert (done.returncode, done.stdout, done.stderr) == (0, "europe 1\nusa 2\n", "")


@pytest.mark.skipif(JQ is None, reason="jq is not installed")
@pytest.mark.usefixtures("late")
def test_count_with_jq(slt, programs):
    assert slt("open", "-q", "-p", "S1", "-r", "europe", "--at", "-3h", "x").code == 0
    done = run(recipe("jq -r"), programs)
    assert (done.returncode, done.stdout, done.stderr) == (0, "europe 1\nusa 2\n", "")


@pytest.mark.usefixtures("late")
def test_a_loop_over_what_is_late(slt, programs):
    done = run(recipe("slt note"), programs)
    assert (done.returncode, done.stdout.split(), done.stderr) == (0, ["CASE-1", "CASE-4"], "")
    for number, noted in ((1, True), (2, False), (3, False), (4, True)):
        (item,) = json.loads(slt("show", str(number), "--json").out)["items"]
        assert ("Still late: called the hotline" in str(item["events"])) is noted
