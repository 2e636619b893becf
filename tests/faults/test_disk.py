"""A disk that is full or read-only, a machine out of memory: it is reported, nothing is lost."""

import ctypes
import os
import resource
import shutil
import signal
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import pytest

from slt_cli.errors import StoreError
from slt_cli.store.sqlite.explaining import explained
from tests.faults.processes import COMMAND, ended, is_one_sentence_with_a_fix
from tests.faults.test_files import digest

pytestmark = pytest.mark.exhaustive

CASES = 3
LONG = "y" * 20_000
LIST = ("list", "--all", "-q")
NOTE = ("note", "1", LONG, "-q")
OPEN = ("open", "-p", "S1", "-q", LONG)
ALL = "".join(f"CASE-{number}\n" for number in range(1, CASES + 1))
LIMITS = (
    0,
    1,
    512,
    4096,
    4097,
    8192,
    16384,
    20000,
    32767,
    32768,
    33000,
    36864,
    45056,
    57344,
    65536,
    81920,
    131072,
)
"""Sizes in bytes beyond which no file can grow, so that every phase of a change meets one."""


@pytest.fixture
def filled(slt: Callable[..., tuple[int, str, str]], db: Path) -> Path:
    """Return a store of a few cases, with nothing beside it."""
    for number in range(CASES):
        assert slt("open", "-p", "S1", "-q", f"case {number}").code == 0
    assert [*db.parent.iterdir()] == [db]
    return db


def no_file_beyond(size: int) -> None:
    """Let this process write no file beyond a size: what a full disk or a quota does to it."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


# --- A full disk ----------------------------------------------------------------------------------


@pytest.mark.parametrize("limit", LIMITS)
def test_a_disk_that_fills_up_costs_nothing_that_was_recorded(slt, filled, whole, limit):
    full = partial(no_file_beyond, limit)
    before = digest(filled)

    code, out, err = ended(*NOTE, before=full)

    recorded = code == 0
    assert (code, out) in ((0, "CASE-1\n"), (5, ""))
    assert err == "" if recorded else is_one_sentence_with_a_fix(err)
    if not recorded:
        assert digest(filled) == before
        assert ended(*LIST, before=full) == (0, ALL, "")  # what can be read is read
    assert (LONG in slt("show", "1", "--json").out) == recorded
    assert slt(*NOTE).code == 0  # there is space again
    whole(filled)


@pytest.mark.parametrize("limit", LIMITS)
def test_a_store_that_finds_no_space_is_made_once_there_is_some(slt, db, whole, limit):
    code, out, err = ended(*OPEN, before=partial(no_file_beyond, limit))

    assert (code, out) in ((0, "CASE-1\n"), (5, ""))
    assert is_one_sentence_with_a_fix(err) == bool(code)
    assert slt(*LIST) == (0, out, "")
    assert slt(*OPEN) == (0, "CASE-2\n" if out else "CASE-1\n", "")
    whole(db)


@pytest.mark.usefixtures("filled")
def test_some_of_the_sizes_are_too_small_and_some_are_not():
    sizes = (min(LIMITS), max(LIMITS))
    codes = [ended(*NOTE, before=partial(no_file_beyond, size)).code for size in sizes]
    assert codes == [5, 0]


def small_disk(at: Path, kilobytes: int) -> bool:
    """Mount a disk of so many kilobytes; return whether this machine lets us."""
    options = ["-t", "tmpfs", "-o", f"size={kilobytes}k", "tmpfs", str(at)]
    return subprocess.run(["mount", *options], capture_output=True, check=False).returncode == 0


@contextmanager
def disk(at: Path, kilobytes: int) -> Iterator[Callable[[], None]]:
    """Give a disk so small that it is filled, and what empties the rest of it again.

    Where none can be mounted, a limit to the size of files stands in for it (as above).
    """
    mounted = small_disk(at, kilobytes)
    try:
        yield lambda: (at / "ballast").unlink(missing_ok=True)
    finally:
        if mounted:
            subprocess.run(["umount", "-l", str(at)], check=True)


@pytest.mark.parametrize("left", [0, 8, 24, 40, 64], ids=lambda left: f"{left} KB left")
def test_on_a_full_disk_the_cases_can_still_be_read(slt, filled, whole, tmp_path, left):
    place = tmp_path / "disk"
    place.mkdir()
    before = None
    with disk(place, 384) as free:
        db = place / "cases.db"
        shutil.copy(filled, db)
        if os.path.ismount(place):
            with (place / "ballast").open("wb") as ballast:
                ballast.write(bytes(shutil.disk_usage(place).free - left * 1024))
            limit = None
        else:
            limit = partial(no_file_beyond, left * 1024)
        before = digest(db)
        code, out, err = ended(*NOTE, "--db", str(db), before=limit)
        assert (code, out) in ((0, "CASE-1\n"), (5, ""))
        if code:
            assert is_one_sentence_with_a_fix(err)
            assert "the disk that holds" in err
            assert "space" in err
            assert digest(db) == before
        assert ended(*LIST, "--db", str(db), before=limit) == (0, ALL, "")
        assert ended("verify", "--db", str(db), before=limit) == (0, "", "")
        free()
        assert slt(*NOTE, "--db", str(db)) == (0, "CASE-1\n", "")
        whole(db)


@pytest.mark.parametrize(
    "left", [0, 20, 60, 100, 140, 200, 300], ids=lambda left: f"{left} KB left"
)
@pytest.mark.parametrize("command", ["backup", "restore", "a new store"])
def test_a_copy_that_finds_no_space_names_its_own_disk(filled, tmp_path, left, command):
    place = tmp_path / "disk"
    place.mkdir()
    with disk(place, 500):
        beyond = max(left, 40) * 1024  # less would keep the store itself from being read
        full = None if os.path.ismount(place) else partial(no_file_beyond, beyond)
        there = place / "cases.db"
        if command == "restore":
            shutil.copy(filled, there)
        if full is None:
            with (place / "ballast").open("wb") as ballast:
                ballast.write(bytes(max(0, shutil.disk_usage(place).free - left * 1024)))
        line = ("restore", str(filled), "--yes", "--db", str(there))
        if command == "backup":
            line = ("backup", str(there), "--db", str(filled))
        code, _, err = ended(*line, before=full)
        if code:
            assert is_one_sentence_with_a_fix(err)
            assert str(there) in err
            assert ".new" not in err
            assert "move " not in err
            assert command == "restore" or not there.exists()
        found = {path.name for path in place.iterdir()} - {"ballast", "cases.db"}
        kept = {name for name in found if name.startswith("cases.db.before-restore-")}
        assert found - kept <= {"cases.db-shm", "cases.db-wal"}
        assert len(kept) == (command == "restore" and not code)


@pytest.mark.parametrize("line", [("open", "-p", "S1", "x"), ("store", "init")])
def test_no_empty_store_is_left_on_a_full_disk(tmp_path, line):
    place = tmp_path / "disk"
    place.mkdir()
    with disk(place, 64):
        full = None if os.path.ismount(place) else partial(no_file_beyond, 0)
        if full is None:
            with (place / "ballast").open("wb") as ballast:
                ballast.write(bytes(shutil.disk_usage(place).free))
        done = ended(*line, "--db", str(place / "x.db"), before=full)
        assert (done.code, done.out) == (5, "")
        assert is_one_sentence_with_a_fix(done.err)
        assert {path.name for path in place.iterdir()} <= {"ballast"}


def test_a_store_beside_which_nothing_can_be_made_is_backed_up_elsewhere(slt, filled, tmp_path):
    (filled.parent / "cases.db-shm").mkdir()  # as on a full disk, SQLite cannot make this file
    copy = tmp_path / "copy.db"
    assert slt("backup", str(copy), "-q") == (0, f"{copy}\n", "")
    assert slt(*LIST, "--db", str(copy)) == (0, ALL, "")


def test_a_store_that_only_the_disk_made_read_only_is_not_called_read_only(filled):
    error = sqlite3.OperationalError("attempt to write a readonly database")
    error.sqlite_errorcode = sqlite3.SQLITE_READONLY
    with pytest.raises(StoreError, match=f"the disk that holds {filled} fails"), explained(filled):
        raise error


@pytest.mark.parametrize("arguments", [OPEN, NOTE, ("escalate", "1"), ("list", "-o", "csv")])
def test_an_answer_that_finds_no_space_is_told_and_what_was_recorded_stands(
    filled, whole, arguments
):
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [*COMMAND, *arguments],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            timeout=60,
            check=False,
        )
    assert done.returncode == 1
    assert is_one_sentence_with_a_fix(done.stderr)
    assert "No space left" in done.stderr
    whole(filled)


# --- Without permission ---------------------------------------------------------------------------


def without_privileges() -> None:
    """Make this process one that permissions bind, also where it is root: without its privileges.

    Root stays the owner of its files, and is asked for permission as any other owner.
    """
    if os.geteuid() == 0:
        libc = ctypes.CDLL(None, use_errno=True)
        for overrides in (1, 2):  # CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH
            if libc.prctl(24, overrides, 0, 0, 0):  # PR_CAPBSET_DROP
                raise OSError(ctypes.get_errno(), "the privilege cannot be given up")


bound = partial(ended, before=without_privileges)


@pytest.fixture
def permissions() -> Iterator[Callable[[Path, int], None]]:
    """Return what sets permissions for the length of a test."""
    old: dict[Path, int] = {}

    def set_to(path: Path, mode: int) -> None:
        old.setdefault(path, path.stat().st_mode)
        path.chmod(mode)

    yield set_to
    for path, mode in old.items():
        path.chmod(mode)


def test_permissions_bind_the_processes_of_these_tests(tmp_path, permissions):
    permissions(tmp_path, 0o500)
    done = bound("-c", f"open({str(tmp_path / 'x')!r}, 'w')", program=COMMAND[:1])
    assert "PermissionError" in done.err


@pytest.mark.parametrize(
    ("of_directory", "of_file"),
    [
        pytest.param(0o500, 0o600, id="a read-only directory"),
        pytest.param(0o700, 0o400, id="a read-only file"),
        pytest.param(0o500, 0o400, id="both read-only"),
    ],
)
def test_what_is_read_only_can_be_read(filled, permissions, of_directory, of_file):
    before = digest(filled)
    permissions(filled, of_file)
    permissions(filled.parent, of_directory)

    assert bound(*LIST) == (0, ALL, "")
    assert bound("show", "2", "-q") == (0, "CASE-2\n", "")
    assert bound("due", "-q") == (0, ALL, "")
    assert bound("verify") == (0, "", "")
    for arguments in (NOTE, OPEN, ("escalate", "1")):
        code, out, err = bound(*arguments)
        assert (code, out) == (5, "")
        assert is_one_sentence_with_a_fix(err)
        assert "read-only" in err
    assert digest(filled) == before
    assert [path.name for path in filled.parent.iterdir()] == ["cases.db"]  # nothing of theirs


KILLED_AFTER = """
import os, sqlite3, sys
store = sqlite3.connect(sys.argv[1])
store.execute("UPDATE cases SET ref = 'in the log'")
store.commit()
os._exit(0)
"""


def test_what_only_the_log_has_is_never_passed_over(filled, permissions, tmp_path):
    subprocess.run([*COMMAND[:1], "-c", KILLED_AFTER, str(filled)], check=True)
    filled.with_name("cases.db-shm").unlink()
    (tmp_path / "link.db").symlink_to(filled)
    permissions(filled.parent, 0o500)
    for store in (filled, tmp_path / "link.db"):
        code, out, err = bound(*LIST, "--db", str(store))
        assert (code, out) == (5, "")
        assert is_one_sentence_with_a_fix(err)


def test_beside_a_log_that_holds_nothing_all_can_look(filled, permissions, tmp_path):
    filled.with_name("cases.db-wal").touch()
    permissions(filled.parent, 0o500)
    assert bound(*LIST) == (0, ALL, "")
    assert bound("backup", str(tmp_path / "copy.db"), "-q").code == 0
    assert bound("doctor").code == 0


@pytest.mark.parametrize("arguments", [LIST, NOTE, OPEN, ("verify",)])
@pytest.mark.parametrize("option", [True, False], ids=["--db", "SLT_DB"])
@pytest.mark.parametrize("closed", ["file", "directory"])
def test_what_may_not_be_read_is_told(filled, permissions, arguments, option, closed):
    before = digest(filled)
    permissions(filled if closed == "file" else filled.parent, 0)
    named = ("--db", str(filled)) if option else ()
    code, out, err = bound(*arguments, *named)
    assert (code, out) == (5, "")
    assert is_one_sentence_with_a_fix(err)
    permissions(filled.parent, 0o700)
    permissions(filled, 0o600)
    assert digest(filled) == before


def test_a_configuration_that_may_not_be_read_is_told(home, permissions):
    file = home / "closed.toml"
    file.write_text("")
    permissions(file, 0)
    code, out, err = bound("targets", "--config", str(file))
    assert (code, out) == (3, "")
    assert is_one_sentence_with_a_fix(err)


def test_a_directory_in_which_nothing_may_be_made(db, permissions):
    permissions(db.parent, 0o500)
    assert bound(*LIST) == (0, "", "")
    code, out, err = bound(*OPEN)
    assert (code, out) == (5, "")
    assert is_one_sentence_with_a_fix(err)
    assert "cannot be created" in err


# --- A home that is none --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("of_directory", "of_file"),
    [
        pytest.param(0o500, 0o600, id="a read-only directory"),
        pytest.param(0o700, 0o400, id="a read-only file"),
    ],
)
def test_who_looks_at_what_is_read_only_leaves_nothing(
    filled, permissions, tmp_path, of_directory, of_file
):
    permissions(filled, of_file)
    permissions(filled.parent, of_directory)
    code, out, _ = bound("doctor", "-o", "tsv")
    assert (code, "store log\tok\twrite-ahead" in out) == (0, True)
    assert bound("backup", str(tmp_path / "copy.db"), "-q").code == 0
    assert [*filled.parent.iterdir()] == [filled]


def test_doctor_tells_of_a_store_in_a_directory_that_may_not_be_searched(db, permissions):
    permissions(db.parent, 0o600)
    code, out, err = bound("doctor", "-o", "tsv", "--db", str(db.parent / "team" / "cases.db"))
    assert (code, err) == (1, "")
    assert f"you may not enter {db.parent} (mode 0600, owner " in out


@pytest.mark.parametrize("arguments", [LIST, OPEN, ("config", "set", "defaults.warn", "30m")])
def test_a_home_that_cannot_be_written_to(home, monkeypatch, permissions, arguments):
    away = home / "away"
    away.mkdir()
    permissions(away, 0o500)
    monkeypatch.setenv("HOME", str(away))
    code, out, err = bound(*arguments)
    assert (code, out) == ((0, "") if arguments == LIST else (code, ""))
    if code:
        assert is_one_sentence_with_a_fix(err)
        assert code == (5 if arguments == OPEN else 1)
    assert [*away.iterdir()] == []


@pytest.mark.parametrize("arguments", [LIST, OPEN, NOTE, ("targets",)])
def test_a_home_that_is_not_set_is_not_missed(filled, home, arguments):
    places = {f"XDG_{name}_HOME": str(home / name) for name in ("CONFIG", "DATA", "STATE")}
    env = {"PATH": os.environ["PATH"], "SLT_DB": str(filled), **places}
    assert ended(*arguments, env=env).code == 0


@pytest.mark.parametrize("arguments", [LIST, NOTE, OPEN, ("targets",), ("config", "path")])
@pytest.mark.usefixtures("filled")
def test_a_current_directory_that_is_gone_is_not_missed(tmp_path, arguments):
    def leave() -> None:
        (tmp_path / "gone").mkdir()
        os.chdir(tmp_path / "gone")
        (tmp_path / "gone").rmdir()

    assert ended(*arguments, before=leave).code == 0
    code, _, err = ended(*arguments, "--db", "cases.db", before=leave)
    assert (code, is_one_sentence_with_a_fix(err)) in ((0, False), (4, True), (5, True))


# --- A machine that is out of memory or files -----------------------------------------------------


SHORT_OF = """
import resource, sys
import slt_cli.cli.program, slt_cli.store.sqlite.store

what, more = getattr(resource, sys.argv.pop(1)), int(sys.argv.pop(1))
with open("/proc/self/statm") as figures:
    used = int(figures.read().split()[0]) * 4096 if what == resource.RLIMIT_AS else 3
resource.setrlimit(what, (used + more, used + more))
sys.exit(slt_cli.cli.program.main())
"""
"""Runs slt with so many open files, or so many bytes of memory, more than it has at its start."""


@pytest.mark.parametrize("arguments", [LIST, NOTE, OPEN, ("update", "2", "-p", "S2", "-q")])
@pytest.mark.parametrize(
    ("what", "amounts"),
    [
        pytest.param("RLIMIT_NOFILE", range(8), id="open files"),
        pytest.param("RLIMIT_AS", range(0, 24 << 20, 3 << 20), id="memory"),
    ],
)
def test_a_machine_that_is_out_of_memory_or_files(filled, whole, arguments, what, amounts):
    codes = []
    for more in amounts:
        program = [*COMMAND[:1], "-c", SHORT_OF, what, str(more)]
        code, out, err = ended(*arguments, program=program)
        assert (code, is_one_sentence_with_a_fix(err)) in ((0, False), (1, True), (5, True)), err
        assert bool(out) == (code == 0)
        codes.append(code)
    assert codes[-1] == 0
    assert codes[0] != 0
    whole(filled)
