"""The team's policy in the store: everyone who uses it gets the same due times."""

import json
import shutil
import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.store.sqlite.upgrades import STORES

AT = "2026-11-23T12:00:00Z"
pytestmark = pytest.mark.now(AT)

LONG, SHORT = "7h", "3h"
OWN = '[defaults]\nregion = "{region}"\n[plans.partner.targets.S1]\nresponse = "{response}"\n'
TEAM = '[plans.partner.targets.S1]\nresponse = "5h"\nclock = "24x7"\n'
BROKEN = "[regions.usa]\ntimezone = 'Nowhere/At_All'\ncolour = 1\n[classify.add]\nnoise = ['x']\n"
OPENED = ("--if-opened", "2026-11-23T11:00:00Z", "-p", "S1", "-r", "europe")
REFERENCE = [
    *("hotline", "targets", "contacts", "classify phones", "config show", "config check"),
    *("config get defaults.region", f"due {' '.join(OPENED)}"),
]


@pytest.fixture(autouse=True)
def db(home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the store that all users share; it has one case of an S1 in Europe."""
    monkeypatch.setenv("SLT_DB", str(home / "team.db"))
    monkeypatch.chdir(home)
    (home / "team.toml").write_text(TEAM)
    (home / "broken.toml").write_text(BROKEN)
    return home / "team.db"


@pytest.fixture
def be(home: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Path]:
    """Return a function that makes the test another user, each with a file of its own."""
    for name, region, response in (("ana", "usa", LONG), ("ben", "apac", SHORT)):
        directory = home / name / "slt"
        directory.mkdir(parents=True)
        text = OWN.format(region=region, response=response)
        (directory / "config.toml").write_text(text)

    def become(name: str) -> Path:
        monkeypatch.setenv("XDG_CONFIG_HOME", str(home / name))
        monkeypatch.setenv("LOGNAME", name)
        return home / name / "slt" / "config.toml"

    return become


@pytest.fixture
def due(be, items) -> Callable[[], dict[str, Any]]:
    """Return a function that gives what each user is told about a case opened at eleven."""

    def each() -> dict[str, Any]:
        found = {}
        for name in ("ana", "ben"):
            be(name)
            (clock,) = items("due", *OPENED)
            found[name] = clock["due_at"]
        return found

    return each


def rows(db: Path, sql: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(db)) as connection:
        return connection.execute(sql).fetchall()


# --- What it is for -------------------------------------------------------------------------------


def test_two_users_get_one_due_time(slt, be, due) -> None:
    before = due()
    be("ana")
    assert slt("store", "policy", "set", "team.toml").code == 0
    after = due()

    assert before == {"ana": "2026-11-23T18:00:00Z", "ben": "2026-11-23T14:00:00Z"}
    assert after == dict.fromkeys(("ana", "ben"), "2026-11-23T16:00:00Z")


def test_a_case_gets_it_whoever_opens_it(slt, be, items) -> None:
    slt("store", "policy", "set", "team.toml")
    told = []
    for name in ("ana", "ben"):
        be(name)
        (case,) = items("open", "-p", "S1", "-r", "europe", "--at", "2026-11-23T11:00:00Z", "x")
        told.append(case["due_at"])

    assert told == ["2026-11-23T16:00:00Z"] * 2
    assert slt("recalc") == (0, "", "")


def test_the_defaults_of_each_user_still_count(slt, be) -> None:
    slt("store", "policy", "set", "team.toml")

    regions = []
    for name in ("ana", "ben"):
        be(name)
        regions.append(slt("config", "get", "defaults.region").out)
    assert regions == ["usa\n", "apac\n"]


def test_the_file_of_an_option_counts_no_more_than_the_own_one(slt, items, home: Path) -> None:
    (home / "trial.toml").write_text(OWN.format(region="apac", response=LONG))
    slt("store", "policy", "set", "team.toml")

    (clock,) = items("due", *OPENED, "--config", "trial.toml")
    assert clock["due_at"] == "2026-11-23T16:00:00Z"
    assert slt("config", "get", "defaults.region", "--config", "trial.toml").out == "apac\n"


def test_the_words_of_the_classifier_are_the_teams(slt, items, home: Path) -> None:
    text = "The zorgs are dead for everyone"
    before = items("classify", text)
    (home / "words.toml").write_text('[classify.add]\nmajor = ["zorg*"]\n')
    slt("store", "policy", "set", "words.toml")

    assert items("classify", text)[0]["reasons"] != before[0]["reasons"]


# --- Set, shown, cleared --------------------------------------------------------------------------


def test_it_says_what_counts_now_and_what_to_do_next(slt, db: Path) -> None:
    result = slt("store", "policy", "set", "team.toml")

    assert (result.code, result.err) == (0, "")
    assert f"team.toml counts for everyone who uses {db}; of their own files only" in result.out
    assert "`slt recalc`" in result.out


def test_it_is_shown_as_it_was_set(slt, items, home: Path) -> None:
    text = "# 電話\r\n[defaults]\t\nregion = 'apac'"
    (home / "odd.toml").write_bytes(text.encode())
    assert slt("store", "policy", "set", "odd.toml").code == 0

    assert slt("store", "policy", "show").out == text
    (item,) = items("store", "policy", "show")
    assert (item["text"], item["set_at"], item["set_by"]) == (text, AT, "tester")
    assert item["zones"]
    assert slt("store", "policy", "show", "-q").out == f"{AT}\n"


def test_standard_input_is_read(process) -> None:
    assert process("store", "policy", "set", "-", stdin=TEAM).code == 0
    shown = process("store", "policy", "show")
    assert shown == (0, TEAM, "")
    assert process("store", "policy", "set", "-", stdin=shown.out).code == 0


@pytest.mark.parametrize("store", ["none", "one"])
def test_without_a_policy_there_is_nothing_to_show_or_clear(slt, db: Path, store: str) -> None:
    if store == "one":
        slt("store", "init")
    for command in ("show", "clear"):
        assert slt("store", "policy", command) == (0, "", "")
        assert "has no team's policy" in slt("store", "policy", command, on_terminal=True).err + (
            slt("store", "policy", command, on_terminal=True).out
        )
        assert json.loads(slt("store", "policy", command, "--json").out)["items"] == []
    assert db.exists() is (store == "one")


def test_cleared_everyones_own_counts_again_and_the_history_stays(slt, be, due, db: Path) -> None:
    before = due()
    be("ana")
    slt("store", "policy", "set", "team.toml")
    be("ben")
    result = slt("store", "policy", "clear")

    assert (result.code, "own configuration counts again" in result.out) == (0, True)
    assert due() == before
    kept = rows(db, "SELECT number, text, set_at, who, zones IS NULL FROM policies")
    assert kept == [(1, TEAM, AT, "ana", 0), (2, None, AT, "ben", 1)]


def test_a_recorded_policy_is_neither_changed_nor_removed(slt, db: Path) -> None:
    slt("store", "policy", "set", "team.toml")

    for statement in ("UPDATE policies SET text = ''", "DELETE FROM policies"):
        with pytest.raises(sqlite3.IntegrityError, match="only added"):
            rows(db, statement)


def test_what_is_set_at_once_is_kept_completely(process, slt, db: Path, home: Path) -> None:
    slt("store", "init")
    for number in range(6):
        (home / f"{number}.toml").write_text(f"[defaults] # {number}\n")
    with ThreadPoolExecutor(3) as pool:
        done = pool.map(lambda n: process("store", "policy", "set", f"{n}.toml"), range(6))
        assert [result.code for result in done] == [0] * 6

    kept = rows(db, "SELECT text FROM policies ORDER BY number")
    assert {text for (text,) in kept} == {f"[defaults] # {number}\n" for number in range(6)}
    assert slt("store", "policy", "show").out == kept[-1][0]


def test_an_older_store_is_brought_up_to_date(slt, db: Path) -> None:
    shutil.copyfile(STORES / "schema-2.db", db)

    assert slt("store", "policy", "set", "team.toml").code == 0
    assert slt("store", "policy", "show").out == TEAM
    assert slt("verify").code == 0


# --- Refused --------------------------------------------------------------------------------------


def test_a_bad_one_is_refused_with_all_faults_and_the_old_one_stays(slt) -> None:
    slt("store", "policy", "set", "team.toml")
    result = slt("store", "policy", "set", "broken.toml")

    assert (result.code, result.out) == (3, "")
    for fault in (
        "broken.toml:2: regions.usa.timezone",
        "broken.toml:3: regions.usa.colour: unknown key",
        "broken.toml:5: classify.add.noise: unknown key",
    ):
        assert result.err.count(fault) == 1
    assert result.err.endswith("; nothing was changed\n")
    assert slt("store", "policy", "show").out == TEAM


def test_programs_get_the_faults_too(slt) -> None:
    error = json.loads(slt("store", "policy", "set", "broken.toml", "--json").err)["error"]

    assert (error["code"], error["exit"], len(error["faults"])) == ("configuration", 3, 3)


@pytest.mark.parametrize(
    ("content", "code", "says"),
    [
        pytest.param(None, 1, "there is no file new.toml", id="no file"),
        pytest.param(b"x = \x00", 3, "new.toml:1: not valid TOML", id="NUL"),
        pytest.param(b"x = '\x1b[31m'", 3, "new.toml:1: not valid TOML", id="an escape"),
        pytest.param(b"x = '\xff'", 3, "new.toml:1: the file is not UTF-8", id="not UTF-8"),
        pytest.param(b"x =", 3, "new.toml:1: not valid TOML", id="not TOML"),
        pytest.param(b"[defaults]\nregion = 'x'", 3, "unknown region 'x'", id="no such region"),
    ],
)
def test_a_file_that_is_not_a_policy_is_refused(
    slt, db: Path, home: Path, content: bytes | None, code: int, says: str
) -> None:
    if content is not None:
        (home / "new.toml").write_bytes(content)
    result = slt("store", "policy", "set", "new.toml")

    assert (result.code, result.out, says in result.err) == (code, "", True)
    assert not db.exists()


def test_what_a_terminal_would_interpret_is_shown_as_an_escape(slt, home: Path) -> None:
    text = "# \u202ecba\x9b31m\t1\n[defaults]\nregion = 'apac'\n"
    (home / "odd.toml").write_text(text, encoding="utf-8")
    slt("store", "policy", "set", "odd.toml")

    shown = slt("store", "policy", "show", on_terminal=True).out
    assert shown == "# \\u202ecba\\x9b31m\t1\n[defaults]\nregion = 'apac'\n"
    assert slt("store", "policy", "show").out == text


# --- One that this slt cannot use -----------------------------------------------------------------


@pytest.fixture
def newer(slt, db: Path) -> None:
    """Put a policy into the store as a newer slt would."""
    slt("store", "init")
    text = "[future]\nx = 1\n[regions.usa]\nlanguage = 'en'\n"
    insert = "INSERT INTO policies VALUES (1, ?, '2026-11-23T10:00:00Z', 'ana', NULL)"
    with closing(sqlite3.connect(db)) as connection, connection:
        connection.execute(insert, (text,))
        connection.execute("UPDATE counters SET value = 1 WHERE name = 'policy'")


@pytest.mark.usefixtures("newer")
@pytest.mark.parametrize("line", ["list", "hotline", "config check"])
def test_one_from_a_newer_slt_is_refused_with_all_its_faults(slt, line: str) -> None:
    result = slt(*line.split())

    assert (result.code, result.out) == (3, "")
    assert "store policy:1: future: unknown key" in result.err
    assert "store policy:4: regions.usa.language: unknown key" in result.err
    assert result.err.count("`slt store policy set FILE`") == 2


@pytest.mark.usefixtures("newer")
def test_it_can_still_be_shown_and_replaced(slt) -> None:
    assert "[future]" in slt("store", "policy", "show").out
    assert slt("doctor").code == 1
    assert slt("store", "policy", "set", "team.toml").code == 0
    assert slt("hotline").code == 0


# --- Where the store cannot be read ---------------------------------------------------------------


@pytest.fixture
def damaged(slt, be, db: Path) -> None:
    """Put something else in the place of a store with a policy."""
    be("ana")
    slt("store", "policy", "set", "team.toml")
    for file in db.parent.glob("team.db*"):
        file.write_bytes(b"no database at all " * 500)


@pytest.mark.usefixtures("damaged")
@pytest.mark.parametrize("line", REFERENCE)
def test_reference_answers_from_the_own_configuration_and_says_so(slt, line: str) -> None:
    result = slt(*line.split())

    assert result.code == 0
    note, fix = result.err.splitlines()
    assert note.startswith("slt: note: this answer is from your own configuration, the team's")
    assert fix.startswith("fix: ")


@pytest.mark.usefixtures("damaged")
@pytest.mark.parametrize("line", REFERENCE)
def test_in_json_both_streams_stay_parseable(slt, line: str) -> None:
    result = slt(*line.split(), "--json")

    assert (result.code, result.err) == (0, "")
    assert json.loads(result.out)["schema"]


@pytest.mark.usefixtures("damaged")
def test_the_own_configuration_counts_then(items) -> None:
    (clock,) = items("due", *OPENED)
    assert clock["due_at"] == "2026-11-23T18:00:00Z"


@pytest.mark.usefixtures("damaged")
@pytest.mark.parametrize(
    "line",
    ["list", "due", "open -p S1 x", "show 1", "recalc", "store policy show", "store policy clear"],
)
def test_what_needs_the_store_fails(slt, line: str) -> None:
    result = slt(*line.split())

    assert (result.code, result.out) == (5, "")


@pytest.mark.usefixtures("damaged")
@pytest.mark.parametrize(
    "line",
    ["config set defaults.warn 30m", "config check team.toml", "config path", "completion bash"],
)
def test_what_does_not_need_it_says_nothing(slt, line: str) -> None:
    result = slt(*line.split())

    assert (result.code, result.err) == (0, "")


@pytest.mark.usefixtures("damaged")
def test_names_are_completed(process) -> None:
    words = process("__complete", "list", "--region", "")

    assert [line.split("\t")[0] for line in words.out.splitlines()] == ["usa", "europe", "apac"]
    assert words.err == ""


# --- What others are told -------------------------------------------------------------------------


def test_the_origin_of_a_value_is_the_policy(slt, be, items) -> None:
    file = be("ana")
    slt("store", "policy", "set", "team.toml")
    origins = {item["key"]: item["origin"] for item in items("config", "show", "--origin")}

    assert origins["plans.partner.targets.S1.response"] == "store policy"
    assert origins["defaults.region"] == str(file)
    said = f"Does not count: plans of {file}: the store has the team's policy"
    assert said in slt("config", "show", "--origin").out
    assert said not in slt("config", "show").out


def checks(slt, check: str = "team policy") -> list[list[str]]:
    lines = slt("doctor", "-o", "tsv").out.splitlines()
    return [row for row in (line.split("\t") for line in lines) if row[0] == check]


def test_doctor_says_what_does_not_count(slt, be) -> None:
    file = be("ana")
    assert checks(slt) == [["team policy", "ok", "none: your own configuration counts", ""]]

    slt("store", "policy", "set", "team.toml")
    ((_, state, found, fix),) = checks(slt)
    assert (state, f"these tables of {file} do not count: plans" in found) == ("warning", True)
    assert ("`slt store policy show`" in fix, f"remove them from {file}" in fix) == (True, True)

    file.write_text('[defaults]\nwarn = "30m"\n')
    ((_, state, found, fix),) = checks(slt)
    assert (state, fix) == ("ok", "")
    assert found == f"set by ana at {AT}; nothing of your own files is left out"


@pytest.mark.usefixtures("damaged")
def test_doctor_survives_a_store_that_cannot_be_read(slt) -> None:
    ((_, state, found, _),) = checks(slt)
    assert (state, "cannot be read" in found) == ("warning", True)


@pytest.mark.usefixtures("db")
def test_doctor_changes_nothing(slt, home: Path) -> None:
    slt("store", "policy", "set", "team.toml")
    before = {entry.name: entry.read_bytes() for entry in home.glob("team.db*")}

    assert slt("doctor").code == 0
    assert {entry.name: entry.read_bytes() for entry in home.glob("team.db*")} == before


def test_doctor_warns_of_other_time_zone_data(slt, db: Path) -> None:
    slt("store", "policy", "set", "team.toml")
    insert = f"INSERT INTO policies VALUES (2, '', '{AT}', 'ben', '1999z')"
    with closing(sqlite3.connect(db)) as connection, connection:
        connection.execute(insert)

    ((_, state, found, fix),) = checks(slt, "policy zone data")
    assert (state, "1999z where it was set by ben" in found) == ("warning", True)
    assert "upgrade the older one" in fix


def test_a_backup_has_it_too(slt) -> None:
    slt("store", "policy", "set", "team.toml")
    slt("backup", "copy.db")
    slt("store", "policy", "clear")
    slt("restore", "copy.db", "--yes")

    assert slt("store", "policy", "show").out == TEAM


@pytest.mark.parametrize("text", ["", "# nothing yet\n"], ids=["empty", "a comment"])
def test_a_file_that_sets_nothing_is_refused(slt, home: Path, text) -> None:
    assert slt("store", "policy", "set", "team.toml").code == 0
    (home / "nothing.toml").write_text(text)
    result = slt("store", "policy", "set", "nothing.toml")
    assert (result.code, result.out) == (1, "")
    assert "nothing.toml sets nothing" in result.err
    assert "`slt store policy clear` ends the team's policy" in result.err
    assert slt("store", "policy", "show").out == TEAM


def test_a_file_that_is_no_toml_changes_nothing_and_says_so(slt, home: Path) -> None:
    (home / "broken.toml").write_text("[regions\n")
    result = slt("store", "policy", "set", "broken.toml")
    assert (result.code, result.out) == (3, "")
    assert result.err.rstrip().endswith("; nothing was changed")


def test_a_value_that_does_not_count_is_noted_where_it_is_set(slt, be) -> None:
    be("ana")
    key = "plans.partner.targets.S1.response"
    assert "Team policy" not in slt("config", "set", key, "6h").out
    slt("store", "policy", "set", "team.toml")
    for line in (("set", key, "9h"), ("unset", key)):
        result = slt("config", *line)
        assert result.code == 0, result.err
        assert "[plans] counts only there: `slt store policy show`" in " ".join(result.out.split())
    assert "Team policy" not in slt("config", "set", "defaults.warn", "30m").out
    slt("store", "policy", "clear")
    assert "Team policy" not in slt("config", "set", key, "6h").out
