"""A connection that is lost while something is recorded: it is recorded once, and said so."""

import json
from functools import partial
from pathlib import Path

import pytest

from slt_cli.app import App, Options
from slt_cli.cli.program import run
from slt_cli.store.location import location_of
from slt_cli.store.postgres.database_error import DatabaseError
from slt_cli.store.postgres.driver import Session
from slt_cli.store.postgres.store import PostgresStore

AGO = ("--at", "2026-03-06T12:00:00Z")
CASES = """id,subject,priority,opened_at,ref
,first,S1,2026-03-06T12:00:00Z,a
,second,S2,2026-03-06T12:00:00Z,b
,third,S2,2026-03-06T12:00:00Z,
"""

COMMIT = "COMMIT\0"  # the end of a message, unlike READ COMMITTED

MOMENTS = pytest.mark.parametrize("moment", ["before", "after"])


@pytest.fixture
def cases(team, slt):
    """Return the URL of a store with nine cases."""
    for number in range(1, 10):
        assert slt("open", "-p", "S1", f"case {number}", *AGO).code == 0
    return team


@pytest.fixture
def impatient(capsys):
    """Return a function that runs a command line that waits half a second for a lost server."""

    def new_app(options: Options, connect=Session, seconds: float = 0.5) -> App:
        app = App(options)
        app.store = PostgresStore(app.location, connect, seconds)
        return app

    def call(*arguments: str, **chosen):
        capsys.readouterr()
        code = run(arguments, partial(new_app, **chosen))
        return (code, *capsys.readouterr())

    return call


def recorded(sql) -> list[tuple[int, str]]:
    """Return the case and kind of each event but those that opened the nine cases."""
    return sql(
        "SELECT case_number, kind FROM events WHERE NOT (kind = 'opened' AND case_number < 10) "
        "ORDER BY case_number, id"
    )


LINES = [
    pytest.param(("open", "-p", "S1", "new", "-q"), "CASE-10\n", [(10, "opened")], id="open"),
    pytest.param(
        ("open", "-p", "S1", "new", "-q", "--once", "k", "--ref", "r"),
        "CASE-10\n",
        [(10, "opened")],
        id="open with a key",
    ),
    pytest.param(("respond", "4", "-q"), "CASE-4\n", [(4, "responded")], id="respond"),
    pytest.param(
        ("respond", "4", "7", "9", "-q"),
        "CASE-4\nCASE-7\nCASE-9\n",
        [(4, "responded"), (7, "responded"), (9, "responded")],
        id="respond to several",
    ),
    pytest.param(("escalate", "4", "-q"), "CASE-4\n", [(4, "escalated")], id="escalate"),
    pytest.param(
        ("escalate", "--late", "-q"),
        "".join(f"CASE-{n}\n" for n in range(1, 10)),
        [(n, "escalated") for n in range(1, 10)],
        id="escalate what is late",
    ),
    pytest.param(("note", "4", "x", "-q"), "CASE-4\n", [(4, "noted")], id="note"),
    pytest.param(("update", "4", "--ref", "r", "-q"), "CASE-4\n", [(4, "updated")], id="update"),
    pytest.param(("void", "4", "--reason", "x", "-q"), "CASE-4\n", [(4, "voided")], id="void"),
    pytest.param(
        ("redact", "4", "--reason", "x", "--yes", "-q"), "CASE-4\n", [(4, "redacted")], id="redact"
    ),
    pytest.param(
        ("import", "{file}", "-q"),
        "CASE-10\nCASE-11\nCASE-12\n",
        [(10, "opened"), (11, "opened"), (12, "opened")],
        id="import",
    ),
    pytest.param(
        ("import", "{history}", "-q"),
        "CASE-10\nCASE-11\nCASE-12\n",
        [(10, "opened"), (11, "opened"), (12, "opened")],
        id="import with histories",
    ),
]


@pytest.fixture
def files(slt, tmp_path) -> dict[str, Path]:
    """Return a file with three new cases, and one that has their histories, too."""
    files = {"file": tmp_path / "cases.csv", "history": tmp_path / "cases.jsonl"}
    files["file"].write_text(CASES)
    for line in (("import", str(files["file"])), ("export", str(files["history"]))):
        done = slt(*line, "--db", str(tmp_path / "other.db"))
        assert done.code == 0, done.err
    history = files["history"].read_text()
    for number in (1, 2, 3):
        history = history.replace(f'"CASE-{number}"', f'"CASE-{number + 9}"')
    files["history"].write_text(history)
    return files


@MOMENTS
@pytest.mark.parametrize(("line", "answer", "events"), LINES)
def test_a_lost_answer_to_a_commit(slt, sql, between, files, moment, line, answer, events):
    line = [part.format(**files) for part in line]
    between.cut(COMMIT, 2 if len(answer.split()) > 1 and line[0] != "import" else 1, moment)
    done = slt(*line)
    assert between.cuts == 1
    if line[0] == "import" and moment == "before":  # the rows may have come through a pipe
        assert (done.code, done.out) == (5, "")
        assert "was lost, and nothing was imported\nfix: import it again\n" in done.err
        assert recorded(sql) == []
        done = slt(*line)
    assert done == (0, answer, "")
    assert recorded(sql) == events
    assert slt("verify") == (0, "", "")


@MOMENTS
def test_a_lost_answer_to_an_undo(slt, sql, between, moment):
    assert slt("respond", "4").code == 0
    between.cut(COMMIT, 1, moment)
    done = slt("undo", "4", "--json")
    assert (done.code, done.err, between.cuts) == (0, "", 1)
    (item,) = json.loads(done.out)["items"]
    assert item["status"] == "open"
    assert recorded(sql) == [(4, "responded"), (4, "undone")]


@MOMENTS
@pytest.mark.parametrize("line", [("set", "{file}"), ("clear",)], ids=["set", "cleared"])
def test_a_lost_answer_to_a_policy(slt, sql, between, tmp_path, moment, line):
    file = tmp_path / "team.toml"
    file.write_text('[regions.usa.hours]\nmon-fri = "09:00-10:00"\n')
    assert slt("store", "policy", "set", str(file)).code == 0
    file.write_text('[regions.usa.hours]\nmon-fri = "09:00-11:00"\n')
    between.cut(COMMIT, 1, moment)
    done = slt("store", "policy", *(part.format(file=file) for part in line))
    assert (done.code, done.err, between.cuts) == (0, "", 1)
    wanted = file.read_text() if line[0] == "set" else None
    assert sql("SELECT number, text FROM policies WHERE number > 1") == [(2, wanted)]
    assert sql("SELECT value FROM counters WHERE name = 'policy'") == [(2,)]


@pytest.mark.parametrize("word", ["BEGIN", "FOR UPDATE", "INSERT INTO events"])
def test_a_connection_lost_before_the_commit(slt, sql, between, word):
    between.cut(word, 1, "after")
    assert slt("open", "-p", "S1", "new", "-q", "--ref", "r") == (0, "CASE-10\n", "")
    between.cut(word, 1, "before")
    assert slt("respond", "4", "-q") == (0, "CASE-4\n", "")
    assert between.cuts == 2
    assert recorded(sql) == [(4, "responded"), (10, "opened")]


@pytest.mark.parametrize(
    ("moment", "events"), [("before", []), ("after", [(10, "opened")])], ids=str
)
def test_a_server_that_stays_away_after_a_commit(impatient, sql, between, moment, events):
    between.cut(COMMIT, 1, moment, stays_away=True)
    code, out, err = impatient("open", "-p", "S1", "new", "-q")
    assert (code, out) == (5, "")
    error, fix = err.splitlines()
    assert error.startswith("slt: error: the connection to postgresql:///postgres?host=")
    assert error.endswith(" was lost while this was recorded, and nobody can tell whether it was")
    assert fix == (
        "fix: look with `slt list` or `slt show` when the server answers again, before you "
        "repeat it"
    )
    assert recorded(sql) == events


@MOMENTS
def test_a_server_that_stays_away_in_the_middle_of_several(impatient, sql, between, moment):
    between.cut(COMMIT, 2, moment, stays_away=True)
    code, out, err = impatient("respond", "4", "7", "9", "-q")
    assert (code, out) == (5, "CASE-4\n")
    assert err.endswith(
        "before you repeat it; CASE-4 was recorded; CASE-7 may be recorded: see `slt show "
        "CASE-7`; CASE-9 remains: repeat the command for it\n"
    )
    after = [(7, "responded")] if moment == "after" else []
    assert recorded(sql) == [(4, "responded"), *after]


def test_a_server_that_stays_away_before_anything_is_recorded(impatient, sql, between):
    between.cut("FOR UPDATE", 2, "before", stays_away=True)
    code, out, err = impatient("respond", "4", "7", "--json")
    assert code == 5
    assert [item["id"] for item in json.loads(out)["items"]] == ["CASE-4"]
    error = json.loads(err)["error"]
    assert error["message"].endswith(" was lost")
    assert error["hint"] == (
        "try again in a moment; CASE-4 was recorded; CASE-7 remains: repeat the command for it"
    )
    assert recorded(sql) == [(4, "responded")]


def test_an_import_whose_server_stays_away(impatient, between, tmp_path):
    (tmp_path / "cases.csv").write_text(CASES)
    between.cut(COMMIT, 1, "after", stays_away=True)
    code, out, err = impatient("import", str(tmp_path / "cases.csv"))
    assert (code, out) == (5, "")
    assert "nobody can tell whether it was" in err


class Failing(Session):
    """A session whose first commits fail with an SQLSTATE."""

    def __init__(self, state: str, left: list[int], url: str) -> None:
        super().__init__(url)
        self._state = state
        self._left = left

    def commit(self) -> None:
        if self._left[0]:
            self._left[0] -= 1
            raise DatabaseError(self._state, "the server's own words")
        super().commit()


@pytest.mark.parametrize("state", ["40001", "40P01"])
@pytest.mark.parametrize("line", [("open", "-p", "S1", "new", "-q"), ("respond", "4", "9", "-q")])
@pytest.mark.usefixtures("between")
def test_a_transaction_that_the_server_undid_is_run_again(impatient, sql, state, line):
    connect = partial(Failing, state, [3])
    code, out, err = impatient(*line, connect=connect, seconds=15)
    assert (code, err) == (0, "")
    assert [f"CASE-{number}" for number, _ in recorded(sql)] == out.split()


@pytest.mark.parametrize(
    ("state", "said"),
    [
        ("40001", "is busy: others change the same cases all the time"),
        ("40P01", "is busy: others change the same cases all the time"),
        ("53100", "is full"),
        ("57014", "cancelled this: somebody asked for it, or it took too long"),
        ("55P03", "is busy: another transaction holds what this needs"),
        ("53200", "has too much to do: the server's own words"),
        ("XX000", "cannot be used: the server's own words"),
    ],
)
@pytest.mark.usefixtures("between")
def test_what_the_server_reports_to_the_end(impatient, sql, state, said):
    code, out, err = impatient("respond", "4", "9", connect=partial(Failing, state, [10**6]))
    assert (code, out) == (5, "")
    error, fix = err.splitlines()
    assert said in error
    assert "remain" not in fix
    assert recorded(sql) == []


def test_what_else_is_reported_after_a_loss_does_not_hide_it(impatient, sql, between):
    between.cut(COMMIT, 1, "after")
    lost = iter([False, True])

    def connect(url: str) -> Session:
        session = Session(url)
        if next(lost):  # the server that took over is a replica
            session.execute("SET default_transaction_read_only = on")
        return session

    code, _, err = impatient("open", "-p", "S1", "new", connect=connect)
    assert code == 5
    assert "nobody can tell whether it was" in err
    assert recorded(sql) == [(10, "opened")]


@pytest.mark.usefixtures("sql")
def test_reading_says_that_the_server_is_gone(slt, between):
    between.cut("FROM cases c", 1, "after")
    done = slt("list", "--all")
    assert (done.code, done.out) == (5, "")
    assert done.err.endswith(" was lost\nfix: try again in a moment\n")


def test_the_url_is_the_store_that_is_meant(team):
    assert location_of(team).engine == "postgres"
