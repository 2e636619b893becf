"""Files where modes cannot be set, and root among the files of another user: done, and noted."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from slt_cli.file_remarks import mode_remark, root_remark

SOMEBODY = 12345
OPEN = "-p S1 --at 2026-03-06T12:00:00Z x"


@pytest.fixture
def no_modes(home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Be on a file system without modes: all may use all, and nobody can change that."""
    before = os.umask(0)
    opened, made = os.open, os.mkdir

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    def open_to_all(path: str, flags: int, mode: int = 0o777, **given: int) -> int:
        return opened(path, flags, 0o777 if flags & os.O_CREAT else mode, **given)

    monkeypatch.setattr(os, "open", open_to_all)
    monkeypatch.setattr(os, "mkdir", lambda path, mode=0o777, **_: made(path, 0o777 | mode))
    for change in ("chmod", "fchmod", "lchmod"):
        monkeypatch.setattr(os, change, refuse, raising=False)
    monkeypatch.chdir(home)
    yield home
    os.umask(before)


def left(directory: Path) -> list[str]:
    """Return the unfinished files in a directory."""
    return [file.name for file in directory.rglob("*") if ".new" in file.name]


WRITES = {
    "a new --db": ("open --db new.db " + OPEN, "new.db"),
    "store init": ("store init --db new.db", "new.db"),
    "backup": ("backup copy.db", "copy.db"),
    "export": ("export a.csv", "a.csv"),
    "report": ("report --html a.html", "a.html"),
    "config set": ("config set defaults.warn 30m --config own.toml", "own.toml"),
    "config init": ("config init --config own.toml", "own.toml"),
    "config holidays": (
        "config holidays usa --country US --years 2026",
        "{home}/.config/slt/config.toml",
    ),
}


@pytest.mark.parametrize(("line", "made"), WRITES.values(), ids=WRITES)
def test_where_no_mode_can_be_set_the_work_is_done_and_noted(slt, no_modes, line, made):
    if line.startswith(("backup", "export")):
        assert slt("open", *OPEN.split()).code == 0
    made = made.format(home=no_modes)
    code, _, err = slt(*line.split())
    assert code == 0
    note = f"slt: note: the mode of {made} is 0777: its file system does not let it be 0600\n"
    assert err == note + (
        "fix: keep it on a file system with permissions, as others on this machine may use it\n"
    )
    assert (no_modes / made).stat().st_size
    assert left(no_modes) == []


def test_a_backup_in_a_directory_restores(slt, no_modes):
    assert slt("open", *OPEN.split()).code == 0
    (no_modes / "copies").mkdir()
    copy = slt("backup", "copies", "-q").out.strip()
    assert slt("restore", copy, "--yes").code == 0
    assert slt("store", "copy", copy, "second.db").code == 0
    assert slt("list", "--db", "second.db", "-q").out == "CASE-1\n"
    assert left(no_modes) == []


def test_the_mode_of_a_configuration_that_is_lost_is_noted(slt, home, monkeypatch):
    file = home / "own.toml"
    file.touch()
    file.chmod(0o644)

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "chmod", refuse)
    code, _, err = slt("config", "set", "defaults.warn", "30m", "--config", str(file))
    assert (code, stat.S_IMODE(file.stat().st_mode)) == (0, 0o600)
    assert err == (
        f"slt: note: the mode of {file} is 0600: its file system does not let it be 0644\n"
        "fix: keep it on a file system with permissions\n"
    )


def test_a_file_with_its_mode_needs_no_remark(tmp_path):
    file = tmp_path / "a"
    assert mode_remark(file) is None
    file.touch()
    file.chmod(0o600)
    assert mode_remark(file) is None
    assert mode_remark(file, 0o644) is not None


# --- Root -----------------------------------------------------------------------------------------


@pytest.fixture
def as_root(home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Be root in the home of somebody else."""
    if os.geteuid() == 0:
        os.chown(home, SOMEBODY, -1)
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.chdir(home)
    return home


AS_ROOT = {
    "the first case": "open " + OPEN,
    "a new --db": "open --db new.db " + OPEN,
    "store init": "store init",
    "config set": "config set defaults.warn 30m",
    "config init": "config init",
    "config holidays": "config holidays usa --country US --years 2026",
    "backup": "--db old.db backup copy.db",
    "backup to a directory": "--db old.db backup .",
    "export": "--db old.db export a.csv",
    "report": "--db old.db report --html a.html",
    "restore": "restore old.db",
    "store copy": "store copy old.db new.db",
}


@pytest.mark.parametrize("line", AS_ROOT.values(), ids=AS_ROOT)
def test_root_is_told_before_it_makes_a_file_among_those_of_another_user(slt, as_root, line):
    if "old.db" in line:
        assert slt("open", "--db", "old.db", *OPEN.split()).code == 0
    code, _, err = slt(*line.split())
    assert code == 0
    assert f"slt: note: root makes this file, but {as_root} belongs to " in err
    assert err.count("slt: note: ") == 1
    assert "\nfix: run slt as that user, or give the file to " in err


@pytest.mark.usefixtures("as_root")
def test_where_the_store_is_there_nothing_is_made_and_nothing_told(slt):
    assert slt("open", *OPEN.split()).code == 0
    for line in ("note 1 x", "respond 1", "list", "verify"):
        result = slt(*line.split())
        assert (result.code, result.err) == (0, "")


def test_anybody_else_is_told_nothing(tmp_path, monkeypatch):
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    assert root_remark(tmp_path / "a" / "b") is None


def test_nor_is_root_in_its_own_directories(monkeypatch):
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    assert root_remark(Path("/nowhere/at/all")) is None
