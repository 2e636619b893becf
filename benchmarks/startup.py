"""Measure how long slt takes from start to end, beside other programs and beside an earlier slt.

All command lines run in turn, each as a process of its own with its output thrown away, so that
changes in the speed of the machine affect all of them alike. Two lines that are compared run in the
same round: a ratio is the median over the rounds. The cases come from `slt import`: a thousand of
which every tenth is running, and a thousand that are all running. Every program has a home of its
own, without any configuration.

Install slt itself for this (`pip install .`): the installed `slt` is measured.
"""

import argparse
import csv
import os
import subprocess
import sys
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import NamedTuple

from peers import PEERS, Line, Store
from processes import Spent, medians, spent

PYTHON = [sys.executable, "-c"]
SLT = str(Path(sys.executable).with_name("slt"))
CASES = 1000
RUNS = 21
PLAIN = "import typer, sqlite3, zoneinfo, tomllib"
TABLE = f"{PLAIN}, rich.console, rich.table"
REFERENCES = {
    "Python alone": "pass",
    "Python, Typer": "import typer",
    "libraries": PLAIN,
    "libraries, Rich": TABLE,
}
EARLIER = "earlier: "
"""What comes before the name of a line that the earlier slt runs."""


class Pair(NamedTuple):
    """The names of two command lines of which the first is compared with the second."""

    first: str
    second: str


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


def store(slt: str, directory: Path, running: int) -> str:
    """Make a store in `directory` with a thousand cases, and return its path."""
    file, made = directory / f"{running}.csv", str(directory / f"{running}.db")
    write_cases(file, running)
    spent([slt, "import", str(file), "--db", made])
    return made


def everyday(slt: str, few: str, all_run: str) -> dict[str, Line]:
    """Return the everyday command lines of one slt, by their names."""
    return {
        "slt --version": Line([slt, "--version"]),
        "slt hotline": Line([slt, "hotline"]),
        "slt due, 100 of 1,000 run": Line([slt, "due", "--db", few]),
        "slt due, all 1,000 run": Line([slt, "due", "--db", all_run]),
        "slt due --limit 20, 100 run": Line([slt, "due", "--limit", "20", "--db", few]),
        "slt due --limit 20, all run": Line([slt, "due", "--limit", "20", "--db", all_run]),
        "slt show 7": Line([slt, "show", "7", "--db", few]),
        "slt due -o table, 100 run": Line([slt, "due", "-o", "table", "--db", few]),
    }


def completion(slt: str, few: str) -> Line:
    """Return what a shell runs to complete `slt show C`.

    An slt that does not know the request (0.1.0) is asked with a variable of the environment.
    """
    words = [slt, "__complete", "show", "C"]
    if subprocess.run(words, capture_output=True, check=False).returncode:
        return Line([slt, "show", "C"], {"SLT_DB": few, "_SLT_COMPLETE": "1"})
    return Line(words, {"SLT_DB": few})


def lines_of(slt: str, directory: Path) -> dict[str, Line]:
    """Return every measured command line of one slt; its stores are made in `directory`."""
    directory.mkdir()
    few, all_run = store(slt, directory, CASES // 10), store(slt, directory, CASES)
    lines = everyday(slt, few, all_run)
    lines["completion of slt show C"] = completion(slt, few)
    return lines


def peers(directory: Path, few: str, programs: str | None) -> tuple[dict[str, Line], list[Pair]]:
    """Return the command lines of the other programs, each with the line of slt beside it."""
    lines, pairs = {}, []
    now = Store(few, datetime.now(UTC).replace(microsecond=0), CASES // 10)
    for peer in PEERS:
        program = peer.found(programs)
        if program is None:
            print(f"{peer.program} is missing: install the package {peer.package}")
            continue
        version = f"{peer.program} --version"
        lines[version] = Line([program, "--version"])
        pairs.append(Pair(version, "slt --version"))
        if peer.next_due is not None:
            own = directory / peer.program
            own.mkdir()
            lines[peer.shows] = peer.next_due(program, own, now)
            pairs.append(Pair(peer.shows, "slt due --limit 20, 100 run"))
    return lines, pairs


def plain_environment(home: Path) -> dict[str, str]:
    """Return this process's environment without what configures a program."""
    configures = ("SLT_", "XDG_")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(configures)}
    return {**kept, "HOME": str(home)}


def measured(lines: dict[str, Line], home: Path, rounds: int) -> dict[str, list[Spent]]:
    """Run all lines in turn, `rounds` times after a first one that only warms up."""
    plain = plain_environment(home)
    taken: dict[str, list[Spent]] = {name: [] for name in lines}
    for _ in range(rounds + 1):
        for name, line in lines.items():
            taken[name].append(spent(line.words, environment={**plain, **line.environment}))
    return {name: some[1:] for name, some in taken.items()}


def imports(line: Line, home: Path) -> str:
    """Return how many modules of slt, and how many others, a command line of slt imports."""
    python = str(Path(line.words[0]).with_name("python"))
    run = subprocess.run(
        [python, "-X", "importtime", *line.words],
        capture_output=True,
        text=True,
        check=True,
        env={**plain_environment(home), **line.environment},
    )
    names = [each.rpartition("|")[2].strip() for each in run.stderr.splitlines()]
    own = sum(name.partition(".")[0] == "slt_cli" for name in names)
    return f"{own:>6}{len(names) - own:>6}"


def show(title: str, pairs: Sequence[Pair], taken: dict[str, list[Spent]]) -> None:
    """Print what the first line of each pair took, and its ratios to the second."""
    print(f"\n{title:<46}{'wall':>8}{'CPU':>8}{'ratios':>16}")
    for first, second in pairs:
        both = list(zip(taken[first], taken[second], strict=True))
        wall = median(ours.wall / theirs.wall for ours, theirs in both)
        cpu = median(ours.cpu / theirs.cpu for ours, theirs in both)
        took = medians(taken[first])
        print(
            f"{first:<46}{took.wall * 1000:>8.1f}{took.cpu * 1000:>8.1f}{wall:>8.2f}{cpu:>8.2f}"
            f"  {second}"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=RUNS, help="runs of each command line")
    parser.add_argument("--peers", metavar="DIR", help="where the other programs are")
    parser.add_argument("--earlier", metavar="SLT", help="an earlier slt to compare with")
    asked = parser.parse_args()
    with TemporaryDirectory() as name:
        directory = Path(name)
        references = {name: Line([*PYTHON, code]) for name, code in REFERENCES.items()}
        ours = lines_of(SLT, directory / "slt")
        earlier = lines_of(asked.earlier, directory / "earlier") if asked.earlier else {}
        others, beside_others = peers(directory, str(directory / "slt" / "100.db"), asked.peers)
        before = {EARLIER + name: line for name, line in earlier.items()}
        modules = {
            name: imports(ours[name], directory) + imports(earlier[name], directory)
            for name in earlier
        }
        taken = measured({**references, **ours, **before, **others}, directory, asked.runs)
    print(f"Python {sys.version.split()[0]}, medians of {asked.runs} runs, ms")
    show("what slt needs", [Pair(name, "Python alone") for name in references], taken)
    beside_libraries = [
        Pair(name, "libraries, Rich" if "-o table" in name else "libraries") for name in ours
    ]
    show("slt beside its libraries", beside_libraries, taken)
    show("other programs beside slt", beside_others, taken)
    if earlier:
        show("slt beside an earlier slt", [Pair(name, EARLIER + name) for name in ours], taken)
        print(f"\n{'modules of slt and others that are imported':<46}{'now':>12}{'earlier':>12}")
        for name, counts in modules.items():
            print(f"{name:<46}{counts}")


if __name__ == "__main__":
    main()
