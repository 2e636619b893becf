"""Measure how long slt takes from start to end, beside the libraries it needs and its peers.

All command lines run in turn, each as a process of its own with its output thrown away, so that
changes in the speed of the machine affect all of them alike. The cases come from `slt import`: a
thousand of which every tenth is running, and a thousand that are all running. Peers that are not
installed are left out.

Install slt itself for this (`pip install .`): the installed `slt` is measured.
"""

import argparse
import csv
import os
import shutil
import sys
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from processes import Spent, medians, spent

PYTHON = [sys.executable, "-c"]
SLT = str(Path(sys.executable).with_name("slt"))
CASES = 1000
RUNS = 21
PLAIN = "typer, sqlite3, zoneinfo, tomllib"
TABLE = f"{PLAIN}, rich.console, rich.table"
REFERENCES = {
    "python -c pass": [*PYTHON, "pass"],
    "import typer": [*PYTHON, "import typer"],
    "import typer, rich.console, rich.table, sqlite3": [
        *PYTHON,
        "import typer, rich.console, rich.table, sqlite3",
    ],
    f"import {PLAIN}": [*PYTHON, f"import {PLAIN}"],
    f"import {TABLE}": [*PYTHON, f"import {TABLE}"],
}
PEERS = ("llm", "todo", "khal", "sqlite-utils", "http", "task", "gh")


class Run(NamedTuple):
    """A command line, its name, and the reference that it is compared with."""

    name: str
    line: Sequence[str]
    reference: str
    environment: Mapping[str, str] = {}


def write_cases(file: Path, running: int) -> None:
    """Write a thousand cases, of which the newest `running` are still running."""
    now = datetime.now(UTC).replace(microsecond=0)
    with file.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["ref", "subject", "priority", "region", "opened_at", "closed_at"])
        for index in range(CASES):
            opened = now - timedelta(minutes=10 * (CASES - index))
            closed = opened + timedelta(minutes=5) if index < CASES - running else None
            writer.writerow(
                [
                    f"{index:08}",
                    f"Phones of site {index} are down",
                    ("S1", "S2", "S3")[index % 3],
                    ("usa", "europe", "apac")[index % 3],
                    opened.isoformat(),
                    closed.isoformat() if closed else "",
                ]
            )


def runs(directory: Path) -> list[Run]:
    """Return the command lines of slt to measure; their stores are made in `directory`."""
    stores = {}
    for running in (CASES // 10, CASES):
        file, stores[running] = directory / f"{running}.csv", str(directory / f"{running}.db")
        write_cases(file, running)
        spent([SLT, "import", str(file), "--db", stores[running]])
    few, all_run = stores[CASES // 10], stores[CASES]
    plain, table = f"import {PLAIN}", f"import {TABLE}"
    completing = {"_SLT_COMPLETE": "1", "SLT_DB": few}
    return [
        Run("slt --version", [SLT, "--version"], plain),
        Run("slt hotline", [SLT, "hotline"], plain),
        Run("slt due, 100 of 1,000 run", [SLT, "due", "--db", few], plain),
        Run("slt due, all 1,000 run", [SLT, "due", "--db", all_run], plain),
        Run("slt due --limit 20, all run", [SLT, "due", "--limit", "20", "--db", all_run], plain),
        Run("slt show 7", [SLT, "show", "7", "--db", few], plain),
        Run("completion of slt show C", [SLT, "show", "C"], plain, completing),
        Run("slt due -o table, 100 run", [SLT, "due", "-o", "table", "--db", few], table),
    ]


def installed(directories: str | None) -> dict[str, list[str]]:
    """Return the command lines with which the installed peers show their version."""
    found = {name: shutil.which(name, path=directories) or shutil.which(name) for name in PEERS}
    return {f"{name} --version": [path, "--version"] for name, path in found.items() if path}


def show(name: str, took: Spent, reference: Spent | None) -> None:
    ratios = ""
    if reference is not None:
        ratios = f"{took.wall / reference.wall:>9.2f}{took.cpu / reference.cpu:>9.2f}"
    print(f"{name:<58}{took.wall * 1000:>8.1f}{took.cpu * 1000:>8.1f}{ratios}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=RUNS, help="runs of each command line")
    parser.add_argument("--peers", metavar="DIR", help="where the peers' programs are")
    asked = parser.parse_args()
    with TemporaryDirectory() as name:
        ours, peers = runs(Path(name)), installed(asked.peers)
        lines = {**REFERENCES, **{run.name: run.line for run in ours}, **peers}
        environments = {run.name: {**os.environ, **run.environment} for run in ours}
        taken: dict[str, list[Spent]] = {label: [] for label in lines}
        for _ in range(asked.runs + 1):
            for label, line in lines.items():
                taken[label].append(spent(line, environment=environments.get(label)))
    typical = {label: medians(some[1:]) for label, some in taken.items()}  # the first one warms up
    print(f"Python {sys.version.split()[0]}, medians of {asked.runs} runs, ms")
    print(f"{'':<58}{'wall':>8}{'CPU':>8}{'ratios':>18}")
    for label in REFERENCES:
        show(label, typical[label], None)
    for run in ours:
        show(run.name, typical[run.name], typical[run.reference])
    hotline = typical["slt hotline"]
    for label in peers:
        show(label, typical[label], hotline)
    print(
        "\nRatios: slt to the libraries it needs (the table to Rich too), peers to `slt hotline`."
    )


if __name__ == "__main__":
    main()
