"""A connection that ends, at any statement: nothing is half done, or half told."""

import json
from contextlib import closing
from functools import partial

import pytest

from slt_cli.cli.program import run
from slt_cli.errors import LostTransactionError
from slt_cli.store.location import location_of
from slt_cli.store.postgres.driver import Session
from slt_cli.store.postgres.store import PostgresStore
from slt_cli.store.sql.queries import Query
from tests.faults.postgres.proxy import proxy
from tests.faults.postgres.refusals import refused, with_store
from tests.faults.processes import is_one_sentence_with_a_fix


class Ending(Session):
    """A session that an administrator ends before its n-th statement."""

    def __init__(self, sql, left: list[int], url: str) -> None:
        super().__init__(url)
        self._sql = sql
        self._left = left

    def _sent(self, *statement: bytes):
        self._left[0] -= 1
        if self._left[0] == 0:
            process = self._connection.info.backend_pid
            self._sql("SELECT pg_terminate_backend(%s, 5000)", process)
        return super()._sent(*statement)


@pytest.mark.exhaustive
@pytest.mark.parametrize(
    ("line", "reads"),
    [(("open", "-p", "S1", "x", "--ref", "r", "-q"), 1), (("respond", "1"), 2)],
    ids=["open", "respond"],
)
@pytest.mark.usefixtures("team")
def test_a_connection_that_ends_before_any_statement(slt, sql, capsys, line, reads):
    """The first statements only read; those after them are a transaction, which is run again."""
    assert slt("open", "-p", "S1", "x").code == 0
    for number in range(1, 5):
        left = [number]
        code = run(line, with_store(15, partial(Ending, sql, left)))
        out, err = capsys.readouterr()
        assert left[0] <= 0
        assert code == (5 if number <= reads else 0)
        if number <= reads:
            said, fix = refused((code, out, err))
            assert said.endswith(" was lost")
            assert fix == "try again in a moment"
        else:
            slt("undo", "1") if line[0] == "respond" else slt("void", "2", "--reason", "x")
            sql("DELETE FROM events WHERE case_number > 1 OR id > 1")
            for table in ("clocks", "holds", "tags", "texts"):
                sql(f"DELETE FROM {table} WHERE case_number > 1")
            sql("DELETE FROM cases WHERE number > 1")
            sql("UPDATE cases SET rev = 1")
            sql("UPDATE counters SET value = 1 WHERE name = 'case'")
        assert sql("SELECT case_number, kind FROM events") == [(1, "opened")]
    left = [5]
    assert run(line, with_store(15, partial(Ending, sql, left))) == 0
    assert left == [1]  # there are four


@pytest.mark.exhaustive
@pytest.mark.usefixtures("team")
def test_a_long_list_that_ends_in_the_middle(slt, sql, tmp_path, capsys):
    rows = "".join(f"S1,2026-03-06,{number}\n" for number in range(4500))
    (tmp_path / "cases.csv").write_text(f"priority,opened_at,subject\n{rows}")
    assert slt("import", str(tmp_path / "cases.csv"), "-q").code == 0
    assert len(slt("list", "-q").out.split()) == 4500
    for number in range(2, 6):
        left = [number]
        code = run(("list", "--json"), with_store(15, partial(Ending, sql, left)))
        err = capsys.readouterr().err
        assert left[0] <= 0
        assert code == 5
        error = json.loads(err)["error"]
        assert error["exit"] == 5
        assert error["message"].endswith(" was lost")


@pytest.mark.exhaustive
@pytest.mark.parametrize(
    "line",
    [
        ("verify",),
        ("backup", "{directory}/copy-{number}.db"),
        ("export", "-o", "jsonl"),
        ("due",),
        ("show", "1"),
        ("list", "--all", "--at", "2026-03-07T00:00"),
        ("import", "{directory}/cases.csv", "--dry-run"),
        ("recalc",),
        ("doctor",),
        ("store", "policy", "show"),
        ("store", "copy", "{url}", "{directory}/new-{number}.db"),
    ],
    ids=" ".join,
)
def test_whatever_reads_when_the_connection_ends(slt, tmp_path, team, directory, monkeypatch, line):
    rows = "".join(f"S1,2026-03-06,{number}\n" for number in range(2100))
    (tmp_path / "cases.csv").write_text(f"priority,opened_at,subject\n{rows}")
    assert slt("import", str(tmp_path / "cases.csv"), "-q").code == 0
    with proxy(directory) as between:
        url = between.url(team)
        monkeypatch.setenv("SLT_DB", url)
        failed = 1 if line == ("doctor",) else 5
        codes: list[int] = []
        for number in range(1, 9):
            between.cut("", number, "before")
            shown = {"directory": tmp_path, "url": url, "number": number}
            code, _, err = slt(*(part.format(**shown) for part in line))
            assert "internal error" not in err
            assert code != 5 or is_one_sentence_with_a_fix(err)
            codes.append(code)
        assert codes[:2] == [failed] * 2  # connecting, and the first statement
        assert set(codes) <= {failed, 0}  # 0 where the message only ended a transaction


@pytest.mark.parametrize("way", ["read", "reading", "writing", "whole"])
def test_a_connection_that_has_ended_is_made_again(slt, team, way):
    assert slt("open", "-p", "S1", "x").code == 0
    ways = {
        "read": lambda: store.count("cases"),
        "reading": lambda: store.reading().__enter__(),
        "writing": lambda: store.writing().__enter__(),
        "whole": lambda: list(store.whole(Query("SELECT number FROM cases", (), 0))),
    }
    with closing(PostgresStore(location_of(team))) as store:
        store.connected().close()
        with pytest.raises(LostTransactionError, match="was lost"):
            ways[way]()
        assert store.count("cases") == 1
