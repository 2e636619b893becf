"""A database that this slt cannot use as it is."""

import pytest

from slt_cli.cli.program import run
from slt_cli.store.postgres.driver import Session
from tests.faults.postgres.refusals import refused, with_store


@pytest.mark.parametrize(
    ("version", "sentence", "fix"),
    [
        (
            99,
            "was upgraded by a newer slt: its schema is 99, this slt knows",
            "upgrade slt on this machine, or use another store with --db or SLT_DB",
        ),
        (3, "has schema 3, this slt needs", "`slt store upgrade` brings it up to date"),
    ],
)
@pytest.mark.usefixtures("team")
def test_a_schema_of_another_slt(slt, sql, version, sentence, fix):
    sql("UPDATE store SET schema_version = %s", version)
    lines = ("due", "open -p S1 x", "store init", "verify", "backup", "store grant --agent ben")
    for line in map(str.split, lines):
        said, how = refused(slt(*line))
        assert sentence in said
        assert how.startswith(fix)


def test_a_replica(slt, sql, team, monkeypatch):
    assert slt("open", "-p", "S1", "x").code == 0
    monkeypatch.setenv("SLT_DB", f"{team}%20-cdefault_transaction_read_only%3Don")
    assert slt("list", "-q") == (0, "CASE-1\n", "")
    for line in (("open", "-p", "S1", "y"), ("respond", "1")):
        said, fix = refused(slt(*line))
        assert said.endswith(" can only be read: it is a replica, or set read-only")
        assert fix == "name the primary server with SLT_DB, or --db"
    assert sql("SELECT kind FROM events") == [("opened",)]


class Old(Session):
    server_version = 120_022  # type: ignore[assignment]


@pytest.mark.usefixtures("team")
def test_a_server_that_is_too_old(capsys):
    done = (run(("due",), with_store(15, Old)), *capsys.readouterr())
    said, fix = refused(done)
    assert said.endswith(" is on PostgreSQL 12, which is too old")
    assert fix == "slt needs PostgreSQL 13 or newer"


@pytest.mark.usefixtures("team")
def test_nothing_to_upgrade(slt):
    assert "up to date already: schema " in slt("store", "upgrade").out
