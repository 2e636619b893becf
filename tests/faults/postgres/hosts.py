"""Three hosts of one team: each has its own way to the server, clock, zone, names and channels."""

import json
import select
import socket
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from threading import Event, Thread
from typing import NamedTuple

from tests.faults.postgres.proxy import NAME
from tests.notices.receivers import PROGRAM, Told

NOON = datetime(2026, 3, 3, 20, tzinfo=UTC)
"""Noon of a Tuesday in the region usa, which is closed from 12:01 to 12:02."""

SHARED = "desk"
"""The channel that every host has; each has one of its own name, too."""

TARGETS = """
[regions.usa]
timezone = "America/Los_Angeles"
[regions.usa.hours]
mon-sun = ["00:00-12:01", "12:02-24:00"]
[regions.europe.hours]
mon-sun = "00:00-24:00"
[regions.apac.hours]
mon-sun = "00:00-24:00"
[plans.partner.targets]
S1 = { response = "20s", next = "15s", update = "30s", workaround = "50s", resolution = "90s" }
S2 = { response = "40s", resolution = "150s", clock = "24x7" }
S3 = { response = "80s" }
[[escalation.levels]]
name = "First"
channel = "email"
contact = "first@provider.example"
response = { S1 = "15s", S2 = "30s", S3 = "30s" }
[[escalation.levels]]
name = "Second"
channel = "email"
contact = "second@provider.example"
response = "40s"
clock = "24x7"
"""

NOTICES = """
[[notices]]
at = ["opened", "escalated"]
to = ["desk", "west", "middle", "east"]
[[notices]]
at = ["due"]
clocks = ["response"]
to = ["desk", "west", "middle", "east"]
"""


_HOSTS = (
    ("west", 0.4, "America/Los_Angeles"),
    ("middle", 0.0, "Europe/London"),
    ("east", -0.7, "Asia/Singapore"),
)


class Cable:
    """A port of this machine that leads to a server's socket.

    While it is cut, nothing that is said arrives, and nobody is told so: new connections hang. A
    connection on which something was lost is closed when the cable is whole again.
    """

    def __init__(self, server: Path) -> None:
        self._server = server / NAME
        self._whole = Event()
        self._whole.set()
        self._listening = socket.create_server(("127.0.0.1", 0), backlog=100)
        self.port: int = self._listening.getsockname()[1]
        Thread(target=self._accept, daemon=True).start()

    def cut(self) -> None:
        """Let nothing through."""
        self._whole.clear()

    def join(self) -> None:
        """Let everything through again."""
        self._whole.set()

    def close(self) -> None:
        """Accept no connection any more."""
        self.join()
        with suppress(OSError):
            self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self._listening.accept()
                Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client: socket.socket) -> None:
        server = socket.socket(socket.AF_UNIX)
        with client, server, suppress(OSError):
            self._whole.wait()
            server.connect(str(self._server))
            while True:
                for side in select.select([client, server], [], [])[0]:
                    said = side.recv(2**16)
                    if not self._whole.is_set():
                        self._whole.wait()
                        return
                    if not said:
                        return
                    (server if side is client else client).sendall(said)


class Host(NamedTuple):
    """A host: its clock is so many seconds ahead of the server's."""

    name: str
    ahead: float
    zone: str
    home: Path
    cable: Cable

    def environment(self, options: str) -> dict[str, str]:
        """Return what its processes find in the environment."""
        store = f"postgresql://slt@127.0.0.1:{self.cable.port}/postgres?{options}"
        return {"HOME": str(self.home), "TZ": self.zone, "SLT_DB": store}

    @property
    def settings(self) -> Path:
        """Return the file of its channels."""
        return self.home / ".config" / "slt" / "config.toml"

    @property
    def arrived(self) -> list[tuple[str, list[Told]]]:
        """Return each message that its channels got: the run that sent it, and what it tells."""
        found = []
        for channel in (SHARED, self.name):
            file = self.home / channel / "got.jsonl"
            for line in file.read_text().splitlines() if file.exists() else ():
                run, facts = json.loads(line)
                told = [Told(item["id"], item["moment"], channel) for item in facts["items"]]
                found.append((run, told))
        return found

    def make(self) -> None:
        """Make its home, with the channels that it knows."""
        lines: list[str] = []
        for channel in (SHARED, self.name):
            program = self.home / channel / "receive"
            program.parent.mkdir(parents=True)
            program.write_text(PROGRAM)
            program.chmod(0o755)
            command = json.dumps([str(program)])
            lines += [f"[channels.{channel}]", 'kind = "command"', f"command = {command}"]
        self.settings.parent.mkdir(parents=True)
        self.settings.write_text("\n".join(lines))


@contextmanager
def three_hosts(server: Path, directory: Path) -> Iterator[list[Host]]:
    """Make three hosts, each with a cable of its own to the server."""
    with ExitStack() as stack:
        hosts = [
            Host(name, ahead, zone, directory / name, stack.enter_context(closing(Cable(server))))
            for name, ahead, zone in _HOSTS
        ]
        for host in hosts:
            host.make()
        yield hosts
