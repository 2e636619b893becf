"""`slt restore` into a database: nothing is replaced, and how to go on is said."""

from pathlib import Path

import pytest


@pytest.fixture
def team(new_store, slt, home: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Return the URL of a store with a case, which every command uses; ./saved.db is a backup."""
    monkeypatch.chdir(home)
    monkeypatch.setenv("SLT_DB", new_store())
    assert slt("open", "-q", "-p", "S1", "one").code == 0
    assert slt("backup", "saved.db").code == 0
    return new_store()


def test_an_empty_database_needs_no_confirmation(slt, items, team):
    there = ["--db", team]
    assert slt("restore", "saved.db", *there).code == 0
    assert items("list", *there) == items("list")


@pytest.mark.usefixtures("team")
def test_a_database_with_cases_is_refused_with_how_to_go_on(slt):
    refused = slt("restore", "saved.db")
    assert (refused.code, refused.out) == (1, "")
    assert "is not replaced" in refused.err
    assert "this one has 1 case" in refused.err
    assert "let a superuser, or a role with CREATEDB, run `createdb --owner " in refused.err
    assert " -E UTF8 -T template0 new` on this server, then " in refused.err
    assert " store init` and `slt --db 'postgresql:///new?" in refused.err
    assert " restore saved.db`" in refused.err
    assert "..." not in refused.err
    assert "every case" not in refused.err


@pytest.mark.usefixtures("team")
def test_a_file_that_is_no_backup_is_said_before_the_cases(slt, home):
    (home / "note").write_text("A note.\n")
    refused = slt("restore", "note")
    assert refused.code == 5
    assert "note is not a store of slt" in refused.err
    assert "name another backup" in refused.err
