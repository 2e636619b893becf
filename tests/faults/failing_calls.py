"""System calls that fail, in a process that has a small library preloaded."""

import re
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

from tests.faults.failing_rows import OTHER, STORE, Row
from tests.faults.processes import Ended, Kennel

SOURCE = Path(__file__).with_name("failing_calls.c")
HOW = ("ENOSPC", "EIO", "full", "dead", "kill", "torn")
"""How a call fails: alone, with all after it, or with its process; failing_calls.c says more."""

COMPILER = (shutil.which("cc") or shutil.which("gcc")) if sys.platform == "linux" else None
"""What compiles the library; it is written for Linux."""

Facts = dict[str, object]
"""What there is: what each file contains, or each case of the store, by its name."""

_BESIDE = ("-wal", "-shm", "-journal")
_TODAY = re.compile(r"20(?!20)\d{6}T\d{6}Z")


def library(directory: Path) -> Path:
    """Compile what makes calls fail."""
    assert COMPILER is not None
    made = directory / "failing_calls.so"
    flags = ["-shared", "-fPIC", "-O1", "-Wall", "-Werror"]
    subprocess.run([COMPILER, *flags, "-o", made, SOURCE, "-ldl"], check=True)
    return made


class Found(NamedTuple):
    """What a directory has in it: facts, and the files by the names they have there."""

    facts: Facts
    files: dict[str, Path]

    def at(self, name: str) -> object:
        """Return a fact; a store that has no case yet is like none."""
        return self.facts.get(name) or ()


class Place:
    """The directory of one row: made anew for each run of its command."""

    def __init__(self, row: Row, template: Path, place: Path, kennel: Kennel) -> None:
        self.row = row
        self._template, self._kennel = template, kennel
        self.path = place
        self.log = place.with_name("calls")

    def run(self, at: int = 0, how: str = "") -> Ended:
        """Return how the command ended in the prepared directory, with one call disturbed."""
        self._prepare()
        self.log.unlink(missing_ok=True)
        fault = {"FAULT_UNDER": str(self.path), "FAULT_LOG": str(self.log)}
        if at:
            fault |= {"FAULT_AT": str(at), "FAULT_HOW": how}
        return self._run(fault)

    def prepared(self) -> Found:
        """Return what there is before the command runs."""
        self._prepare()
        return self.found()

    def run_again(self) -> Ended:
        """Return how the command ends where the run before it left off."""
        return self._run({})

    def calls(self) -> list[str]:
        """Return the calls of the last run, with their files."""
        return self.log.read_text().splitlines() if self.log.exists() else []

    def found(self) -> Found:
        """Return what there is. The names of all files are read before any database is opened."""
        files = {}
        for file in sorted(self.path.rglob("*")):
            name = file.relative_to(self.path).as_posix()
            if not _is_usual(file, name):
                files[_TODAY.sub("TODAY", name)] = file
        contents = {name: _content(file) for name, file in files.items() if not _is_database(file)}
        facts: Facts = {}
        for name, file in files.items():
            content = contents[name] if name in contents else _events(file)
            if name == STORE and self.row.each:
                assert isinstance(content, dict)
                facts |= {f"CASE-{number}": events for number, events in content.items()}
            else:
                facts[name] = content
        return Found(facts, files)

    def has_store(self) -> bool:
        """Return whether there is a store that is not empty, and not damaged from the start."""
        store = self.path / STORE
        return store.exists() and store.stat().st_size > 0 and isinstance(_events(store), dict)

    def _prepare(self) -> None:
        shutil.rmtree(self.path, ignore_errors=True)
        shutil.copytree(self._template, self.path)

    def _run(self, fault: dict[str, str]) -> Ended:
        arguments = (given.replace("PLACE", str(self.path)) for given in self.row.arguments)
        own = {"HOME": str(self.path), "SLT_DB": str(self.path / STORE), "TZ": "UTC"}
        done, _ = self._kennel.run(*arguments, environment={**own, **fault})
        return done


def numbers(calls: list[str], most: int) -> list[int]:
    """Return which calls to disturb: of calls that repeat the first and the last, evenly spread."""
    chosen = []
    for _, repeated in groupby(enumerate(calls, start=1), key=lambda call: call[1]):
        run = [number for number, _ in repeated]
        chosen += sorted({run[0], run[-1]})
    step = max(len(chosen) / most, 1)
    return [chosen[int(place * step)] for place in range(min(most, len(chosen)))]


def events_of(facts: Facts) -> set[object]:
    """Return every event of every database."""
    return {
        event
        for content in facts.values()
        for events in (content.values() if isinstance(content, dict) else [content])
        if isinstance(events, tuple)
        for event in events
    }


def _is_usual(file: Path, name: str) -> bool:
    """Return whether a file is SQLite's own beside the store, or a directory that may stay."""
    if file.is_dir():
        return not file.name.endswith(".new")
    return name in [f"{store}{end}" for store in (STORE, OTHER) for end in _BESIDE]


def _is_database(file: Path) -> bool:
    """Return whether a file is a database; opened, it may take a log beside it away."""
    if file.is_dir():
        return False
    content = file.read_bytes()
    return content.startswith(b"SQLite format 3\0") or (not content and file.suffix == ".db")


def _content(file: Path) -> object:
    return "a directory" if file.is_dir() else file.read_bytes()


def _events(file: Path) -> object:
    """Return the events of each case in a database."""
    text = "coalesce(note, json_extract(changes, '$.subject[1]'))"
    sql = f"SELECT case_number, id, kind, {text} FROM events ORDER BY id"
    with closing(sqlite3.connect(file)) as connection:
        try:
            rows = connection.execute(sql).fetchall()
        except sqlite3.Error as error:
            return {} if "no such table" in str(error) else f"damaged: {error}"
        policies = _policies(connection)
    return policies | {
        case: tuple(row[0:1] + row[2:] for row in rows if row[0] == case) for case, *_ in rows
    }


def _policies(connection: sqlite3.Connection) -> Facts:
    """Return the policies that were set for a team; nothing where there are none."""
    try:
        rows = connection.execute("SELECT text FROM policies").fetchall()
    except sqlite3.Error:  # an older store
        return {}
    return {"policies": tuple(rows)} if rows else {}
