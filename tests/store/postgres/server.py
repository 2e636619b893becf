"""A PostgreSQL server for tests: a cluster of its own in one directory, on a socket.

`python3 tests/store/postgres/server.py start DIRECTORY` prints the URL of its database, `stop
DIRECTORY` ends it, `find` prints where PostgreSQL's programs are. It needs nothing but them and the
standard library.
"""

import argparse
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any
from urllib.parse import quote

USER = "slt"
"""The role that the URLs name: it may do everything."""

_SOCKET_LIMIT = 107  # bytes in the path of a Unix socket
_HELD, _ENDED, _UNKNOWN = "tTZX?", "ZX", "?"  # states of processes, as Linux names them
_SETTINGS = """
listen_addresses = '{addresses}'
port = {port}
unix_socket_directories = '{socket}'
max_connections = 100
shared_buffers = 16MB
dynamic_shared_memory_type = mmap  # in the directory, so that a killed server leaves none behind
fsync = off  # it survives a kill of the server, not one of the machine
autovacuum = off  # the plans of queries change when a test says so
timezone = 'UTC'
log_timezone = 'UTC'
"""


class ServerError(Exception):
    """The server cannot be had; its text is one sentence."""


def programs() -> Path | None:
    """Return the directory of PostgreSQL's programs: that in PATH, or Debian's newest."""
    if initdb := shutil.which("initdb"):
        found = Path(initdb).resolve().parent
        if (found / "pg_ctl").exists():
            return found
    debian = [
        path.parent
        for path in Path("/usr/lib/postgresql").glob("*/bin/pg_ctl")
        if (path.parent / "initdb").exists()
    ]
    return max(debian, key=lambda path: float(path.parent.name), default=None)


def pooler() -> str | None:
    """Return the path of PgBouncer, which is in a directory of the administrator's."""
    return shutil.which("pgbouncer", path=f"{os.environ.get('PATH', os.defpath)}:/usr/sbin")


class Server:
    """A PostgreSQL server with its data, its socket and its log in one directory.

    PostgreSQL refuses to run as root: then the user postgres, or nobody, runs it and owns the
    directory. Only that user and root reach the socket: anybody who reaches it may do everything.
    With a port it listens on the loopback, too.
    """

    def __init__(
        self, directory: Path, port: int | None = None, primary: "Server | None" = None
    ) -> None:
        """Take a directory; a server with a primary is its streaming replica."""
        self._primary = primary
        self._socket = directory.absolute()
        self._data = self._socket / "data"
        self.log = self._socket / "log"
        self.port = port or 5432
        self._addresses = "127.0.0.1" if port else ""
        self._owner = _unprivileged() if os.geteuid() == 0 else None

    @property
    def url(self) -> str:
        """Return the URL of its one database."""
        port = f"&port={self.port}" if self._addresses else ""
        return f"postgresql:///postgres?host={quote(str(self._socket), safe='')}&user={USER}{port}"

    def start(self) -> None:
        """Start the server, with a new cluster if there is none; raises ServerError."""
        if not (self._data / "PG_VERSION").exists():
            self._create()
        elif self._runs():
            return
        else:  # PostgreSQL takes a dead process that nobody has waited for to be alive
            (self._data / "postmaster.pid").unlink(missing_ok=True)
            (self._socket / f".s.PGSQL.{self.port}.lock").unlink(missing_ok=True)
        self._run("pg_ctl", "start", "--wait", "--silent")

    def stop(self) -> None:
        """Stop the server if it runs: transactions are rolled back, connections closed."""
        if self._runs():
            self._run("pg_ctl", "stop", "--mode=fast", "--wait", "--silent")

    def kill(self) -> None:
        """Kill the server and the process of every connection: nothing is rolled back or said."""
        if not self._runs():
            return
        postmaster = self._postmaster()
        os.kill(postmaster, signal.SIGSTOP)
        _wait_until(lambda: _status(postmaster)[0] in _HELD)  # it starts no more processes
        killed = [postmaster, *_children(postmaster)]
        for process in killed:
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
        _wait_until(lambda: not any(map(_lives, killed)))

    def remove(self) -> None:
        """Stop the server, and remove its directory."""
        self.stop()
        if memory := self._lines()[6:7]:  # it was killed: a few bytes of shared memory remain
            subprocess.run(["ipcrm", "-m", memory[0].split()[1]], capture_output=True, check=False)
        shutil.rmtree(self._socket, ignore_errors=True)

    def _create(self) -> None:
        if len(os.fsencode(self._socket / f".s.PGSQL.{self.port}")) > _SOCKET_LIMIT:
            raise ServerError(f"{self._socket} is too long a path for a socket")
        self._socket.mkdir(mode=0o700, parents=True, exist_ok=True)
        if self._owner:
            os.chown(self._socket, self._owner.pw_uid, self._owner.pw_gid)
        if self._primary:
            choices = (f"--host={self._primary._socket}", "--write-recovery-conf", "--no-sync")
            self._run("pg_basebackup", f"--username={USER}", "--checkpoint=fast", *choices)
        else:
            choices = ("--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync")
            self._run("initdb", f"--username={USER}", *choices)
        with (self._data / "postgresql.conf").open("a") as settings:
            given = {"socket": self._socket, "addresses": self._addresses, "port": self.port}
            settings.write(_SETTINGS.format(**given))

    def _run(self, program: str, *arguments: str) -> None:
        directory = programs()
        if directory is None:
            raise ServerError("no PostgreSQL server here: install Debian's package postgresql")
        owner: dict[str, Any] = {}
        if self._owner:
            ids = {"user": self._owner.pw_uid, "group": self._owner.pw_gid}
            owner = {**ids, "extra_groups": []}
        try:
            with self.log.open("a") as log:
                done = subprocess.run(
                    [directory / program, f"--pgdata={self._data}", *arguments],
                    cwd=self._socket,
                    env={"PATH": os.defpath, "LC_ALL": "C"},
                    stdin=subprocess.DEVNULL,
                    stdout=log,
                    stderr=log,
                    check=False,
                    **owner,
                )
        except PermissionError:
            raise ServerError(f"the server's user cannot reach {self._socket}") from None
        if done.returncode:
            lines = self.log.read_text().splitlines()
            raise ServerError(f"{program} failed: {lines[-1] if lines else 'it said nothing'}")

    def _lines(self) -> list[str]:
        try:
            return (self._data / "postmaster.pid").read_text().splitlines()
        except FileNotFoundError:
            return []

    def _postmaster(self) -> int:
        """Return the process that started the others, dead or alive; 0 if there is none."""
        return int((self._lines() or ["0"])[0])

    def _runs(self) -> bool:
        return self._postmaster() > 0 and _lives(self._postmaster())


@contextmanager
def temporary_server(port: int | None = None, primary: Server | None = None) -> Iterator[Server]:
    """Run a server, or the replica of one, in a new directory; nothing is left behind."""
    server = Server(Path(tempfile.mkdtemp(prefix="slt-postgres-")), port, primary)
    try:
        server.start()
        yield server
    finally:
        server.remove()


def _unprivileged() -> pwd.struct_passwd:
    try:
        return pwd.getpwnam("postgres")
    except KeyError:
        return pwd.getpwnam("nobody")


def _status(process: int) -> tuple[str, int]:
    """Return the state of a process and its parent, where Linux tells them."""
    try:
        after_the_name = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return _UNKNOWN, 0
    return after_the_name[0], int(after_the_name[1])


def _lives(process: int) -> bool:
    """Return whether a process runs: one that has ended and was not waited for does not."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return _status(process)[0] not in _ENDED


def _children(process: int) -> list[int]:
    """Return the processes that a process started; elsewhere than on Linux they are not told."""
    numbers = (path.name for path in Path("/proc").glob("[0-9]*"))
    return [number for number in map(int, numbers) if _status(number)[1] == process]


def _wait_until(holds: Callable[[], bool]) -> None:
    for _ in range(3000):
        if holds():
            return
        time.sleep(0.01)
    raise ServerError("the server's processes cannot be killed")


def main() -> None:
    """Report whether the programs are here, or start or stop the server in a directory."""
    parser = argparse.ArgumentParser(description="A PostgreSQL server for tests.")
    verbs = parser.add_subparsers(dest="verb", required=True)
    verbs.add_parser("find")
    for verb in ("start", "stop"):
        verbs.add_parser(verb).add_argument("directory", type=Path)
    asked = parser.parse_args()
    try:
        match asked.verb:
            case "find":
                if not (programs() and pooler()):
                    sys.exit("server.py: PostgreSQL or PgBouncer is not here")
            case "start":
                server = Server(asked.directory)
                server.start()
                sys.stdout.write(f"{server.url}\n")
            case "stop":
                Server(asked.directory).stop()
    except ServerError as error:
        sys.exit(f"server.py: {error}")


if __name__ == "__main__":
    main()
