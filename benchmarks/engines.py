"""Measure slt on PostgreSQL beside SQLite: everyday commands, and what takes all cases.

A server of the tests is started in a temporary directory, and reached over its socket. Both stores
get the same cases by `slt import`. Each command runs as a process of its own, on both in turn, so
that changes in the speed of the machine affect both alike. The server's own CPU time is not in the
CPU time of a command; it is in the time from start to end.
"""

import argparse
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from processes import Spent, medians, spent
from scale import write_cases

SLT = [sys.executable, "-m", "slt_cli"]
SERVER = Path(__file__).parents[1] / "tests" / "store" / "postgres" / "server.py"
CASES = 1000
RUNS = 21
EVERYDAY = {
    "due": ["due"],
    "due --limit 20": ["due", "--limit", "20"],
    "list, all 1,000": ["list", "--all"],
    "show CASE": ["show", "500"],
    "open": ["open", "--priority", "S1", "All phones are down"],
    "note CASE": ["note", "500", "called"],
    "hotline": ["hotline"],
}
WHOLE = {
    "export": ["export"],
    "export -o jsonl": ["export", "-o", "jsonl"],
    "list --all -o jsonl": ["list", "--all", "-o", "jsonl"],
    "verify": ["verify"],
    "backup": ["backup", "--force"],
}


@contextmanager
def server() -> Iterator[str]:
    """Run a server, and yield the URL of its database."""
    command = [sys.executable, str(SERVER)]
    with TemporaryDirectory(dir="/tmp") as directory:  # a socket needs a short path
        start = [*command, "start", directory]
        started = subprocess.run(start, capture_output=True, text=True, check=False)
        if started.returncode:
            raise SystemExit(started.stderr.strip())
        try:
            yield started.stdout.strip()
        finally:
            subprocess.run([*command, "stop", directory], check=True)


@contextmanager
def stores(cases: int) -> Iterator[Mapping[str, str]]:
    """Make a store of each engine with the same cases, and print how fast they were imported."""
    now = datetime.now(UTC).replace(microsecond=0)
    with TemporaryDirectory() as name, server() as url:
        file = Path(name) / "cases.csv"
        write_cases(file, cases, now)
        made = {"SQLite": str(Path(name) / "cases.db"), "PostgreSQL": url}
        for engine, store in made.items():
            spent([*SLT, "store", "init", "--db", store])
            took = spent([*SLT, "import", str(file), "--db", store])
            rate = cases / took.wall
            print(
                f"import of {cases:,} cases into {engine}: {took.wall:.1f} s, "
                f"{took.cpu:.1f} s CPU, {rate:,.0f} rows a second, {took.memory:.0f} MB"
            )
        yield made


def compare(made: Mapping[str, str], commands: Mapping[str, Sequence[str]], runs: int) -> None:
    """Run each command on both stores in turn, and print medians and their ratios."""
    print(f"\nmedians of {runs} runs, ms{'wall':>27}{'ratio':>7}{'CPU':>22}{'ratio':>7}{'MB':>14}")
    for name, arguments in commands.items():
        taken: dict[str, list[Spent]] = {engine: [] for engine in made}
        for _ in range(runs + 1):
            for engine, store in made.items():
                target = [str(Path(made["SQLite"]).with_name("copy.db"))] * (name == "backup")
                taken[engine].append(spent([*SLT, *arguments, *target, "--db", store]))
        lite, postgres = (medians(some[1:]) for some in taken.values())  # the first one warms up
        figures = "".join(
            f"{a * 1000:>11.1f}{b * 1000:>11.1f}{b / a:>7.2f}"
            for a, b in ((lite.wall, postgres.wall), (lite.cpu, postgres.cpu))
        )
        print(f"  {name:<28}{figures}{lite.memory:>7.0f}{postgres.memory:>7.0f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=20_000, help="cases for what takes them all")
    parser.add_argument("--runs", type=int, default=RUNS, help="runs of each everyday command")
    asked = parser.parse_args()
    print(f"Python {sys.version.split()[0]}, SQLite beside PostgreSQL")
    with stores(CASES) as made:
        compare(made, EVERYDAY, asked.runs)
    print()
    with stores(asked.rows) as made:
        compare(made, WHOLE, 3)


if __name__ == "__main__":
    main()
