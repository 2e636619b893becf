"""docs/team.md: what it tells a team to run is run, on a server of its own."""

import json
import re
import shlex
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote

import pytest

from tests.store.postgres.server import USER, Server, programs, temporary_server
from tests.test_readme import ROOT, blocks

PAGE = (ROOT / "docs" / "team.md").read_text(encoding="utf-8")
POLICY = """
[regions.europe.hours]
mon-sun = "00:00-24:00"
"""
NOTICES = """
[[notices]]
at = ["escalated"]
to = ["desk"]
"""
CHANNEL = """
[channels.desk]
kind = "command"
command = ["tee", "-a", "sent"]
"""

Bash = Callable[..., str]


def block(word: str, language: str = "bash") -> str:
    """Return the only block of the page in a language that has a word."""
    (found,) = [each for each in blocks(language, PAGE) if word in each]
    return found


@pytest.fixture
def server() -> Iterator[Server]:
    """Run a server for one test: the page makes roles, which are of a whole server."""
    with temporary_server() as running:
        yield running


@pytest.fixture
def bash(server: Server, home: Path, monkeypatch: pytest.MonkeyPatch) -> Bash:
    """Return a function that runs commands of the page; the server has the page's name."""
    directory, own = home / "bin", programs()
    assert own is not None
    directory.mkdir()
    slt = directory / "slt"
    slt.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m slt_cli "$@"\n')
    slt.chmod(0o755)
    monkeypatch.setenv("PATH", f"{directory}:{own}", prepend=":")
    monkeypatch.setenv("PGHOST", str(server._socket))
    monkeypatch.chdir(home)

    def run(commands: str, *, code: int = 0) -> str:
        here = re.sub(
            r"@[a-z.]+/(\w+)\?sslmode=verify-full",
            rf"@/\1?host={quote(str(server._socket), safe='')}",
            commands.replace(" --pwprompt", ""),
        )
        done = subprocess.run(
            ["bash", "-euc", here],
            capture_output=True,
            text=True,
            check=False,
            stdin=subprocess.DEVNULL,
        )
        assert done.returncode == code, done.stderr
        return done.stdout + done.stderr

    return run


@pytest.fixture
def as_admin(bash: Bash) -> Bash:
    """Return a function that runs commands as the one who runs the server."""
    return lambda commands: bash(f"export PGUSER={USER}\n{commands}")


@pytest.fixture
def owner(bash: Bash, as_admin: Bash, home: Path) -> str:
    """Make a team out of the file of its owner, as the page says; return who she is."""
    (home / "team.toml").write_text(POLICY)
    bash("slt open -q -p S1 --region europe --ref R-1 'All phones are down'; slt note -q 1 called")
    as_admin(block("createuser"))
    bash(block("slt store policy set team.toml\nslt store grant"))
    return block("slt store policy set team.toml\nslt store grant").splitlines()[0] + "\n"


@pytest.fixture
def ben(owner: str) -> str:
    """Return who the colleague is that records."""
    assert owner
    (line,) = [each for each in block("slt doctor").splitlines() if each.startswith("export")]
    return f"{line}\n"


def test_a_file_becomes_a_team(bash, owner, ben):
    (case,) = json.loads(bash(f"{ben}slt show R-1 --json"))["items"]
    assert case["subject"] == "All phones are down"
    assert [event["note"] for event in case["events"]][-1] == "called"
    findings = json.loads(bash(f"{ben}slt doctor --json"))["items"]
    assert [each["found"] for each in findings if each["state"] == "problem"] == []
    assert "team policy" in {each["check"] for each in findings}
    assert bash(f"{ben}slt open -q -p S2 'No sound'; slt respond -q 1 2") == (
        "CASE-2\nCASE-1\nCASE-2\n"
    )
    eve = owner.replace("ana@", "eve@")
    assert bash(f"{eve}slt list -q --sort number") == "CASE-1\nCASE-2\n"
    assert "only read" in bash(f"{eve}slt respond 1", code=5)


def test_the_file_of_a_second_member_is_added(bash, owner):
    bash("slt open -q -p S2 -r europe 'No sound'; slt note -q 2 heard")
    told = bash(f"{owner}{block('slt import --map')}")
    assert re.findall("(Imported|Already there) +([0-9])", told) == [
        ("Imported", "1"),
        ("Already there", "1"),
    ]
    (case,) = json.loads(bash(f"{owner}slt show 2 --json"))["items"]
    assert (case["subject"], case["events"][-1]["note"]) == ("No sound", "heard")


def test_one_who_leaves_has_no_rights_and_no_cases(bash, as_admin, owner, ben):
    bash(f"{ben}SLT_USER=ben slt take 1")
    *lines, last = block("dropuser").splitlines()
    bash(owner + "\n".join(lines))
    as_admin(last)
    assert bash(f"{owner}slt list --owner ana -q") == "CASE-1\n"
    (found,) = [
        each["found"]
        for each in json.loads(bash(f"{owner}slt doctor --json"))["items"]
        if each["check"] == "other roles"
    ]
    assert found == "agents: cron; readers: eve"


def test_another_role_becomes_the_owner(bash, as_admin, owner, ben):
    (line,) = re.findall(r"`(psql slt -c 'REASSIGN .*?)`", PAGE)
    as_admin(line)
    bash(f"{ben}slt store policy clear")
    assert "permission denied" in bash(f"{owner}slt list", code=5)
    assert bash(f"{ben}slt store grant --agent ana --apply; slt verify").startswith("Role")


def test_the_policies_that_were_set_are_listed(bash, owner):
    assert "Z | tester\n" in bash(f"{owner}{block('FROM policies')}")


def test_a_team_moves_back_to_a_file(bash, owner):
    before = bash(f"{owner}slt export -o jsonl")
    moved = f"{owner}{block('~/team.db')}"
    assert "slt store policy clear" not in bash(moved)
    assert bash("slt --db ~/team.db export -o jsonl") == before
    assert "[regions.europe.hours]" in bash("slt --db ~/team.db store policy show")


def test_cron_escalates_once_on_two_hosts(bash, owner, ben, home):
    config = home / ".config" / "slt" / "config.toml"
    config.parent.mkdir(parents=True)
    config.write_text(CHANNEL)
    (home / "team.toml").write_text(POLICY + NOTICES)
    bash(f"{owner}slt store policy set team.toml -q")
    bash(f"{ben}slt notify")  # the first run of a channel tells of nothing from before it
    bash(f"{ben}slt open -q -p S1 -r europe --at -3h late")
    *variables, line = block("escalate --late", "crontab").splitlines()
    _, _, command = line.rpartition("* * * * * ")
    host = "\n".join(f"export {each}" for each in variables) + f"\n{command}\n"
    assert bash(f"({host}) & ({host}); wait; {host}") == ""
    (case,) = json.loads(bash(f"{ben}slt show 2 --json"))["items"]
    escalated = [event["who"] for event in case["events"] if event["kind"] == "escalated"]
    assert escalated == ["cron"]
    (sent,) = json.loads(f"[{(home / 'sent').read_text()}]")
    assert [item["id"] for item in sent["items"]] == ["CASE-2"]


def test_cron_without_notices_escalates_and_says_so(bash, ben):
    bash(f"{ben}slt open -q -p S1 -r europe --at -3h late")
    _, _, command = block("escalate --late", "crontab").rpartition("* * * * * ")
    assert "no notices are configured" in bash(f"{ben}{command}", code=3)
    (case,) = json.loads(bash(f"{ben}slt show 2 --json"))["items"]
    assert [event["kind"] for event in case["events"]].count("escalated") == 1


def test_a_dump_is_the_same_store_with_its_rights(bash, as_admin, owner, ben):
    before = bash(f"{owner}slt export -o jsonl")
    as_admin(block("pg_dump"))
    assert bash(f"{owner}slt export -o jsonl".replace("/slt?", "/slt_again?")) == before
    assert bash(f"{ben}slt note -q 1 again".replace("/slt?", "/slt_again?")) == "CASE-1\n"
    assert bash(f"{owner}slt verify".replace("/slt?", "/slt_again?")) == ""
    assert bash(f"{owner}slt export -o jsonl") == before


def test_a_backup_is_restored_into_a_new_database(bash, as_admin, owner):
    before = bash(f"{owner}slt export -o jsonl")
    bash(f"{owner}slt backup -q slt-1a2b3c4d-20261123T100000Z.db")
    lines = block("dropdb").splitlines()
    as_admin("\n".join(lines[:-2]))
    bash(owner + "\n".join(lines[-2:]))
    assert bash(f"{owner}slt export -o jsonl") == before
