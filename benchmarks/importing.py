"""Measure `slt import`: rows a second and memory, in slt's own form and in that of a help desk.

The cases are made up and the same in every run; each is opened, answered and resolved. Every run is
a process of its own that imports a file into a new store. Beside it stands what SQLite alone needs
to write the same rows into the same tables, in batches and in one transaction.
"""

import argparse
import csv
import sqlite3
import sys
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import NamedTuple

from processes import Spent, medians, spent

SLT = [sys.executable, "-m", "slt_cli"]
ROWS, RUNS, BATCH = 100_000, 5, 2000
TABLES = ("cases", "clocks", "holds", "events")
START = datetime(2024, 1, 1)  # noqa: DTZ001 - the zone is that of the file
EVERY, ANSWERED, RESOLVED = timedelta(minutes=5), timedelta(minutes=22), timedelta(minutes=140)


class Form(NamedTuple):
    """How the file of a system is written: its columns, its words, its times, and the options."""

    columns: Sequence[str]
    priorities: Sequence[str]
    others: Sequence[str]
    times: str
    minutes: bool
    options: Sequence[str] = ()


FORMS = {
    "slt": Form(
        ("ref", "subject", "partner", "priority", "opened_at", "resolved_at", "responded_at"),
        ("S1", "S2", "S3"),
        (),
        "%Y-%m-%dT%H:%M:%SZ",
        minutes=False,
    ),
    "zendesk": Form(
        (
            *("Id", "Subject", "Organization", "Priority", "Created at", "Solved at"),
            *("First reply time in minutes", "Status", "Requester", "Updated at"),
        ),
        ("Urgent", "High", "Normal"),
        ("Solved", "Requester One", "2026-01-02 10:00"),
        "%Y-%m-%d %H:%M",
        minutes=True,
        options=("--timezone", "Europe/London"),
    ),
}
"""A row for each form that is measured."""


def rows(form: Form, count: int) -> Iterator[Sequence[str]]:
    for number in range(count):
        opened = START + number * EVERY
        answered = opened + ANSWERED
        yield (
            f"{number:08}",
            f"Calls drop, now and then, at site {number}",
            f"Partner {number % 500}",
            form.priorities[number % len(form.priorities)],
            opened.strftime(form.times),
            (opened + RESOLVED).strftime(form.times),
            str(ANSWERED.seconds // 60) if form.minutes else answered.strftime(form.times),
            *form.others,
        )


def write_file(file: Path, form: Form, count: int) -> None:
    with file.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(form.columns)
        writer.writerows(rows(form, count))


def imported(file: Path, store: Path, options: Sequence[str]) -> Spent:
    """Import a file into a new store, and return what that took."""
    remove(store)
    return spent([*SLT, "import", str(file), *options, "--db", str(store)])


def by_sqlite_alone(store: Path, copy: Path) -> float:
    """Write the rows of a store into a new one with the same tables, and return the seconds."""
    remove(copy)
    with closing(sqlite3.connect(store)) as source, closing(sqlite3.connect(copy)) as target:
        target.isolation_level = None
        for statement in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON"):
            target.execute(f"PRAGMA {statement}")
        made = "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY rootpage = 0, rowid"
        for (sql,) in source.execute(made).fetchall():
            target.execute(sql)
        taken = {table: source.execute(f"SELECT * FROM {table}") for table in TABLES}
        passed = 0.0
        target.execute("BEGIN IMMEDIATE")
        for table, cursor in taken.items():
            marks = ", ".join("?" * len(cursor.description))
            while batch := cursor.fetchmany(BATCH):
                started = perf_counter()
                target.executemany(f"INSERT INTO {table} VALUES ({marks})", batch)
                passed += perf_counter() - started
        started = perf_counter()
        target.execute("COMMIT")
        return passed + perf_counter() - started


def remove(store: Path) -> None:
    for suffix in ("", "-wal", "-shm"):
        store.with_name(store.name + suffix).unlink(missing_ok=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=ROWS, help="rows of each file")
    parser.add_argument("--runs", type=int, default=RUNS, help="runs of each import")
    asked = parser.parse_args()
    print(f"Python {sys.version.split()[0]}, SQLite {sqlite3.sqlite_version}")
    print(f"medians of {asked.runs} imports of {asked.rows:,} rows, and the fastest of them")
    print(f"{'':<10}{'s':>8}{'rows a s':>10}{'fastest':>10}{'MB':>6}{'SQLite s':>10}{'ratio':>7}")
    with TemporaryDirectory() as name:
        directory = Path(name)
        file, store = directory / "cases.csv", directory / "cases.db"
        for form, written in FORMS.items():
            write_file(file, written, asked.rows)
            taken, alone = [], []
            for _ in range(asked.runs):
                taken.append(imported(file, store, written.options))
                alone.append(by_sqlite_alone(store, directory / "copy.db"))
            typical, least = medians(taken), median(alone)
            fastest = asked.rows / min(each.wall for each in taken)
            print(
                f"{form:<10}{typical.wall:>8.2f}{asked.rows / typical.wall:>10,.0f}"
                f"{fastest:>10,.0f}{typical.memory:>6.0f}{least:>10.2f}"
                f"{typical.wall / least:>7.2f}"
            )


if __name__ == "__main__":
    main()
