"""Without a home directory a database works; only copies that nobody places need one."""

import pwd

NEEDED = "there is no home directory that you may use, so there is no directory for copies"


def test_a_database_needs_a_home_only_for_copies_that_nobody_places(
    slt, new_store, monkeypatch, home
):
    def no_entry(uid: int) -> None:
        raise KeyError(uid)

    monkeypatch.setattr(pwd, "getpwuid", no_entry)
    monkeypatch.delenv("HOME")
    monkeypatch.chdir(home)
    monkeypatch.setenv("SLT_DB", new_store())
    assert slt("open", "-q", "-p", "S1", "x") == (0, "CASE-1\n", "")
    assert slt("backup", "copy.db", "-q").code == 0
    monkeypatch.setenv("SLT_DB", new_store())
    for line in ("backup", "restore copy.db"):
        code, out, err = slt(*line.split())
        assert (code, out) == (5, "")
        assert err.startswith(f"slt: error: {NEEDED}")
    monkeypatch.setenv("XDG_DATA_HOME", str(home / "data"))
    assert slt("restore", "copy.db", "-q").code == 0
    assert slt("list", "-q").out == "CASE-1\n"
