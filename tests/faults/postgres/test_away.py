"""A server that is away or silent: said once at a terminal, exit 5 elsewhere, nothing lost."""

import os
import pty
import signal
import socket
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, closing
from functools import partial

import pytest

from slt_cli.cli.program import run
from slt_cli.store.postgres.driver import Session
from slt_cli.store.postgres.store import PostgresStore
from slt_cli.store.waiting import Waiting
from tests.apps import app_with
from tests.faults.postgres.proxy import NAME, proxy
from tests.faults.postgres.refusals import TOO_LATE, refused
from tests.faults.postgres.waits import LIMIT
from tests.faults.processes import COMMAND
from tests.store.postgres.server import Server

SHORT = 0.3
COMMANDS = [("respond", "1", "-q"), ("open", "-p", "S1", "new", "-q"), ("due", "-q")]


@pytest.fixture
def case(team, slt) -> str:
    """Return the URL of a store with one case."""
    assert slt("open", "-p", "S1", "first").code == 0
    return team


@pytest.fixture
def restored(server: Server) -> Iterator[Server]:
    """Return the server, which runs again after the test."""
    yield server
    server.start()


class Meeting(Session):
    """A session to whose server something happens before its n-th statement."""

    def __init__(self, happens, left: list[int], waiting: Waiting, url: str) -> None:
        super().__init__(url, waiting)
        self._happens, self._left = happens, left

    def _sent(self, *statement: bytes):
        self._left[0] -= 1
        if self._left[0] == 0:
            self._happens(self._connection.info.backend_pid)
        return super()._sent(*statement)


def waited(capsys, line, waiting: Waiting, happens=lambda _: None, number=0, patience=15.0):
    """Run a command line whose server meets with something, and return how it ended."""

    def new_app(options):
        app = app_with()(options)
        app.waiting = waiting
        connect = partial(Meeting, happens, [number], waiting)
        app.store = PostgresStore(app.location, connect, patience)
        return app

    capsys.readouterr()
    return (run(line, new_app), *capsys.readouterr())


def stop(process: int) -> None:
    os.kill(process, signal.SIGSTOP)


@pytest.mark.parametrize(
    ("line", "number"),
    [
        pytest.param(line, number, id=f"{line[0]}, statement {number}")
        for line, statements in zip(COMMANDS, (4, 3, 2), strict=True)
        for number in range(1, statements + 1)
    ],
)
@pytest.mark.usefixtures("case")
def test_a_silent_server_is_waited_for_with_a_note(slt, capsys, line, number):
    told: list[str] = []
    stopped: list[int] = []

    def happens(process: int) -> None:
        stopped.append(process)
        stop(process)

    def tell(text: str) -> None:
        told.append(text)
        os.kill(stopped[0], signal.SIGCONT)

    code, _, err = waited(capsys, line, Waiting(tell, told_after=SHORT), happens, number)
    assert (code, err) == (0, "")
    (said,) = told
    assert said.startswith("postgresql:///postgres?host=")
    assert said.endswith(" has not answered for 0.3 s; Ctrl-C ends the waiting")
    assert slt("verify") == (0, "", "")


@pytest.mark.parametrize(
    ("line", "commit"), [(COMMANDS[0], 4), (COMMANDS[1], 3)], ids=["respond", "open"]
)
@pytest.mark.usefixtures("case")
def test_a_server_that_is_killed_for_a_second(slt, capsys, restored, line, commit):
    told: list[str] = []

    def tell(text: str) -> None:
        told.append(text)
        restored.start()

    waiting = Waiting(tell, told_after=1)
    code, _, err = waited(capsys, line, waiting, lambda _: restored.kill(), commit)
    assert (code, err, len(told)) == (0, "", 1)
    assert slt("list", "-q").out == ("CASE-1\n" if line[0] == "respond" else "CASE-1\nCASE-2\n")
    assert slt("verify") == (0, "", "")


@pytest.mark.parametrize(
    ("number", "sentence"),
    [(3, " was lost"), (4, " while this was recorded, and nobody can tell whether it was")],
    ids=["before it is recorded", "while it is recorded"],
)
@pytest.mark.usefixtures("case")
def test_a_server_that_stays_killed_off_a_terminal(slt, capsys, restored, number, sentence):
    done = waited(capsys, COMMANDS[0], Waiting(), lambda _: restored.kill(), number, SHORT)
    said, _ = refused(done)
    assert said.endswith(sentence)
    said, _ = refused(slt("due"))
    assert " cannot be reached: " in said
    restored.start()
    assert slt("respond", "1", "-q") == (0, "CASE-1\n", "")
    assert slt("verify") == (0, "", "")


@pytest.mark.parametrize("line", COMMANDS, ids=lambda line: line[0])
@pytest.mark.usefixtures("case")
def test_a_network_that_is_silent_in_the_middle(slt, directory, capsys, monkeypatch, team, line):
    told: list[str] = []
    with proxy(directory) as between:
        monkeypatch.setenv("SLT_DB", between.url(team))
        between.hold("" if line[0] == "due" else "COMMIT\0", 2 if line[0] == "due" else 1)

        def tell(text: str) -> None:
            told.append(text)
            between.release()

        code, _, err = waited(capsys, line, Waiting(tell, told_after=SHORT))
    assert (code, err, len(told)) == (0, "", 1)
    monkeypatch.setenv("SLT_DB", team)
    assert slt("verify") == (0, "", "")


def tcp(stack: ExitStack, *, accepts: bool) -> str:
    """Return the port of a server that says nothing, or that does not even accept."""
    hole = stack.enter_context(closing(socket.socket()))
    hole.bind(("127.0.0.1", 0))
    hole.listen(8 if accepts else 0)
    for _ in range(0 if accepts else 4):
        waiting = stack.enter_context(closing(socket.socket()))
        waiting.setblocking(False)  # noqa: FBT003 - its only argument
        waiting.connect_ex(hole.getsockname())
    return str(hole.getsockname()[1])


@pytest.fixture(params=["accepts", "does not accept", "socket", "two addresses"])
def hole(request, tmp_path) -> Iterator[str]:
    """Return the URL of a server that never answers."""
    with ExitStack() as stack:
        if request.param == "socket":
            listening = stack.enter_context(closing(socket.socket(socket.AF_UNIX)))
            listening.bind(str(tmp_path / NAME))
            listening.listen()
            yield f"postgresql:///x?host={tmp_path}"
        else:
            port = tcp(stack, accepts=request.param == "accepts")
            host = "127.0.0.1,127.0.0.1" if request.param == "two addresses" else "127.0.0.1"
            yield f"postgresql://{host}:{port}/x".replace(",127.0.0.1", f":{port},127.0.0.1")


@pytest.mark.parametrize("line", COMMANDS, ids=lambda line: line[0])
def test_connecting_has_an_end_in_all(capsys, monkeypatch, hole, line):
    monkeypatch.setenv("SLT_DB", hole)
    told: list[str] = []
    said, fix = refused(waited(capsys, line, Waiting(told.append, connecting_seconds=SHORT)))
    assert said.endswith(" cannot be reached: it did not answer in time")
    assert (fix, told) == (TOO_LATE, [])


def test_a_limit_that_is_given_counts_instead(capsys, monkeypatch):
    with ExitStack() as stack:
        port = tcp(stack, accepts=True)
        monkeypatch.setenv("SLT_DB", f"postgresql://127.0.0.1:{port}/x?connect_timeout=2")
        told: list[str] = []
        waiting = Waiting(told.append, connecting_seconds=SHORT, told_after=SHORT)
        said, fix = refused(waited(capsys, ("due",), waiting))
    assert said.endswith(" cannot be reached: it did not answer in time")
    assert fix == TOO_LATE
    (text,) = told
    assert text.startswith(f"postgresql://127.0.0.1:{port}/x?connect_timeout=2 has not answered")


def test_the_next_server_is_tried_in_time(slt, case, directory, monkeypatch):
    with ExitStack() as stack:
        port = tcp(stack, accepts=False)
        path = str(directory).replace("/", "%2F")
        url = case.replace(f"host={path}", f"host=127.0.0.1,{path}&port={port},5432")
        monkeypatch.setenv("SLT_DB", url)
        assert slt("list", "-q", on_terminal=True).out == "CASE-1\n"


@pytest.mark.usefixtures("case")
def test_a_person_at_a_terminal_gets_a_note(directory, team):
    ours, theirs = pty.openpty()
    with proxy(directory) as between:
        url = between.url(team)
        between.hold("COMMIT\0", 1)
        with subprocess.Popen(
            [*COMMAND, "respond", "1", "-q"],
            stdout=subprocess.PIPE,
            stderr=theirs,
            env={**os.environ, "SLT_DB": url},
            text=True,
        ) as running:
            os.close(theirs)
            said = b""
            while b"\n" not in said:
                said += os.read(ours, 65536)
            between.release()
            out, _ = running.communicate(timeout=LIMIT)
    os.close(ours)
    note = f"slt: note: {url} has not answered for 4 s; Ctrl-C ends the waiting\r\n"
    assert (running.returncode, out, said.decode()) == (0, "CASE-1\n", note)
