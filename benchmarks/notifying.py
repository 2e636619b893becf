"""Measure what `slt notify` costs each minute in which nobody is to be notified of anything.

A store of each engine gets cases by `slt import`, of which some are still running, most of these
late. The first run sends what is due; then each run finds nothing new. It runs in turn with
`slt due --limit 1`, each as a process of its own, so that changes in the speed of the machine
affect both alike.
"""

import argparse
import csv
import json
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from engines import SLT, server
from processes import Spent, medians, spent

RUNS = 21
SIZES = ((1_000, 100), (20_000, 1_000))
MOMENTS = [
    "75%",
    "due",
    "1h late",
    "last level late",
    "opened",
    "escalated",
    "unowned 15m",
    "held 3d",
]


def write_cases(file: Path, count: int, running: int) -> None:
    """Write cases, of which the newest `running` are still running."""
    now = datetime.now(UTC).replace(microsecond=0)
    with file.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["ref", "subject", "priority", "region", "opened_at", "closed_at"])
        for index in range(count):
            opened = now - timedelta(minutes=5 * (count - index), days=1)
            closed = opened + timedelta(minutes=5) if index < count - running else ""
            priority, region = ("S1", "S2", "S3")[index % 3], ("usa", "europe", "apac")[index % 3]
            writer.writerow([f"{index:08}", f"Site {index}", priority, region, opened, closed])


def write_config(file: Path) -> None:
    """Write a channel that takes everything, and a rule that sends it everything."""
    file.write_text(
        '[channels.desk]\nkind = "command"\ncommand = ["true"]\n'
        f'[[notices]]\nat = {json.dumps(MOMENTS)}\nto = ["desk"]\n',
        encoding="utf-8",
    )


def compare(store: str, config: Path, runs: int) -> str:
    """Return the medians of both commands in turn, and their ratio."""
    options = ["--db", store, "--config", str(config)]
    lines = {"due": [*SLT, "due", "--limit", "1", *options], "notify": [*SLT, "notify", *options]}
    taken: dict[str, list[Spent]] = {name: [] for name in lines}
    for _ in range(runs + 1):
        for name, line in lines.items():
            taken[name].append(spent(line))
    due, notify = (medians(some[1:]).wall * 1000 for some in taken.values())
    return f"{due:>10.0f}{notify:>10.0f}{notify / due:>8.2f}"


def measure(directory: Path, url: str, runs: int) -> None:
    """Make the stores, let the first run send what is due, and compare the next ones."""
    config = directory / "config.toml"
    write_config(config)
    print(f"{'':44}{'due, ms':>10}{'notify':>10}{'ratio':>8}")
    for count, running in SIZES:
        file = directory / f"{count}.csv"
        write_cases(file, count, running)
        stores = {"SQLite": str(directory / f"{count}.db")}
        if (count, running) == SIZES[-1]:
            stores["PostgreSQL"] = url
            spent([*SLT, "store", "init", "--db", url])
        for engine, store in stores.items():
            spent([*SLT, "import", str(file), "--db", store])
            spent([*SLT, "notify", "--db", store, "--config", str(config)])
            name = f"{engine}, {running:,} of {count:,} cases run"
            print(f"{name:44}{compare(store, config, runs)}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=RUNS, help="runs of each command")
    asked = parser.parse_args()
    print(f"Python {sys.version.split()[0]}, medians of {asked.runs} runs")
    with TemporaryDirectory() as name, server() as url:
        measure(Path(name), url, asked.runs)


if __name__ == "__main__":
    main()
