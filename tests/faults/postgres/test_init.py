"""`slt store init`: by several at once, among other tables, without the right."""

import json
import subprocess
import sys

import pytest

from slt_cli.store.postgres.schema import TABLES
from tests.faults.postgres.refusals import SECRET, refused


@pytest.mark.usefixtures("team")
def test_init_at_once(sql, schema):
    sql(f"DROP SCHEMA {schema} CASCADE")
    sql(f"CREATE SCHEMA {schema}")
    command = [sys.executable, "-m", "slt_cli", "store", "init", "--json"]
    processes = [
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) for _ in range(4)
    ]
    created = []
    for process in processes:
        out, err = process.communicate(timeout=60)
        assert (process.returncode, err) == (0, b"")
        created.append(json.loads(out)["items"][0]["created"])
    assert sorted(created) == [False, False, False, True]
    assert sql("SELECT count(*) FROM store") == [(1,)]


@pytest.mark.usefixtures("team")
def test_init_among_the_tables_of_others(slt, sql, schema):
    sql(f"DROP SCHEMA {schema} CASCADE")
    sql(f"CREATE SCHEMA {schema}")
    sql("CREATE TABLE events (what text)")
    code, out, err = slt("store", "init")
    assert (code, out) == (1, "")
    assert "has tables of another program: events\nfix: use a database of its own" in err
    said, _ = refused(slt("open", "-p", "S1", "x"))
    assert said.endswith(" is not a store of slt yet: it has none of its tables")


def test_init_without_the_right(slt, sql, guarded, schema, monkeypatch):
    monkeypatch.setenv("SLT_DB", guarded)
    monkeypatch.setenv("PGPASSWORD", SECRET)
    assert slt("store", "init").code == 0  # there is nothing to make
    for table in reversed(TABLES):
        sql(f"DROP TABLE {table} CASCADE")
    said, _ = refused(slt("store", "init"))
    assert said.endswith(f": permission denied for schema {schema}")
    sql(f"DROP SCHEMA {schema}")
    said, fix = refused(slt("store", "init"))
    assert said.endswith(" has no schema in which tables could be made")
    assert fix == "make the schema that search_path names, or correct its name"
