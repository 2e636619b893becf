"""How often each command asks the server, and connects: both are counted in the server's own log.

Between two continents each of them takes a fifth of a second.
"""

from collections.abc import Callable, Iterator
from contextlib import closing
from typing import NamedTuple

import psycopg2
import pytest

from tests.notices.desk import Desk, notices
from tests.store.engines import new_schema
from tests.store.postgres.server import Server, temporary_server

NOW, LATER = "2026-11-23T10:00:00+00:00", "2026-11-23T13:00:00+00:00"
SATURDAY, AFTER_A_PAUSE = "2026-11-28T03:00:00+00:00", "2026-11-28T05:00:00+00:00"
LOGGED = "%20-clog_statement%3Dall"

pytestmark = pytest.mark.now(NOW)


class Asked(NamedTuple):
    """How often a server was connected to, and how many statements it was sent, in what texts."""

    connections: int
    statements: int


CONNECTED = 1
"""The version of the schema and the team's policy are read in one statement."""
FOUND, LOCKED, RECORDED = 1, 1, 1
"""A case is found by its name; locked and read with its events; changed and committed."""
CHANGE = CONNECTED + FOUND + LOCKED + RECORDED
FIRST_CASE = 1
"""A report without a beginning begins with it."""
IN_ONE_VIEW = 1
"""What several statements read is of one moment: that ends."""
IMPORT = CONNECTED + 7
"""The counter is locked; cases, clocks, texts and events are copied, and all is committed."""
THE_STORE = 18
"""Of `slt doctor`: what the schema, history, counters and outbox of a store without cases take."""

LOOK = 1
"""A run of `slt notify` records itself, and asks whether there is anything to do."""
SEARCHED = 4
"""The longest target, the clocks that may have come so far, the last runs, and the events since."""
STATES = 2 * 2
"""For each of two channels the cases on hold, and those without an owner."""
READY = 1
"""At last it is asked whether anything waits to be sent."""
NOTIFY = CONNECTED + LOOK
NOTIFY_AFTER_A_PAUSE = NOTIFY + SEARCHED + STATES + IN_ONE_VIEW + RECORDED + READY

STATEMENTS = {
    "open -p S1 down": 3,
    "open -p S1 --ref R-9 down": 4,
    "open -p S1 --once new down": 4,
    "open -p S1 --once first down": 5,  # its first event has the key
    "due": 2,
    "due --late": 2,
    "due --limit 20": 2,
    "due --clocks --json": 2,
    "due --nagios": 2,
    "due 1": 2,
    "due 1 --explain": 2,
    "due --partner Acme": 2,
    "list": 2,
    "list --all --sort priority": 2,
    "list --held": 2,
    "list --partner Acme": 2,
    "report": CONNECTED + FIRST_CASE + 2 + IN_ONE_VIEW,  # clocks and holds
    "report --since 2026-11": CONNECTED + 2 + IN_ONE_VIEW,
    "report --by tag --trend week": CONNECTED + FIRST_CASE + 2 + IN_ONE_VIEW,
    "report --by clock": CONNECTED + FIRST_CASE + 1 + IN_ONE_VIEW,  # holds are of no clock
    "report --misses": CONNECTED + 1 + IN_ONE_VIEW,  # none was missed
    "report --misses --at 2026-11-24T10:00Z": CONNECTED + 2 + IN_ONE_VIEW,  # and their events
    "show 1": 3,
    "show R-1": 3,
    "message 6": 3,
    "respond 1": CHANGE,
    "respond R-1": CHANGE + 1,  # it is found again in the transaction
    "respond 1 --once first-answer": CHANGE,
    "respond 1 2 3": CONNECTED + 3 * (FOUND + LOCKED + RECORDED),
    "followup 1": CHANGE,
    "hold 1": CHANGE,
    "resume 5": CHANGE,
    "mark 1 workaround": CHANGE,
    "note 1 called": CHANGE,
    "update 1 -p S2": CHANGE,
    "update 1 --ref R-8": CHANGE + 1,  # no other case may have it
    "escalate 1": CHANGE,
    "escalate 1 --dry-run": 4,
    "escalate --late": 2,
    "resolve 1": CHANGE,
    "close 1": CHANGE,
    "reopen 4": CHANGE,
    "undo 5": CHANGE,
    "void 1 --reason twice": CHANGE,
    "hotline": CONNECTED,
    "targets": CONNECTED,
    "contacts": CONNECTED,
    "classify phones": CONNECTED,
    "store policy show": CONNECTED,
    "store path": 0,
}
"""The statements of each command line, connecting left out."""


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """Run a server whose log tells of every connection."""
    with temporary_server() as server:
        _log_connections(server)
        yield server


def _log_connections(server: Server) -> None:
    with closing(psycopg2.connect(server.url)) as connection:
        connection.autocommit = True
        connection.cursor().execute("ALTER SYSTEM SET log_connections = on")
        connection.cursor().execute("SELECT pg_reload_conf()")
    before = len(server.log.read_bytes())
    while b"connection authorized" not in server.log.read_bytes()[before:]:
        psycopg2.connect(server.url).close()


@pytest.fixture
def store(server, slt, monkeypatch) -> None:
    """Use a store with cases in various states."""
    monkeypatch.setenv("SLT_DB", new_schema(server.url).name + LOGGED)
    for line in (
        "open -p S1 --ref R-1 --partner Acme --at 2026-11-23T09:30:00Z down",
        "open -p S2 --at 2026-11-23T09:30:00Z slow",
        "open -p S3 --once first --at 2026-11-23T09:30:00Z question",
        "open -p S3 --at 2026-11-23T09:30:00Z another",
        "close 4",
        "open -p S1 --at 2026-11-23T09:30:00Z mute",
        "hold 5",
        "open -p S1 --at 2026-11-23T09:30:00Z deaf",
        "escalate 6",
    ):
        assert slt(*line.split()).code == 0


@pytest.fixture
def asked(server: Server, slt) -> Callable[..., Asked]:
    """Return a function that runs a command line, and counts in the server's log."""

    def call(line: str, now: str | None = NOW) -> Asked:
        before = len(server.log.read_bytes())
        result = slt(*line.split(), now=now)
        assert (result.code, result.err) == (0, "")
        lines = server.log.read_bytes()[before:].decode().splitlines()
        return Asked(
            sum("connection authorized" in line for line in lines),
            sum("LOG:  statement:" in line for line in lines),
        )

    return call


@pytest.mark.parametrize("line", STATEMENTS)
@pytest.mark.usefixtures("store")
def test_a_command_connects_once_and_sends_so_many_statements(asked, line):
    statements = STATEMENTS[line]

    assert asked(line) == Asked(connections=min(statements, 1), statements=statements)


@pytest.mark.usefixtures("store")
def test_what_is_late_takes_two_statements_for_each_case_that_is_raised(asked, slt):
    for priority in ("S1", "S2"):
        assert slt("open", "-p", priority, "--at", "2026-11-20T10:00:00Z", "x").code == 0

    assert asked("escalate --late --dry-run").statements == 2 + 2 * 2
    assert asked("escalate --late").statements == 2 + 2 * 2
    assert asked("escalate --late").statements == 2


@pytest.mark.parametrize(
    ("options", "more"),
    [
        pytest.param("-q", 0, id="quiet: the ids are known"),
        pytest.param("--json", 2, id="600 cases in two batches"),
    ],
)
@pytest.mark.usefixtures("store")
def test_an_import_shows_its_cases_in_batches(asked, tmp_path, options, more):
    rows = "".join(f"S1,2026-11-20T10:00:00Z,{number}\n" for number in range(600))
    (tmp_path / "cases.csv").write_text(f"priority,opened_at,subject\n{rows}")

    assert asked(f"import {tmp_path / 'cases.csv'} {options}").statements == IMPORT + more


def test_doctor_asks_a_server_four_times_more_than_the_store_needs(asked, server, monkeypatch):
    monkeypatch.setenv("SLT_DB", new_schema(server.url).name + LOGGED)

    itself, roles, events, may_send = 1, 2, 1, 1
    assert asked("doctor", now=None) == Asked(1, THE_STORE + itself + roles + events + may_send)


@pytest.mark.usefixtures("store")
def test_notices_of_which_none_is_due(asked, slt, home, tmp_path):
    file = home / ".config" / "slt" / "config.toml"
    file.parent.mkdir(parents=True)
    channels = [Desk(tmp_path / name).channel(name) for name in ("chat", "desk")]
    moments = ("75%", "due", "1h late", "opened", "escalated", "held 9d", "unowned 9d")
    rules = [notices(*moments, to=name) for name in ("chat", "desk")]
    file.write_text("\n".join([*channels, *rules]))
    for now in (NOW, LATER):
        assert slt("notify", now=now).code == 0

    assert asked("notify", now=LATER) == Asked(1, NOTIFY)

    assert slt("notify", now=SATURDAY).code == 0
    assert asked("notify", now=AFTER_A_PAUSE) == Asked(1, NOTIFY_AFTER_A_PAUSE)
