"""The view `late_clocks`, which other programs read, has the clocks that `slt due --late` lists."""

import os
import re
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from slt_cli.domain.calendar.instant import format_utc
from slt_cli.store.filter import Filter
from slt_cli.store.location import Location
from slt_cli.store.opening import open_store
from tests.faults.test_disk import without_privileges
from tests.store.engines import ENGINES, connection_to
from tests.store.lives import play
from tests.store.test_as_of import ANY, STEPS

COLUMNS = ("number", "subject", "priority", "region", "kind", "level", "due_at")
"""The contract: a column may be added at the end, and none of these changes."""

_LATE = f"SELECT {', '.join(COLUMNS)} FROM late_clocks"
_MOVE = """UPDATE clocks SET due_at = to_char(
    (due_at::timestamptz + %s::interval) AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')
    WHERE due_at IS NOT NULL"""

Row = tuple[Any, ...]


def late_at(location: Location, instant: datetime) -> set[Row]:
    """Return what another tool would read from the view at an instant."""
    with closing(connection_to(location)) as connection:
        if location.engine == "sqlite":
            connection.create_function("strftime", 2, lambda *_: format_utc(instant))
            return set(connection.execute(_LATE))
        cursor = connection.cursor()
        cursor.execute("SELECT date_trunc('second', now())")  # the same in the whole transaction
        ((now,),) = cursor.fetchall()
        cursor.execute(_MOVE, (now - instant,))
        cursor.execute(_LATE)
        moved = cursor.fetchall()
        connection.rollback()
    return {(*row, moved_by(due_at, instant - now)) for *row, due_at in moved}


def moved_by(due_at: str, length: timedelta) -> str:
    return format_utc(datetime.fromisoformat(due_at) + length)


def row_of(item: dict[str, Any]) -> Row:
    return int(item["id"].removeprefix("CASE-")), *(item[name] for name in COLUMNS[1:])


@pytest.fixture(params=ENGINES)
def new_location(request, tmp_path_factory) -> Callable[[], Location]:
    """Return a function that makes a store of its own for each example."""
    return lambda: ENGINES[request.param](tmp_path_factory.mktemp("store"))


@settings(ANY, max_examples=25)
@given(steps=STEPS, later=st.integers(0, 5 * 24 * 3600))
def test_it_has_what_due_late_lists(policy, items, new_location, steps, later) -> None:
    location = new_location()
    with closing(open_store(location)) as store:
        *_, last = play(policy, store, steps)
        due = {clock.due_at for clock, _ in store.running(Filter()) if clock.due_at}
    just_late = {instant + timedelta(seconds=1) for instant in due}

    for instant in sorted({last, last + timedelta(seconds=later), *due, *just_late}):
        listed = items("due", "--late", "--db", location.name, now=format_utc(instant))
        assert late_at(location, instant) == set(map(row_of, listed))


OPENED, LATER = "2026-11-20T17:00:00Z", "2026-11-27T17:00:00Z"


POLICY = Path(__file__).parents[1] / "data" / "policies" / "whole-life.toml"
LASTING = {"diagnosis", "workaround", "resolution"}


@pytest.mark.parametrize(
    ("line", "late"),
    [
        ("note 1 x", {"response", *LASTING}),
        ("hold 1", {"response", "diagnosis"}),
        ("respond 1", {"update", *LASTING}),
        ("escalate 1", {"escalation", "response", *LASTING}),
        ("close 1", set()),
        ("void 1 --reason twice", set()),
    ],
    ids=["open", "on hold, where two do not pause", "answered", "escalated", "closed", "void"],
)
def test_what_has_ended_or_is_paused_is_not_in_it(slt, location, line, late) -> None:
    for words in ("open -p S1 -r usa x", line):
        where = ("--db", location.name, "--config", str(POLICY))
        assert slt(*words.split(), *where, now=OPENED).code == 0

    found = late_at(location, datetime.fromisoformat(LATER))
    assert {kind for *_, kind, _, _ in found} == late


PAGE = Path(__file__).parents[2] / "docs" / "team-on-one-machine.md"
TEXT = PAGE.read_text(encoding="utf-8")
TEAMS = re.search(r"^```bash\n(db=/srv/slt/cases.db .*?)^```$", TEXT, re.MULTILINE | re.DOTALL)
SQLITE3 = f"""#!{sys.executable}
import sqlite3, sys
print(sqlite3.connect(sys.argv[1], uri=True).execute(sys.argv[2]).fetchone()[0])
"""
PROMPT = re.compile(
    r'sqlite3 "file:\$HOME/(?P<path>[^?]*)(?P<mode>\?[^"]*)" \\\n +"(?P<sql>[^"]*)"'
)


def test_the_prompt_counts_them(slt, home) -> None:
    prompt = PROMPT.search(TEXT)
    store = home / prompt["path"]
    with pytest.raises(sqlite3.OperationalError):
        counted(store, prompt)
    assert not store.exists()

    assert slt("open", "-p", "S1", "--at", OPENED, "x").code == 0
    assert counted(store, prompt) == [(1,)]


def counted(store: Path, prompt: re.Match[str]) -> list[Row]:
    with closing(sqlite3.connect(f"{store.as_uri()}{prompt['mode']}", uri=True)) as connection:
        return connection.execute(prompt["sql"]).fetchall()


@pytest.mark.parametrize("mode", [0o660, 0o440], ids=["who may write", "who may only read"])
@pytest.mark.parametrize("is_open", [True, False])
def test_the_prompt_of_a_team_counts_them_and_leaves_nothing(slt, tmp_path, mode, is_open) -> None:
    (tmp_path / "data").mkdir()
    store = tmp_path / "data" / "cases.db"
    assert slt("open", "-p", "S1", "--at", OPENED, "x", "--db", str(store)).code == 0
    store.chmod(mode)
    program = tmp_path / "sqlite3"
    program.write_text(SQLITE3)
    program.chmod(0o755)
    with closing(sqlite3.connect(store)) as other:
        if is_open:
            other.execute("BEGIN").execute("SELECT count(*) FROM cases").fetchall()
        before = sorted(store.parent.iterdir())
        done = subprocess.run(
            ["bash", "-c", TEAMS[1].replace("/srv/slt/cases.db", str(store))],
            env={"PATH": f"{tmp_path}:{os.environ['PATH']}"},
            capture_output=True,
            text=True,
            check=True,
            preexec_fn=without_privileges,
        )
        assert (done.stdout, done.stderr) == ("1 late ", "")
        assert sorted(store.parent.iterdir()) == before
