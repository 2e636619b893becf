"""Measure slt with a million cases and with a thousand: the import, and everyday commands.

The cases are made up and the same in every run: two years of them, most answered and closed, a few
still running, a few of those late. `slt import` puts them into stores in a temporary directory.
Then each command runs as a process of its own, on both stores in turn. If the number of cases does
not matter, the ratio is near 1.
"""

import argparse
import csv
import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from processes import Spent, medians, spent

SLT = [sys.executable, "-m", "slt_cli"]
SMALL = 1000
RUNS = 21
DAYS = 730
LATE, RUNNING = 0.002, 0.02
"""The shares of cases that are late, and that are still in time; the same in both stores."""

COMMANDS = {
    "due --limit 20": ["due", "--limit", "20"],
    "due --late --limit 20": ["due", "--late", "--limit", "20"],
    "show CASE": ["show", "500"],
    "open": ["open", "--priority", "S1", "All phones are down"],
    "list --limit 20": ["list", "--limit", "20"],
    "escalate --late --dry-run": ["escalate", "--late", "--dry-run"],
}
HEADER = (
    *("ref", "subject", "partner", "partner_type", "priority", "region"),
    *("opened_at", "due_at", "responded_at", "closed_at"),
)
SUBJECTS = ("All phones are down", "Calls drop, now and then", "Recordings are missing")


def cases(count: int, now: datetime) -> Iterator[Sequence[object]]:
    """Yield rows of cases, the oldest first."""
    rng = Random(1)
    for number in range(count):
        age = timedelta(days=DAYS) * (1 - number / count)
        opened = now - max(age, timedelta(minutes=1))
        answered = opened + timedelta(minutes=rng.randrange(1, 600))
        closed = answered + timedelta(minutes=rng.randrange(0, 6000))
        due = ""
        fate = rng.random()
        if fate < LATE + RUNNING:  # its clock is still running, with a due time that was promised
            answered = closed = now + timedelta(days=1)
            ahead = timedelta(minutes=rng.randrange(1, 6000))
            due = stamp(max(now - ahead, opened) if fate < LATE else now + ahead)
        yield (
            f"{number:08}",
            f"{rng.choice(SUBJECTS)} at site {rng.randrange(10_000)}",
            f"Partner {rng.randrange(500)}",
            "certified" if rng.random() < 0.95 or due else "referral",
            rng.choice(("S1", "S2", "S2", "S3", "S3", "S3")),
            rng.choice(("usa", "usa", "europe", "apac")),
            stamp(opened),
            due,
            stamp(answered) if answered <= now else "",
            stamp(closed) if closed <= now else "",
        )


def stamp(instant: datetime) -> str:
    return f"{instant:%Y-%m-%dT%H:%M:%SZ}"


def write_cases(file: Path, count: int, now: datetime) -> None:
    with file.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(HEADER)
        writer.writerows(cases(count, now))


def imported(directory: Path, count: int, now: datetime) -> Path:
    """Return a store with `count` cases, and print how fast they were imported."""
    file, store = directory / f"{count}.csv", directory / f"{count}.db"
    write_cases(file, count, now)
    took = spent([*SLT, "import", str(file), "--db", str(store)])
    rate = count / took.wall
    print(
        f"import of {count:,} cases: {took.wall:.1f} s, {rate:,.0f} rows a second, "
        f"{took.memory:.0f} MB, a store of {store.stat().st_size / 2**20:,.0f} MB"
    )
    file.unlink()
    return store


def compare(stores: Sequence[Path], runs: int) -> None:
    """Run each command on both stores in turn, and print medians and their ratio."""
    print(
        f"\nmedians of {runs} runs, ms: {SMALL:,} cases beside many{'wall':>10}{'ratio':>7}"
        f"{'CPU':>24}{'ratio':>7}"
    )
    for name, arguments in COMMANDS.items():
        taken: list[list[Spent]] = [[] for _ in stores]
        for _ in range(runs):
            for store, each in zip(stores, taken, strict=True):
                each.append(spent([*SLT, *arguments, "--db", str(store)]))
        typical = [medians(some) for some in taken]
        walls = [each.wall * 1000 for each in typical]
        cpus = [each.cpu * 1000 for each in typical]
        figures = "".join(
            f"{small:>12.1f}{large:>12.1f}{large / small:>7.2f}" for small, large in (walls, cpus)
        )
        print(f"  {name:<28}{figures}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000, help="cases of the large store")
    parser.add_argument("--runs", type=int, default=RUNS, help="runs of each command")
    asked = parser.parse_args()
    now = datetime.now(UTC).replace(microsecond=0)
    print(f"Python {sys.version.split()[0]}")
    with TemporaryDirectory() as name:
        directory = Path(name)
        stores = [imported(directory, count, now) for count in (SMALL, asked.rows)]
        compare(stores, asked.runs)
        took = spent(
            [*SLT, "list", "--all", "-o", "jsonl", "--db", str(stores[1])], directory / "all"
        )
        print(f"\nlist --all -o jsonl into a file: {took.wall:.1f} s, {took.memory:.0f} MB at most")


if __name__ == "__main__":
    main()
