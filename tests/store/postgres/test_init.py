"""`slt store init` makes all tables or none, and never takes another program's for its own."""

from collections.abc import Callable
from contextlib import closing

import psycopg2
import pytest

from tests.store.engines import SERVER, empty_schema


@pytest.fixture
def place() -> tuple[str, Callable[[str], None]]:
    """Return the URL of a schema without tables, and a function that runs SQL in it."""
    url = empty_schema(SERVER).name

    def run(sql: str) -> None:
        with (
            closing(psycopg2.connect(url)) as connection,
            connection,
            connection.cursor() as cursor,
        ):
            cursor.execute(sql)

    return url, run


@pytest.mark.parametrize(
    ("sql", "names"),
    [
        pytest.param("CREATE TABLE events (id int)", "events", id="a table"),
        pytest.param("CREATE VIEW cases AS SELECT 1 AS one", "cases", id="a view"),
        pytest.param(
            "CREATE MATERIALIZED VIEW events AS SELECT 1 AS one", "events", id="a stored view"
        ),
        pytest.param(
            "CREATE TABLE a (b int); CREATE INDEX cases_ref ON a (b)", "cases_ref", id="an index"
        ),
        pytest.param("CREATE TABLE store (name text)", "store", id="another store"),
    ],
)
def test_what_others_made_is_refused_and_stays(slt, place, sql, names):
    url, run = place
    run(sql)
    for _ in range(2):
        result = slt("store", "init", "--db", url)
        assert (result.code, result.out) == (1, "")
        assert f"has tables of another program: {names}\n" in result.err
        assert "use a database of its own" in result.err


def test_all_tables_of_others_with_these_names_are_refused(slt, place):
    url, run = place
    for name in ("store", "counters", "policies", "cases", "clocks", "holds", "events"):
        run(f"CREATE TABLE {name} (name text)")
    result = slt("store", "init", "--db", url)
    assert (result.code, "tables of another program" in result.err) == (1, True)


def test_a_store_that_lost_its_version_is_damaged(slt, place):
    url, run = place
    assert slt("store", "init", "--db", url).code == 0
    run("DELETE FROM store")
    for words in (["store", "init"], ["list"]):
        result = slt(*words, "--db", url)
        assert (result.code, "is damaged: it does not say" in result.err) == (5, True)


def test_a_colleague_without_rights_is_told_so(slt, place):
    url, run = place
    assert slt("store", "init", "--db", url).code == 0
    run("DROP ROLE IF EXISTS nobody_here; CREATE ROLE nobody_here LOGIN")
    schema = url.rpartition("%3D")[2]
    run(f"GRANT USAGE ON SCHEMA {schema} TO nobody_here")
    theirs = url.replace("user=slt", "user=nobody_here")
    result = slt("store", "init", "--db", theirs)
    assert result.code == 5
    assert "your user may not do this" in result.err
    run(f"REVOKE USAGE ON SCHEMA {schema} FROM nobody_here; DROP ROLE nobody_here")
