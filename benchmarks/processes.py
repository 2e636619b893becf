"""Run a process to its end and measure its time, its CPU time and its memory."""

import os
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import NamedTuple


class Spent(NamedTuple):
    """What a process used: seconds from start to end, CPU seconds, and the most memory in MB."""

    wall: float
    cpu: float
    memory: float


def spent(
    line: Sequence[str],
    output: Path = Path(os.devnull),
    environment: Mapping[str, str] | None = None,
) -> Spent:
    """Run a command line with its output to a file, and return what it used."""
    with output.open("wb") as stream:
        started = perf_counter()
        process = subprocess.Popen(
            line, stdin=subprocess.DEVNULL, stdout=stream, env=environment or dict(os.environ)
        )
        _, status, usage = os.wait4(process.pid, 0)
        wall = perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{' '.join(line)} ended with {process.returncode}")
    return Spent(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def medians(taken: Sequence[Spent]) -> Spent:
    """Return the median of each figure."""
    return Spent(*map(median, zip(*taken, strict=True)))
