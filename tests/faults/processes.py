"""Real processes of slt: started in numbers, killed, or kept from what they need."""

import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, NamedTuple

IS_ROOT = os.geteuid() == 0
"""Whether processes can be given the rights of other users."""

COMMAND = [sys.executable, "-m", "slt_cli"]


class Ended(NamedTuple):
    """How a process ended: its exit code (below 0: the signal), and what it said."""

    code: int
    out: str
    err: str


def ended(
    *arguments: str,
    before: Callable[[], None] | None = None,
    env: dict[str, str] | None = None,
    program: list[str] = COMMAND,
) -> Ended:
    """Return how a process ended, off a terminal; `before` is run in it before the program."""
    done = subprocess.run(
        [*program, *arguments],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        errors="surrogateescape",
        env=env,
        preexec_fn=before,
        timeout=120,
        check=False,
    )
    return Ended(done.returncode, done.stdout, done.stderr)


def is_one_sentence_with_a_fix(said: str) -> bool:
    """Return whether standard error holds one error, its fix, and nothing else."""
    lines = said.splitlines()
    return (
        len(lines) == 2
        and lines[0].startswith("slt: error: ")
        and lines[1].startswith("fix: ")
        and "internal error" not in said
    )


_KENNEL = """
import importlib.metadata, json, os, pkgutil, signal, sys, time
import getpass, platformdirs, sqlite3, sqlite_utils
from slt_cli import __main__
from slt_cli.cli import program
from slt_cli.cli.table import COMMANDS
from slt_cli.store.sqlite import file, migrations, store as sqlite

def import_all(family):
    for target in family.values():
        if isinstance(target, str):
            importlib.import_module("slt_cli.commands." + target.partition(":")[0])
        else:
            import_all(target)

import_all(COMMANDS)

def import_rest():
    import slt_cli
    for found in pkgutil.walk_packages(slt_cli.__path__, "slt_cli."):
        if "postgres" not in found.name:
            importlib.import_module(found.name)
    importlib.metadata.version("slt-cli")  # which imports the rest of its package only now

def become(user, group, groups, umask):
    os.setgroups(groups)
    os.setgid(group)
    os.setuid(user)
    os.umask(umask)

def connect_and_die_at(number, connect=file.connect):
    begun = []
    def count(statement):
        begun.append(statement)
        if len(begun) == number:
            os.kill(os.getpid(), signal.SIGKILL)
    def counted(*arguments, **options):
        connection = connect(*arguments, **options)
        connection.set_trace_callback(count)
        return connection
    file.connect = counted

def run(task):
    for stream, name in enumerate((os.devnull, task["out"], task["err"])):
        flags = os.O_RDWR | os.O_CREAT | os.O_TRUNC
        os.dup2(os.open(name, os.O_RDONLY if stream == 0 else flags, 0o600), stream)
    if task["statement"]:
        connect_and_die_at(task["statement"])
    os.environ.update(task["environment"])
    if task["user"]:
        become(*task["user"])
    code = 130
    sys.unraisablehook = __main__._interrupt_again  # as in a process of slt
    try:
        signal.signal(signal.SIGINT, signal.default_int_handler)
        code = program.run(task["arguments"])
        sys.stdout.flush()
    finally:
        os._exit(code)

signal.signal(signal.SIGINT, lambda *_: os._exit(130))  # for a child that has not begun yet
for line in sys.stdin:
    task = json.loads(line)
    if task["user"]:
        import_rest()  # another user may be unable to read what this one can
    begun = time.monotonic()
    process = os.fork()
    if process == 0:
        run(task)
    if task["signal"]:
        time.sleep(task["after"])
        os.kill(process, task["signal"])  # not yet waited for: nobody else can bear its number
    _, status = os.waitpid(process, 0)
    print(json.dumps([os.waitstatus_to_exitcode(status), time.monotonic() - begun]), flush=True)
"""


class User(NamedTuple):
    """Whose rights a process has: the numbers of a user and its groups, and its umask."""

    number: int
    group: int
    groups: tuple[int, ...] = ()
    umask: int = 0o022


class Kennel:
    """Run commands as processes that have imported all before they begin: forks of one process.

    So a moment of their short lives that is chosen at random lies in what they do to the store.
    """

    def __init__(self, directory: Path, keeper: subprocess.Popen[str]) -> None:
        self._out, self._err = directory / "out", directory / "err"
        self._keeper = keeper

    def run(
        self,
        *arguments: str,
        signal: int = 0,
        after: float = 0,
        statement: int = 0,
        environment: Mapping[str, str] | None = None,
        user: User | None = None,
    ) -> tuple[Ended, float]:
        """Return how a command ended, and its seconds.

        It gets a `signal` so many seconds `after` it began, or is killed at its n-th `statement`.
        `environment` is added to that of this process. Only root can name another `user`.
        """
        task = {
            "arguments": arguments,
            "out": str(self._out),
            "err": str(self._err),
            "signal": signal,
            "after": after,
            "statement": statement,
            "environment": dict(environment or {}),
            "user": user,
        }
        for file in (self._out, self._err):
            file.write_bytes(b"")  # the command may die before it would
        assert self._keeper.stdin is not None
        assert self._keeper.stdout is not None
        self._keeper.stdin.write(json.dumps(task) + "\n")
        self._keeper.stdin.flush()
        code, seconds = json.loads(self._keeper.stdout.readline())
        return Ended(code, self._out.read_text("utf-8"), self._err.read_text("utf-8")), seconds


@contextmanager
def kennel(directory: Path, preloaded: Path | None = None) -> Iterator[Kennel]:
    """Keep a process that forks commands, perhaps with a library preloaded, during the block."""
    preload = {} if preloaded is None else {"LD_PRELOAD": str(preloaded)}
    with subprocess.Popen(
        [sys.executable, "-c", _KENNEL],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, **preload},
    ) as keeper:
        yield Kennel(directory, keeper)


def ask(db: Path, sql: str) -> list[tuple[Any, ...]]:
    """Return what another SQLite tool reads from a store."""
    with closing(sqlite3.connect(db)) as connection:
        return connection.execute(sql).fetchall()
