"""Prepare the programs that people would use instead, to show what is due next as `slt` does.

Each gets as many open tasks as slt has running cases, in a store of its own. It gets none of the
closed ones, which slt has: that is to its advantage. It shows the columns that it shows by default.
"""

import json
import shutil
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from processes import spent

NEXT_DUE = (
    "SELECT number, priority, region, subject, due_at FROM clocks"
    " JOIN cases ON number = case_number WHERE verdict IS NULL ORDER BY due_at LIMIT 20"
)


class Line(NamedTuple):
    """A command line, and what is added to its environment."""

    words: Sequence[str]
    environment: Mapping[str, str] = {}


class Store(NamedTuple):
    """The store of slt, the time, and how many tasks a program gets."""

    path: str
    now: datetime
    tasks: int

    def due(self) -> Iterator[tuple[int, str, datetime]]:
        """Return the number, the subject and the due time of each task."""
        for number in range(self.tasks):
            yield number, f"Phones of site {number} are down", self.now + timedelta(minutes=number)


class Peer(NamedTuple):
    """A program, the package that brings it, and how it shows what is due next, if it can."""

    program: str
    package: str
    shows: str = ""
    next_due: Callable[[str, Path, Store], Line] | None = None

    def found(self, directory: str | None) -> str | None:
        """Return its path in `directory`, beside this Python, or where the shell finds it."""
        places = (directory, str(Path(sys.executable).parent), None)
        return next(
            filter(None, (shutil.which(self.program, path=place) for place in places)), None
        )


def task(program: str, directory: Path, store: Store) -> Line:
    settings, file = directory / "taskrc", directory / "tasks.json"
    settings.write_text(f"data.location={directory}\nverbose=nothing\n", encoding="utf-8")
    tasks = [
        {"description": subject, "status": "pending", "due": f"{due:%Y%m%dT%H%M%SZ}"}
        for _, subject, due in store.due()
    ]
    file.write_text(json.dumps(tasks), encoding="utf-8")
    spent([program, f"rc:{settings}", "import", str(file)])
    return Line([program, f"rc:{settings}", "next", "limit:20"])


def sqlite_utils(program: str, directory: Path, store: Store) -> Line:
    del directory  # it reads the cases where slt keeps them
    return Line([program, "query", store.path, NEXT_DUE, "--table"])


def write_calendar(directory: Path, store: Store, kind: str, field: str) -> Path:
    """Write one calendar file for each task, of a kind that has its time in a field."""
    folder = directory / "cases"
    folder.mkdir()
    for number, subject, due in store.due():
        lines = (
            "BEGIN:VCALENDAR",
            "VERSION:2.0",
            "PRODID:-//slt//benchmark//EN",
            f"BEGIN:{kind}",
            f"UID:{number}",
            f"DTSTAMP:{store.now:%Y%m%dT%H%M%SZ}",
            f"{field}:{due:%Y%m%dT%H%M%SZ}",
            f"SUMMARY:{subject}",
            f"END:{kind}",
            "END:VCALENDAR",
            "",
        )
        (folder / f"{number}.ics").write_bytes("\r\n".join(lines).encode())
    return folder


def todo(program: str, directory: Path, store: Store) -> Line:
    folder, settings = write_calendar(directory, store, "VTODO", "DUE"), directory / "todoman.py"
    settings.write_text(
        f'path = "{folder}"\ncache_path = "{directory}/cache"\n'
        'date_format = "%Y-%m-%d"\ntime_format = "%H:%M"\n',
        encoding="utf-8",
    )
    return Line([program, "--config", str(settings), "list", "--sort", "due"])


def khal(program: str, directory: Path, store: Store) -> Line:
    folder, settings = write_calendar(directory, store, "VEVENT", "DTSTART"), directory / "khal.ini"
    settings.write_text(
        f"[calendars]\n[[cases]]\npath = {folder}\n[sqlite]\npath = {directory}/khal.db\n"
        "[locale]\nlocal_timezone = UTC\ndefault_timezone = UTC\n",
        encoding="utf-8",
    )
    return Line([program, "-c", str(settings), "list", "now", "1d"])


PEERS = (
    Peer("gh", "gh"),
    Peer("task", "taskwarrior", "task next limit:20", task),
    Peer("sqlite-utils", "sqlite-utils", "sqlite-utils query", sqlite_utils),
    Peer("todo", "todoman", "todo list --sort due", todo),
    Peer("khal", "khal", "khal list now 1d", khal),
)
"""Of these, gh asks a server for whatever it shows, so only its start can be compared."""
