"""A pooler that gives each transaction another connection: every command works through it."""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from tests.faults.postgres.waits import wait_for_socket
from tests.store.postgres.server import USER, _unprivileged, pooler

SETTINGS = """
[databases]
pooled = host={server} dbname=pooled

[pgbouncer]
unix_socket_dir = {directory}
listen_addr =
listen_port = 5432
auth_type = any
pool_mode = transaction
default_pool_size = 2
server_reset_query = DISCARD ALL
server_reset_query_always = 1
{more}
"""


@pytest.fixture(scope="module")
def pooled(server):
    """Return the URL of a database of its own, through a pooler with two connections."""
    import psycopg2

    connection = psycopg2.connect(server.url)
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute("CREATE DATABASE pooled")
    connection.close()
    directory = Path(tempfile.mkdtemp(prefix="slt-pooler-"))
    settings = directory / "pgbouncer.ini"
    as_root = os.geteuid() == 0
    settings.write_text(
        SETTINGS.format(
            server=server._socket,
            directory=directory,
            more=f"user = {_unprivileged().pw_name}" if as_root else "",
        ).replace("dbname=pooled", f"dbname=pooled user={USER}")
    )
    if as_root:
        os.chown(directory, _unprivileged().pw_uid, -1)
    settings.chmod(0o644)
    with (directory / "log").open("wb") as log:
        running = subprocess.Popen([str(pooler()), str(settings)], stdout=log, stderr=log)
    try:
        wait_for_socket(directory / ".s.PGSQL.5432", directory / "log")
        yield f"postgresql:///pooled?host={str(directory).replace('/', '%2F')}&user={USER}"
    finally:
        running.terminate()
        running.wait()
        shutil.rmtree(directory)


def test_every_day(slt, items, pooled, monkeypatch, tmp_path):
    monkeypatch.setenv("SLT_DB", pooled)
    assert slt("store", "init").code == 0
    assert slt("store", "init").code == 0
    ago = ("--at", "2026-03-06T12:00:00Z")
    assert slt("open", "-p", "S1", "first", "-q", "--once", "k", *ago) == (0, "CASE-1\n", "")
    assert slt("open", "-p", "S1", "first", "-q", "--once", "k", *ago) == (0, "CASE-1\n", "")
    assert slt("open", "-p", "S2", "second", "-q", "--ref", "r", *ago) == (0, "CASE-2\n", "")
    for line in (
        ("escalate", "--late"),
        ("respond", "1", "2"),
        ("undo", "2"),
        ("hold", "1"),
        ("resume", "1"),
        ("note", "r", "a note"),
        ("update", "1", "--ref", "s"),
        ("void", "2", "--reason", "x"),
        ("show", "1"),
        ("due",),
        ("list", "--all"),
        ("recalc",),
        ("doctor",),
    ):
        done = slt(*line)
        assert (done.code, done.err) == (0, ""), line

    rows = "".join(f"S1,2026-03-06,{number}\n" for number in range(4500))
    (tmp_path / "cases.csv").write_text(f"priority,opened_at,subject\n{rows}")
    assert slt("import", str(tmp_path / "cases.csv"), "--dry-run", "-q").code == 0
    assert slt("import", str(tmp_path / "cases.csv"), "-q").code == 0
    assert len(items("list", "--all")) == 4501
    assert len(items("due", "--at", "2026-03-06T09:00:00Z")) >= 4500
    assert slt("verify") == (0, "", "")
    exported = slt("export", "-o", "jsonl")
    assert (len(exported.out.splitlines()), exported.err) == (4501, "")
    copy = tmp_path / "copy.db"
    assert slt("backup", str(copy), "-q").code == 0
    monkeypatch.setenv("SLT_DB", str(copy))
    assert len(items("list", "--all")) == 4501
    assert slt("verify") == (0, "", "")


def test_more_at_once_than_it_has_connections(slt, items, pooled, monkeypatch):
    monkeypatch.setenv("SLT_DB", pooled)
    assert slt("store", "init").code == 0
    command = (
        "from slt_cli.cli.program import run; import sys; n = sys.argv[1]\n"
        "for i in range(10):\n    assert run(['open', '-p', 'S1', '-q', f'{n} {i}']) == 0"
    )
    before = len(items("list", "--all"))
    processes = [subprocess.Popen([sys.executable, "-c", command, str(n)]) for n in range(6)]
    assert [process.wait(timeout=60) for process in processes] == [0] * 6
    found = items("list", "--all", "--sort", "number")[before:]
    assert len({item["subject"] for item in found}) == len(found) == 60
    assert slt("verify") == (0, "", "")
