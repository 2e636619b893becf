"""A program and a web server that write down all that they get, from many workers at once."""

import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from tests.delivery.servers import Site

RUN = "TEST_RUN"
"""The variable in which a worker tells the program which run it is of."""

PROGRAM = f"""#!{sys.executable} -ISE
import fcntl, json, os, pathlib, sys, time
got = sys.stdin.read()
with (pathlib.Path(__file__).parent / "got.jsonl").open("a") as file:
    fcntl.flock(file, fcntl.LOCK_EX)
    file.write(json.dumps([os.environ.get("{RUN}", ""), json.loads(got)]) + "\\n")
time.sleep(0.05)  # a worker may be killed now, who does not know yet that it was taken
"""


class Told(NamedTuple):
    """A notice as it arrived: `CASE-7`, `due`, and the channel."""

    case: str
    moment: str
    channel: str


class Arrival(NamedTuple):
    """A message as it arrived; `run` is that of the worker, and empty if it cannot be known."""

    notices: tuple[Told, ...]
    run: str = ""
    key: str = ""


class Receivers:
    """Two channels: `desk` is a program, `chat` is a web server."""

    def __init__(self, directory: Path, site: Site) -> None:
        self._got = directory / "got.jsonl"
        self._program = directory / "receive"
        self._program.write_text(PROGRAM)
        self._program.chmod(0o755)
        self._site = site

    @property
    def channels(self) -> str:
        """Return their lines in a configuration file."""
        return f"""
[channels.desk]
kind = "command"
command = ["{self._program}"]
[channels.chat]
kind = "webhook"
url = "{self._site.url}"
"""

    @property
    def arrivals(self) -> list[Arrival]:
        """Return what arrived, in order for each channel."""
        lines = self._got.read_text().splitlines() if self._got.exists() else []
        by_program = [
            Arrival(_notices(facts["items"], "desk"), run=run)
            for run, facts in map(json.loads, lines)
        ]
        by_web = [
            Arrival(
                _notices(json.loads(seen.body)["items"], "chat"),
                key=seen.headers["Idempotency-Key"],
            )
            for seen in list(self._site.seen)
        ]
        return by_program + by_web


def _notices(items: Iterable[dict[str, str]], channel: str) -> tuple[Told, ...]:
    return tuple(Told(item["id"], item["moment"], channel) for item in items)
