"""Measure slt on a server that is 80 ms away, without and with a pooler beside the client.

A server of the tests with TLS is started in a temporary directory, behind a proxy that delays what
both sides say by 40 ms, and the pooler of docs/team.md before that. Each command runs as a process
of its own, in turn on the server's socket, over the plain connection, with TLS, and through the
pooler, so that changes in the speed of the machine affect all alike. Connecting is measured by
itself, so that what is left of a whole run is the program and its questions.
"""

import argparse
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import cycle
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter

from notifying import write_cases
from processes import spent
from slt_cli.store.postgres.driver import Session

sys.path.insert(0, str(Path(__file__).parents[1]))
from tests.store.postgres.distance import distance
from tests.store.postgres.far_server import far_server
from tests.store.postgres.pooler_beside import pooler_beside

ONE_WAY = 0.04
RUNS = 7
CASES = 200
SOCKET, PLAIN, TLS, POOLER = "socket", "plain", "TLS", "pooler"
CONFIG = """
[channels.desk]
kind = "command"
command = ["true"]
[[notices]]
at = ["75%", "due", "1h late", "opened", "escalated"]
to = ["desk"]
"""
COMMANDS = {
    "notify, nothing due": ["notify"],
    "due": ["due"],
    "list": ["list"],
    "open": ["open", "--priority", "S1", "All phones are down"],
    "escalate": ["escalate"],
}


@contextmanager
def ways(directory: Path) -> Iterator[Mapping[str, str]]:
    """Run everything, and yield the URL of the one store by each way to it."""
    with far_server(directory) as far, distance(far.server.port, ONE_WAY) as between:
        far.encrypt()
        with pooler_beside(far.root, between.port) as pooled:
            yield {
                SOCKET: far.server.url,
                PLAIN: far.url("sslmode=disable", port=between.port),
                TLS: far.url(far.verified(), port=between.port),
                POOLER: pooled,
            }


def connecting(url: str, runs: int) -> float:
    """Return the median of the seconds of connecting."""
    taken = []
    for _ in range(runs):
        began = perf_counter()
        Session(url).close()
        taken.append(perf_counter() - began)
    return median(taken)


def whole(made: Mapping[str, str], arguments: Sequence[str], runs: int) -> Mapping[str, float]:
    """Return the median of the seconds of a command by each way."""
    taken: dict[str, list[float]] = {way: [] for way in made}
    cases = cycle(range(1, CASES + 1))
    for _ in range(runs + 1):
        for way, url in made.items():
            case = [str(next(cases))] * (arguments == ["escalate"])
            taken[way].append(run(url, *arguments, *case))
    return {way: median(some[1:]) for way, some in taken.items()}  # the first one warms up


def run(url: str, *arguments: str) -> float:
    """Run a command, and return its seconds from start to end."""
    line = [sys.executable, "-m", "slt_cli", *arguments]
    return spent(line, environment={**os.environ, "SLT_DB": url}).wall


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=RUNS, help="runs of each command")
    asked = parser.parse_args()
    with TemporaryDirectory() as name, ways(Path(name)) as made:
        file, config = Path(name) / "cases.csv", Path(name) / "config.toml"
        write_cases(file, CASES, CASES)
        config.write_text(CONFIG, encoding="utf-8")
        os.environ["SLT_CONFIG"] = str(config)
        for line in (["store", "init"], ["import", str(file)], ["notify"]):
            run(made[SOCKET], *line)
        joined = {way: connecting(made[way], asked.runs) for way in (PLAIN, TLS, POOLER)}
        print(f"Python {sys.version.split()[0]}, medians of {asked.runs} runs, s")
        print("connecting: " + ", ".join(f"{way} {took:.2f}" for way, took in joined.items()))
        print(f"{'whole':<22}{''.join(f'{way:>9}' for way in made)}{'itself':>9}{'ratio':>8}")
        for command, arguments in COMMANDS.items():
            took = whole(made, arguments, asked.runs)
            figures = "".join(f"{seconds:>9.2f}" for seconds in took.values())
            itself, ratio = took[TLS] - joined[TLS], took[POOLER] / took[SOCKET]
            print(f"{command:<22}{figures}{itself:>9.2f}{ratio:>8.1f}", flush=True)
    print("itself: with TLS, without connecting; ratio: through the pooler to the socket")


if __name__ == "__main__":
    main()
