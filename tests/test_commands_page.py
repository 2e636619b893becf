"""docs/commands.md: what each command takes and answers, as it was found by running each.

A gap in the table is a cell with nothing but the number of the note that explains it. To write the
table again, run this and read what changed:

    RECORD_TABLE=1 python -m pytest -m exhaustive tests/test_commands_page.py
"""

import json
import os
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from slt_cli.cli.root import root_command
from tests.command_names import OF_SERVERS
from tests.command_notes import GAPS, REMARKS, Column, Note
from tests.test_agents_page import WITHOUT_JSON, all_built, command_of, files, own_exit_codes
from tests.test_schemas import (
    LINES,
    MONDAY_NOON_IN_LOS_ANGELES,
    OTHER_HOURS,
    _at_home_in_los_angeles,
    cases,
    recorded,
    words,
)

__all__ = ["_at_home_in_los_angeles", "cases", "recorded"]  # fixtures

pytestmark = [pytest.mark.exhaustive, pytest.mark.now(MONDAY_NOON_IN_LOS_ANGELES)]

FILE = Path(__file__).parents[1] / "docs" / "commands.md"
IS_RECORDED = "RECORD_TABLE" in os.environ
TABLE = re.compile(r"^\| Command \|.*\n(?:\|.*\n)+\n(?:\d+\. .*\n)+", re.MULTILINE)

BEST = (
    "due 3",
    "escalate 1 --dry-run",
    "recalc --config other.toml",
    "notify --dry-run --config telling.toml",
    "store policy show --db ruled.db",
    "store policy clear --db ruled.db",
    *WITHOUT_JSON,
)
"""Lines that show more of their commands than the first of `LINES` does."""

OTHER_ANSWERS = ("targets --clocks", "report --misses")
WRONG_STORES = {"store copy": "store copy wrong.db copied.db"}
OF_ALL = [param for param in root_command().params if param.name != "version"]
FILTERS = (
    *("--region", "--priority", "--partner", "--partner-type"),
    *("--customer", "--owner", "--tag", "--status"),
)
"""The filters that are completed, which stand for one word in the table."""

WRITTEN_BY_YOU = frozenset(
    {
        *("TEXT", "SUBJECT", "WORDS", "TIME", "30m", "2026-2028", "N", "NO", "VALUE", "FORMAT"),
        *("FILE", "FILE.ics", "FROM", "TO", "COLUMN=FIELD", "FIELD:WORD=VALUE"),
    }
)
"""What stands for a value that a shell cannot know, or for a file, which the shell completes."""


class Answers(NamedTuple):
    """What a command answers: its schemas, the first line of -q, and its exit codes."""

    schemas: frozenset[str]
    quiet: str
    exits: frozenset[int]


BY_A_SERVER = {"store grant": Answers(frozenset({"slt.store-grant/1"}), "ben", frozenset({5}))}
"""What tests/faults/postgres sees of the commands that are for a database of a server alone."""


@pytest.fixture
def ran(slt, home: Path, cases: None) -> Callable[..., Any]:  # noqa: ARG001 - it makes the stores
    """Return a function that runs a line where the same cases are, and returns its result."""
    (home / "wrong.toml").write_text(f"nonsense = 1\n{OTHER_HOURS}")
    (home / "wrong.db").write_text("This is not a store.\n" * 100)
    shutil.copy(home / "cases.db", home / "ruled.db")
    assert slt("store", "policy", "set", "other.toml", "--db", "ruled.db").code == 0
    before = files(home)

    def run(line: str, *more: str) -> Any:
        result = slt(*words(line), *more)
        for made in files(home).keys() - before.keys():
            made.unlink()
        for path, content in before.items():
            path.write_bytes(content)
        return result

    return run


def answers(ran: Callable[..., Any], name: str, line: str) -> Answers:
    """Run a line of a command in each way, also where something is missing or wrong."""
    plain, quiet = ran(line), ran(line, "-q")
    assert (plain.code, plain.err) == (0, ""), line
    kinds = [ran(each, "--json") for each in (line, *OTHER_ANSWERS) if command_of(each) == name]
    wrong = [
        ran(line, "--config", "wrong.toml"),
        ran(WRONG_STORES.get(name, line), "--db", "wrong.db"),
        ran(re.sub(r" \d+\b", " 99", line, count=1)),
    ]
    is_quiet = quiet.code == 0 and (quiet.out != plain.out or quiet.out.count("\n") == 1)
    first = quiet.out.partition("\n")[0] if is_quiet else ""
    return Answers(
        frozenset(json.loads(kind.out)["schema"] for kind in kinds if kind.out.startswith("{")),
        Path(first).name if first.startswith("/") else first,
        frozenset(each.code for each in wrong if each.code > 2),
    )


# --- The cells ------------------------------------------------------------------------------------


def marked(texts: Any) -> str:
    return ", ".join(f"`{text}`" for text in texts)


def several(options: set[str], command: Any) -> str:
    """Return how a command is given several cases."""
    if any(param.name in ("case", "cases") and param.nargs == -1 for param in command.params):
        return "yes"
    return "by filters" if set(FILTERS) <= options else ""


def values(command: Any) -> Iterator[tuple[str, str, bool]]:
    """Yield each value that only this command takes: its name, what stands for it, if completed."""
    for param in command.params:
        if param.opts in [["--once"], *(of_all.opts for of_all in OF_ALL)]:
            continue
        if getattr(param, "is_flag", False):
            continue
        shown = param.metavar.strip("[]").removesuffix("...").partition("|")[0]
        name = param.opts[0] if param.opts[0].startswith("-") else shown
        yield name, shown, param._custom_shell_complete is not None


def completed(options: set[str], command: Any) -> str:
    """Return the values of a command that are completed."""
    names = [name for name, _, is_completed in values(command) if is_completed]
    if not set(FILTERS) <= options:
        return marked(names)
    others = [name for name in names if name not in (*FILTERS, "--clock")]
    return ", ".join([*([marked(others)] if others else []), "filters"])


def not_offered(command: Any) -> set[str]:
    """Return the values that a shell could offer and does not."""
    return {
        name
        for name, shown, is_completed in values(command)
        if not is_completed and shown not in WRITTEN_BY_YOU
    }


def cells(command: Any, answered: Answers) -> dict[Column, str]:
    options = {option for param in command.params for option in param.opts}
    dry = "without `--apply`" if "--apply" in options else ""
    exits = sorted({*answered.exits, *own_exit_codes(command)})
    return {
        "Dry run": "`--dry-run`" if "--dry-run" in options else dry,
        "--at": "yes" if "--at" in options else "",
        "Several cases": several(options, command),
        "--once": "yes" if "--once" in options else "",
        "-q": marked([answered.quiet] if answered.quiet else []),
        "JSON": marked(sorted(answered.schemas)),
        "Exit codes": ", ".join(map(str, exits)),
        "Completion": completed(options, command),
    }


@pytest.fixture(scope="module")
def known() -> dict[str, dict[Column, str]]:
    """Keep the cells that the first test found for the others: they are always the same."""
    return {}


@pytest.fixture
def rows(ran, known: dict[str, dict[Column, str]]) -> dict[str, dict[Column, str]]:
    """Return the cells of each command, empty where there is a gap."""
    lines = {command_of(line): line for line, _ in reversed(LINES)}
    lines |= {command_of(line): line for line in BEST}
    for name, command in all_built().items():
        if name not in known:
            answered = BY_A_SERVER.get(name) or answers(ran, name, lines[name])
            known[name] = cells(command, answered)
    return known


# --- The page -------------------------------------------------------------------------------------


def places(notes: tuple[Note, ...]) -> list[tuple[str, Column]]:
    return [
        (name, column) for note in notes for column, names in note.where.items() for name in names
    ]


def table(rows: dict[str, dict[Column, str]]) -> str:
    """Return the table, and under it the notes in the order in which it names them."""
    numbers: dict[str, int] = {}
    by_place: dict[tuple[str, Column], list[str]] = {}
    for note in (*GAPS, *REMARKS):
        for place in places((note,)):
            by_place.setdefault(place, []).append(note.text)
    columns = list(next(iter(rows.values())))
    lines = [["Command", *(f"`{name}`" if name[0] == "-" else name for name in columns)]]
    lines.append(["---"] * len(lines[0]))
    for name, row in rows.items():
        line = [f"`{name}`"]
        for column, cell in row.items():
            texts = by_place.get((name, column), [])
            told = [f"({numbers.setdefault(text, len(numbers) + 1)})" for text in texts]
            line.append(" ".join(filter(None, [cell, *told])))
        lines.append(line)
    shown = "".join(f"| {' | '.join(line)} |\n" for line in lines)
    return f"{shown}\n" + "".join(f"{number}. {text}\n" for text, number in numbers.items())


def test_every_gap_has_one_note_and_every_note_a_gap(rows):
    gaps = {(name, column) for name, row in rows.items() for column in row if not row[column]}
    gaps |= {(name, "Completion") for name, command in all_built().items() if not_offered(command)}
    told = places(GAPS)
    assert {"not explained": sorted(gaps - {*told}), "no gap": sorted({*told} - gaps)} == {
        "not explained": [],
        "no gap": [],
    }
    assert len(told) == len(gaps)


def test_a_note_on_completion_names_what_is_not_offered():
    for note in GAPS:
        for name in note.where.get("Completion", ()):
            assert not_offered(all_built()[name]) <= {*re.findall(r"`(--\w+)`", note.text)}


def test_every_remark_is_on_a_cell(rows):
    for name, column in places(REMARKS):
        assert rows[name][column], (name, column)


def test_the_table_is_what_the_commands_do(rows):
    page = FILE.read_text(encoding="utf-8")
    wanted = TABLE.sub(lambda _: table(rows), page)
    if IS_RECORDED:
        FILE.write_text(wanted, encoding="utf-8")
    assert wanted == FILE.read_text(encoding="utf-8")


def test_the_options_of_every_command_are_named():
    last = FILE.read_text(encoding="utf-8").rpartition("\n## ")[2]
    assert [param.opts[0] for param in OF_ALL if f"`{param.opts[0]}`" not in last] == []


def test_what_servers_answer_is_told_for_their_commands_alone():
    assert BY_A_SERVER.keys() == {*OF_SERVERS}
