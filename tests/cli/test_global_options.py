"""Paths that --db and --config name: ~ is the home directory, and a missing one is to be made."""

import pytest


@pytest.mark.parametrize("line", ["open -p S1 x", "list", "backup copy.db", "restore old.db --yes"])
def test_a_missing_directory_is_to_be_made(slt, home, monkeypatch, line):
    monkeypatch.chdir(home)
    assert slt("open", "-q", "-p", "S1", "x", "--db", "old.db").code == 0
    result = slt("--db", "my cases/cases.db", *line.split())
    assert (result.code, result.out) == (5, "")
    assert result.err == (
        "slt: error: the store my cases/cases.db cannot be used: its directory does not exist\n"
        "fix: make it with `mkdir -p 'my cases'`, mount its disk, or name another store with "
        "--db or SLT_DB\n"
    )


def test_a_tilde_that_no_shell_replaced_is_the_home_directory(slt, home, monkeypatch):
    (home / "elsewhere").mkdir()
    monkeypatch.chdir(home / "elsewhere")
    assert slt("--db", "~/own.db", "open", "-q", "-p", "S1", "x").code == 0
    assert slt("--config", "~/own.toml", "config", "init").code == 0
    assert (home / "own.db").is_file()
    assert (home / "own.toml").is_file()
    assert slt("--config=~/own.toml", "--db=~/own.db", "list", "-q").out == "CASE-1\n"
