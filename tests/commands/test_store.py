"""`slt store path`, `init` and `upgrade`: where cases are kept, and a store that is ready."""

import shutil
import stat
import sys
from pathlib import Path

import pytest

from slt_cli.store.sqlite import file
from tests.store.sqlite.upgrades import STORES, version_of


@pytest.fixture
def db(home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return where the store is; there is none yet."""
    monkeypatch.setenv("SLT_DB", str(home / "cases.db"))
    return home / "cases.db"


# --- Where it is ----------------------------------------------------------------------------------


def test_the_path_is_printed_alone_and_nothing_is_made(slt, db: Path, home: Path) -> None:
    assert slt("store", "path") == (0, f"{db}\n", "")
    assert list(home.iterdir()) == []


def test_without_a_name_it_is_in_the_users_directory(slt, home: Path) -> None:
    assert slt("store", "path").out == f"{home}/.local/share/slt/cases.db\n"


@pytest.mark.usefixtures("db")
def test_an_option_names_another(slt) -> None:
    assert slt("store", "path", "--db", "team.db").out == "team.db\n"


def test_programs_get_the_engine(items, db: Path) -> None:
    assert items("store", "path") == [{"path": str(db), "engine": "sqlite"}]


@pytest.mark.usefixtures("db")
def test_a_file_that_is_not_a_store_has_a_path_too(slt, home: Path) -> None:
    (home / "notes.txt").write_text("A note.\n")
    assert slt("store", "path", "--db", "notes.txt") == (0, "notes.txt\n", "")


def test_a_hostile_name_is_shown_safely_on_a_terminal(slt) -> None:
    name = "a\x1b[31m.db"
    assert slt("store", "path", "--db", name).out == f"{name}\n"
    assert slt("store", "path", "--db", name, on_terminal=True).out == "a\\x1b[31m.db\n"


# --- One that is ready ----------------------------------------------------------------------------


def test_a_store_is_made_for_its_owner_only(slt, db: Path) -> None:
    result = slt("store", "init")

    assert (result.code, result.err, "made now" in result.out) == (0, "", True)
    assert (version_of(db), stat.S_IMODE(db.stat().st_mode)) == (file.SCHEMA_VERSION, 0o600)
    assert slt("open", "-q", "-p", "S1", "x").out == "CASE-1\n"


def test_the_users_own_store_is_made_with_its_directory(slt, home: Path) -> None:
    assert slt("store", "init").code == 0
    assert stat.S_IMODE((home / ".local" / "share" / "slt").stat().st_mode) == 0o700


@pytest.mark.usefixtures("db")
def test_one_that_is_ready_stays(slt, items) -> None:
    slt("open", "-p", "S1", "x")

    assert items("store", "init")[0]["created"] is False
    assert "ready already" in slt("store", "init").out
    assert slt("list", "--all", "-q").out == "CASE-1\n"


def test_an_empty_file_becomes_a_store(items, db: Path) -> None:
    db.touch()

    assert items("store", "init") == [{"path": str(db), "engine": "sqlite", "created": True}]
    assert version_of(db) == file.SCHEMA_VERSION


def test_a_file_of_another_program_is_not_touched(slt, db: Path) -> None:
    db.write_text("A note.\n" * 100)

    for command in ("init", "upgrade"):
        result = slt("store", command)
        assert (result.code, "is not a store of slt" in result.err) == (5, True)
    assert db.read_text() == "A note.\n" * 100


# --- One that is up to date -----------------------------------------------------------------------


@pytest.mark.parametrize("version", range(1, file.SCHEMA_VERSION))
def test_an_older_store_is_brought_up_to_date(slt, items, db: Path, version: int) -> None:
    shutil.copyfile(STORES / f"schema-{version}.db", db)

    (item,) = items("store", "upgrade")

    assert (item["schema_before"], item["schema_version"]) == (version, file.SCHEMA_VERSION)
    assert version_of(db) == file.SCHEMA_VERSION
    assert version_of(db.with_name(f"cases.db.before-schema-{file.SCHEMA_VERSION}")) == version
    assert slt("verify") == (0, "", "")


def test_it_says_from_which_version_to_which(slt, db: Path) -> None:
    shutil.copyfile(STORES / "schema-2.db", db)

    assert f"brought from schema 2 to {file.SCHEMA_VERSION}" in slt("store", "upgrade").out
    assert f"up to date already: schema {file.SCHEMA_VERSION}" in slt("store", "upgrade").out


def test_an_older_store_is_ready_and_stays_so(items, db: Path) -> None:
    shutil.copyfile(STORES / "schema-2.db", db)

    assert items("store", "init")[0]["created"] is False
    assert version_of(db) == 2


def test_without_a_store_there_is_nothing_to_upgrade(slt, db: Path) -> None:
    result = slt("store", "upgrade")

    assert result == (
        1,
        "",
        f"slt: error: there is no store {db} yet\nfix: `slt store init` makes one\n",
    )
    assert not db.exists()


def test_a_file_has_no_roles(slt, db: Path) -> None:
    refused = slt("store", "grant", "--agent", "ben", "--apply")

    assert (refused.code, refused.out) == (1, "")
    assert refused.err.startswith(f"slt: error: {db} is a file, and a file has no roles\nfix: ")
    assert "docs/team-on-one-machine.md" in refused.err
    assert not db.exists()


WRONG = "postgresql:u:secret@h/slt"


@pytest.mark.parametrize("how", ["SLT_DB", "--db"])
def test_a_url_that_is_mistyped_makes_no_file(slt, home, monkeypatch, how):
    monkeypatch.chdir(home)
    option = ("--db", WRONG) if how == "--db" else ()
    if not option:
        monkeypatch.setenv("SLT_DB", WRONG)
    for line in (("open", "-p", "S1", "x"), ("store", "init"), ("list",), ("store", "path")):
        result = slt(*line, *option)
        assert (result.code, result.out) == (5, "")
        assert "postgresql:... is not the URL of a PostgreSQL database" in result.err
        assert "secret" not in result.err
    copied = slt("store", "copy", "cases.db", WRONG)
    assert (copied.code, "secret" in copied.err) == (5, False)
    assert list(home.iterdir()) == []


def without_a_store(slt, said):
    """Assert that the commands that need no store answer, with a note of what is wrong."""
    for line in (
        "hotline",
        "contacts",
        "targets",
        "classify phones",
        "config show",
        "config check",
    ):
        result = slt(*line.split())
        assert (result.code, said in result.err) == (0, True), (line, result)
    found = slt("doctor")
    assert found.code == 1
    assert said in " ".join(found.out.split())


def test_commands_that_need_no_store_answer_with_a_mistyped_url(slt, monkeypatch):
    monkeypatch.setenv("SLT_DB", WRONG)
    without_a_store(slt, "is not the URL of a PostgreSQL database")
    assert slt("config", "path").code == 0


def test_commands_that_need_no_store_answer_without_the_driver(slt, monkeypatch):
    monkeypatch.setenv("SLT_DB", "postgresql:///slt")
    monkeypatch.setitem(sys.modules, "psycopg2", None)
    for name in [name for name in sys.modules if name.startswith("slt_cli.store.postgres.")]:
        monkeypatch.delitem(sys.modules, name)
    result = slt("list")
    assert (result.code, result.out) == (5, "")
    assert "needs the package psycopg2, which is not installed" in result.err
    for line in ("pip install", "uv tool install"):
        assert f"{line} 'slt-cli[postgres]'" in result.err
    without_a_store(slt, "needs the package psycopg2, which is not installed")
    assert slt("config", "path").code == 0
