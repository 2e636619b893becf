"""docs/agents.md: its table is what the commands do, and its sessions show what is printed.

To write both anew, run this and read what changed:

    RECORD_AGENTS=1 python -m pytest tests/test_agents_page.py
"""

import json
import os
import re
import shutil
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from slt_cli.cli.exit_codes import EXIT_CODES
from slt_cli.cli.root import root_command
from slt_cli.cli.suggestions import Harm, harm
from tests.command_names import ALL_COMMANDS, OF_SERVERS
from tests.store.sqlite.upgrades import STORES
from tests.test_readme import examples, typed
from tests.test_schemas import (
    LINES,
    MONDAY_NOON_IN_LOS_ANGELES,
    OF_A_LINE,
    _at_home_in_los_angeles,
    cases,
    recorded,
    words,
)

__all__ = ["_at_home_in_los_angeles", "cases", "recorded", "typed"]  # fixtures

pytestmark = pytest.mark.now(MONDAY_NOON_IN_LOS_ANGELES)

FILE = Path(__file__).parents[1] / "docs" / "agents.md"
IS_RECORDED = "RECORD_AGENTS" in os.environ
TABLE = re.compile(r"^\| Command \|.*\n(?:\|.*\n)+", re.MULTILINE)
SESSIONS = re.compile(
    r"^\*\*\w+ (?P<day>\d+) November, (?P<hour>\d\d:\d\d)\.\*\*"
    r"|^```console\n(?P<session>.*?)^```\n",
    re.MULTILINE | re.DOTALL,
)

DOES = {Harm.READS: "reads", Harm.RECORDS: "changes", Harm.REPLACES: "replaces"}
OPTIONS = ("--dry-run", "--once", "--yes")
HEAD = ("Command", "It", "JSON", *(f"`{option}`" for option in OPTIONS), "Own exit codes")
OF_AN_EXIT = re.compile(r"\b[Ee]xits? (?:with|code)\b")
PRINTS_NOTHING = "notify --config telling.toml"
WITHOUT_JSON = ("export -o jsonl", "completion bash", "help due")
MORE_CHANGES = (
    "backup fresh.db",
    PRINTS_NOTHING,
    "store init --db new.db",
    "store upgrade --db schema-1.db",
    "store policy clear --db ruled.db",
)
"""Lines that change something, beside those that are checked against the schemas."""


class Done(NamedTuple):
    """What a line did: its command, the schema of its answer, and whether it changed a file."""

    command: str
    schema: str
    changed: bool


def command_of(line: str) -> str:
    return max((name for name in ALL_COMMANDS if f"{line} ".startswith(f"{name} ")), key=len)


def files(home: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in home.rglob("*") if path.is_file()}


@pytest.fixture
def ran(slt, home: Path, cases: None) -> Callable[..., list[Done]]:  # noqa: ARG001 - it makes the stores
    """Return a function that runs each line where the same cases are, and returns what it did."""
    shutil.copy(STORES / "schema-1.db", home)
    shutil.copy(home / "cases.db", home / "ruled.db")
    assert slt("store", "policy", "set", "other.toml", "--db", "ruled.db").code == 0
    before = files(home)

    def run_each(*lines: str) -> list[Done]:
        return [run_one(line) for line in lines]

    def run_one(line: str) -> Done:
        has_schema = line not in (*WITHOUT_JSON, PRINTS_NOTHING)
        result = slt(*words(line.replace("''", '""')), *(["--json"] if has_schema else []))
        assert result.err == "", line
        after = files(home)
        for made in after.keys() - before.keys():
            made.unlink()
        for path, content in before.items():
            path.write_bytes(content)
        schema = json.loads(result.out)["schema"] if has_schema else ""
        return Done(command_of(line), schema, after != before)

    return run_each


def test_what_reads_changes_no_file_and_what_changes_does(ran):
    reading = [line for line, _ in LINES if harm(command_of(line)) is Harm.READS]
    others = [line for line, _ in LINES if line not in reading]
    done = ran(*reading, *WITHOUT_JSON)
    assert {each.command for each in done if each.changed} == set()
    assert {each.command for each in done} == {
        name for name in ALL_COMMANDS if harm(name) is Harm.READS
    }
    changing = {each.command for each in ran(*others, *MORE_CHANGES) if each.changed}
    assert changing == {
        name for name in ALL_COMMANDS if harm(name) is not Harm.READS and name not in OF_SERVERS
    }


def test_a_dry_run_changes_no_file(ran):
    trying = {name for name in ALL_COMMANDS if "--dry-run" in options_of()[name]}
    lines = [
        line if "--dry-run" in line else f"{line} --dry-run"
        for line, _ in LINES
        if command_of(line) in trying and "--notify" not in line  # which has no dry run
    ]
    done = ran(*lines)
    assert {each.command for each in done} == trying
    assert [each for each in done if each.changed] == []


# --- The table ------------------------------------------------------------------------------------


def built(name: str, command: Any, parent: Any) -> Iterator[tuple[str, Any]]:
    """Yield a command, or those of a family, by name."""
    for inner, each in getattr(command, "commands", {}).items():
        yield from built(f"{name} {inner}", each, parent)
    if not hasattr(command, "commands"):
        yield name, command


def all_built() -> dict[str, Any]:
    root = root_command()
    with root.make_context("slt", [], resilient_parsing=True) as ctx:
        return dict(
            each
            for name in root.list_commands(ctx)
            for each in built(name, root.get_command(ctx, name), ctx)
        )


def options_of() -> dict[str, set[str]]:
    return {
        name: {option for param in command.params for option in param.opts}
        for name, command in all_built().items()
    }


def own_exit_codes(command: Any) -> list[int]:
    """Return the exit codes that the help of a command names, but for success."""
    helps = [command.help or "", *(getattr(param, "help", "") or "" for param in command.params)]
    text = " ".join(" ".join(helps).split())
    about = [each for each in re.split(r"(?<=\.) ", text) if OF_AN_EXIT.search(each)]
    return sorted({int(code) for each in about for code in re.findall(r"\b\d+\b", each)} - {0})


def table(done: list[Done]) -> str:
    schemas: dict[str, set[str]] = defaultdict(set)
    for each in done:
        schemas[each.command].add(each.schema)
    schemas["export"] = {OF_A_LINE}
    schemas["store grant"] = {"slt.store-grant/1"}
    rows = [HEAD, ("---",) * len(HEAD)]
    for name, command in all_built().items():
        told = {option for param in command.params for option in param.opts}
        rows.append(
            (
                f"`{name}`",
                DOES[harm(name)],
                ", ".join(f"`{schema}`" for schema in sorted(schemas[name])),
                *("yes" if option in told else "" for option in OPTIONS),
                ", ".join(map(str, own_exit_codes(command))),
            )
        )
    return "".join("".join(f"| {cell} " if cell else "| " for cell in row) + "|\n" for row in rows)


def page_with(old: re.Pattern[str], new: Callable[[re.Match[str]], str]) -> str:
    """Return the page with a part of it as it should be, and write it if it is to be recorded."""
    page = FILE.read_text(encoding="utf-8")
    wanted = old.sub(new, page)
    if IS_RECORDED:
        FILE.write_text(wanted, encoding="utf-8")
    return wanted


def test_the_table_is_what_the_commands_are(ran):
    made = table(ran(*(line for line, _ in LINES)))
    assert page_with(TABLE, lambda _: made) == FILE.read_text(encoding="utf-8")


def test_every_exit_code_is_explained():
    page = FILE.read_text(encoding="utf-8")
    of_due = ", ".join(map(str, own_exit_codes(all_built()["due"])))
    assert {*re.findall(r"^\| (\d+) \|", page, re.MULTILINE), of_due} == EXIT_CODES.keys()


# --- The sessions ---------------------------------------------------------------------------------


def test_every_example_shows_what_is_printed(typed, monkeypatch):
    monkeypatch.delenv("SLT_DB", raising=False)
    monkeypatch.setenv("SLT_USER", "assistant")
    now = ""

    def printed(found: re.Match[str]) -> str:
        nonlocal now
        if found["day"]:
            now = f"2026-11-{found['day']}T{found['hour']}:00Z"
            return found[0]
        shown = (
            f"$ {command}\n{typed(f'{command} </dev/null', now, 'Europe/London')}"
            for command, _ in examples(found["session"])
        )
        return f"```console\n{''.join(shown)}```\n"

    assert page_with(SESSIONS, printed) == FILE.read_text(encoding="utf-8")
