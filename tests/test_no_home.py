"""Without a home directory: one sentence where it is needed, and not needed where files are named.

A container that runs with `-u` has no entry for its user, and HOME may be unset or of no use.
"""

import os
import pwd
import subprocess
import sys
from pathlib import Path

import platformdirs
import pytest

from slt_cli.cli.reporting import report_bug
from slt_cli.config.files import user_file
from slt_cli.store.location import own_location
from slt_cli.user_directories import path_in, user_directory
from tests.conftest import Result

HOMES = {"unset": None, "empty": "", "relative": "home"}
NEEDED = "there is no home directory that you may use, so it is not known where cases are kept"
NEEDS_A_STORE = {
    "list": "list",
    "log": "log",
    "report": "report",
    "show": "show 1",
    "due": "due",
    "open": "open -p S1 x",
    "respond": "respond 1",
    "escalate": "escalate --late",
    "export": "export",
    "backup": "backup",
    "restore": "restore old.db",
    "verify": "verify",
    "recalc": "recalc",
    "outbox": "outbox",
    "store path": "store path",
    "store init": "store init",
}
NEEDS_NONE = (
    "hotline",
    "targets",
    "contacts",
    "due --if-opened 12:00 -p S1",
    "classify down",
    "config show",
    "config get regions.usa.hotline",
    "config check",
    "schema",
    "help due",
    "completion bash",
)


def no_entry(uid: int) -> None:
    """Be the system's users without this one."""
    raise KeyError(f"getpwuid(): uid not found: {uid}")


@pytest.fixture(params=HOMES.values(), ids=HOMES)
def no_home(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, home: Path) -> Path:
    """Have no home directory, and return the working directory."""
    monkeypatch.setattr(pwd, "getpwuid", no_entry)
    monkeypatch.chdir(home)
    if request.param is None:
        monkeypatch.delenv("HOME")
    else:
        monkeypatch.setenv("HOME", request.param)
    return home


def in_process(*arguments: str) -> Result:
    """Run a command line as a process of a user without an entry."""
    run = "import pwd\ndef none(uid): raise KeyError\npwd.getpwuid = none\n"
    done = subprocess.run(
        [sys.executable, "-c", f"{run}from slt_cli.__main__ import main\nmain()", *arguments],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    return Result(done.returncode, done.stdout, done.stderr)


@pytest.mark.usefixtures("no_home")
def test_there_is_no_directory_of_ones_own():
    assert [user_directory(kind) for kind in ("config", "data", "state")] == [None] * 3
    assert (user_file(), own_location()) == (None, None)
    assert path_in("~/a.toml") == Path("~/a.toml")


def test_a_directory_that_is_named_is_used(no_home, monkeypatch):
    monkeypatch.setenv("XDG_DATA_HOME", str(no_home / "data"))
    assert user_directory("data") == no_home / "data" / "slt"


@pytest.mark.usefixtures("no_home")
@pytest.mark.parametrize("line", NEEDS_A_STORE.values(), ids=NEEDS_A_STORE)
def test_what_needs_the_store_says_so_in_one_sentence(slt, line):
    code, out, err = slt(*line.split())
    assert (code, out) == (5, "")
    assert err == (
        f"slt: error: {NEEDED}\n"
        "fix: set HOME to a directory of yours, or name the store with --db or SLT_DB\n"
    )


@pytest.mark.parametrize("name", ["empty.csv", "/dev/null"])
def test_an_empty_file_has_one_outcome(no_home, slt, name):
    (no_home / "empty.csv").touch()
    code, out, err = slt("import", name)
    assert (code, out) == (5, "")
    assert err.splitlines()[0] == f"slt: error: {NEEDED}"
    assert len(err.splitlines()) == 2


@pytest.mark.usefixtures("no_home")
def test_nagios_gets_a_status_line():
    assert in_process("due", "--nagios") == (3, f"SLT UNKNOWN - {NEEDED}\n", "")


@pytest.mark.usefixtures("no_home")
@pytest.mark.parametrize("line", NEEDS_NONE)
def test_what_needs_no_file_answers(slt, line):
    code, out, err = slt(*line.split())
    assert (code, err) == (0, "")
    assert bool(out) is (line != "config check")


def test_where_the_store_is_named_the_shipped_configuration_counts(no_home):
    for line in ("open -q -p S1 x", "due -q", "respond -q 1"):
        assert in_process("--db", "a.db", *line.split()) == (0, "CASE-1\n", "")
    assert in_process("--db", "a.db", "backup", "b.db", "-q").code == 0
    assert {file.name for file in no_home.iterdir()} == {"a.db", "b.db"}


@pytest.mark.usefixtures("no_home")
def test_a_configuration_that_is_named_is_read_and_changed(slt):
    assert slt("config", "set", "defaults.warn", "30m", "--config", "a.toml").code == 0
    assert slt("config", "get", "defaults.warn", "--config", "a.toml").out == "30m\n"
    code, out, err = slt("config", "set", "defaults.warn", "30m")
    assert (code, out) == (1, "")
    assert err.startswith(
        "slt: error: there is no home directory that you may use, so there is no "
    )


@pytest.mark.usefixtures("no_home")
def test_config_path_shows_what_there_is(slt):
    code, out, err = slt("config", "path", "-o", "tsv")
    assert (code, [line.split("\t")[0] for line in out.splitlines()]) == (0, ["defaults"])
    assert err.startswith(f"slt: note: {NEEDED}\n")


@pytest.mark.usefixtures("no_home")
def test_doctor_says_what_is_missing(slt):
    code, out, err = slt("doctor", "-o", "tsv")
    assert (code, err) == (1, "")
    assert f"store\tproblem\t{NEEDED}\tset HOME" in out


@pytest.mark.usefixtures("no_home")
def test_a_bug_is_reported_all_the_same(capsys):
    assert report_bug(RuntimeError("oops"), "text") == 70
    assert capsys.readouterr().err == (
        "slt: error: internal error: RuntimeError: oops\n"
        "fix: please report it; the traceback could not be saved in the state directory\n"
    )


@pytest.mark.parametrize("value", ["", "home", None])
def test_the_entry_of_the_user_names_a_home_where_the_variable_does_not(home, monkeypatch, value):
    entry = pwd.struct_passwd(["u", "", os.getuid(), 1, "", str(home), ""])
    monkeypatch.setattr(pwd, "getpwuid", lambda _: entry)
    monkeypatch.setenv("HOME", value or "")
    if value is None:
        monkeypatch.delenv("HOME")
    assert user_directory("data") == home / ".local" / "share" / "slt"
    assert path_in("~/a.toml") == home / "a.toml"


def test_a_home_that_is_no_directory_has_no_files(slt, monkeypatch):
    monkeypatch.setenv("HOME", os.devnull)
    assert slt("hotline", "-q").code == 0
    code, out, err = slt("open", "-p", "S1", "x")
    assert (code, out) == (5, "")
    assert "cannot be used: Not a directory\nfix: " in err


def test_a_home_that_only_somebody_else_may_enter_is_none(slt, monkeypatch, home):
    monkeypatch.chdir(home)
    monkeypatch.setattr(os, "access", lambda place, _: Path(place) != home)  # root always may
    assert [user_directory(kind) for kind in ("config", "data", "state")] == [None] * 3
    assert slt("list").err.startswith(f"slt: error: {NEEDED}\n")
    assert slt("open", "-q", "-p", "S1", "--db", "a.db", "x") == (0, "CASE-1\n", "")
    assert f"home\twarning\tyou may not enter {home}: " in slt("doctor", "-o", "tsv").out
    monkeypatch.setenv("XDG_DATA_HOME", str(home.parent / "data"))
    assert user_directory("data") == home.parent / "data" / "slt"


@pytest.mark.parametrize("kind", ["config", "data", "state"])
@pytest.mark.parametrize("given", [None, "", "/tmp/given", "/tmp/given/", "given", "~/given", " "])
def test_on_linux_a_directory_is_that_of_platformdirs(monkeypatch, home, kind, given):
    variable = f"XDG_{kind.upper()}_HOME"
    if given is None:
        monkeypatch.delenv(variable, raising=False)
    else:
        monkeypatch.setenv(variable, given)

    expected = getattr(platformdirs, f"user_{kind}_path")("slt", appauthor=False)

    assert user_directory(kind) == expected
    assert (given or "").startswith("/") or expected.is_relative_to(home)
