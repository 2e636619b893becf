"""A streaming replica: what only reads is answered there, and nothing is recorded."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from threading import Thread

import pytest

from slt_cli.errors import LostTransactionError
from slt_cli.store.location import location_of
from slt_cli.store.postgres.store import PostgresStore
from tests.faults.postgres.conftest import Sql, statements
from tests.faults.postgres.waits import wait_until
from tests.store.postgres.server import Server, temporary_server

READS = (
    "list --all",
    "due --clocks",
    "show 1",
    "log",
    "report",
    "report --misses",
    "report --by tag --trend week",
    "export -o jsonl",
    "verify",
    "recalc",
    "outbox",
    "store policy show",
)
RECORDS = ("open -p S2 slow", "respond 1", "escalate --late", "store policy set team.toml")

pytestmark = pytest.mark.now("2026-11-23T12:00:00Z")


@pytest.fixture(scope="module")
def replica(server: Server) -> Iterator[Server]:
    """Return a server that follows the one of the tests."""
    with temporary_server(primary=server) as running:
        yield running


@pytest.fixture
def there(replica: Server, slt, sql, sql_there: Sql, team: str, home: Path, monkeypatch) -> str:
    """Use the replica, which has a case that is late and the team's policy."""
    (home / "team.toml").write_text("[defaults]\nwarn = '30m'\n")
    monkeypatch.chdir(home)
    assert slt("store", "policy", "set", "team.toml").code == 0
    line = ("open", "-p", "S1", "--region", "europe", "--tag", "fax", "All phones are down")
    assert slt(*line, "--at", "2026-11-23T09:00Z").code == 0
    ((written,),) = sql("SELECT pg_current_wal_lsn()::text")
    address = team.replace(server_of(team), server_of(replica.url))
    wait_until(lambda: sql_there(f"SELECT 1 WHERE pg_last_wal_replay_lsn() >= '{written}'"))
    monkeypatch.setenv("SLT_DB", address)
    return address


def server_of(url: str) -> str:
    """Return the part of a URL that names the socket."""
    return next(part for part in url.split("?")[1].split("&") if part.startswith("host="))


@pytest.fixture
def sql_there(replica: Server) -> Iterator[Sql]:
    """Return a function that runs a statement on the replica, past slt."""
    with statements(replica) as run:
        yield run


@pytest.mark.usefixtures("there")
@pytest.mark.parametrize("line", READS)
def test_it_answers_as_the_primary(slt, team, line):
    answer = slt(*line.split())
    assert (answer.code, answer.err) == (0, "")
    assert answer == slt(*line.split(), "--db", team)


@pytest.mark.parametrize("line", RECORDS)
def test_it_records_nothing(slt, there, team, line):
    before = slt("log", "-o", "jsonl", "--db", team)
    refused = slt(*line.split())
    assert (refused.code, refused.out) == (5, "")
    error, fix = refused.err.splitlines()
    assert error == f"slt: error: {there} can only be read: it is a replica, or set read-only"
    assert fix == "fix: name the primary server with SLT_DB, or --db"
    assert slt("log", "-o", "jsonl", "--db", team) == before


@pytest.mark.parametrize(
    ("wanted", "code"), [("prefer-standby", 5), ("standby", 5), ("read-write", 0), ("primary", 0)]
)
def test_one_of_several_hosts_is_chosen(slt, there, team, replica, wanted, code):
    hosts = f"{server_of(replica.url)},{server_of(team).removeprefix('host=')}"
    address = there.replace(server_of(there), hosts) + f"&target_session_attrs={wanted}"
    assert slt("due", "--db", address) == slt("due")
    assert slt("note", "1", "called", "--db", address).code == code


@pytest.mark.usefixtures("there")
def test_a_backup_is_made_there(slt):
    assert slt("backup", "saved.db", "-q").code == 0
    assert slt("export", "-o", "jsonl", "--db", "saved.db").out == slt("export", "-o", "jsonl").out


def test_a_statement_that_has_to_give_way_to_the_primary(there, sql, sql_there, replica):
    """The replica has to follow the primary, and ends what still reads a table that changes."""
    with (replica._data / "postgresql.conf").open("a") as settings:
        settings.write("max_standby_streaming_delay = 0\n")
    sql_there("SELECT pg_reload_conf()")
    wait_until(lambda: sql_there("SHOW max_standby_streaming_delay") == [("0",)])

    def change_the_table() -> None:
        wait_until(lambda: sql_there("SELECT 1 FROM pg_stat_activity WHERE wait_event = 'PgSleep'"))
        sql("ALTER TABLE cases ADD COLUMN more text")

    changing = Thread(target=change_the_table)
    with closing(PostgresStore(location_of(there))) as store, store.reading():
        store.count("cases")
        changing.start()
        with pytest.raises(LostTransactionError) as ended:
            list(store.read("SELECT pg_sleep(100)"))
    changing.join()
    assert ended.value.message == f"{there} ended this, as a replica has to follow its primary"
    assert ended.value.fix.startswith("try again")
