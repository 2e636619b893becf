"""Whatever lies where the store should be: one sentence with its fix, and the file untouched."""

import hashlib
import os
import random
import shutil
import socket
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from pathlib import Path

import pytest

from slt_cli.store.sqlite import file
from slt_cli.store.sqlite.store import SqliteStore
from tests.faults.processes import is_one_sentence_with_a_fix

pytestmark = pytest.mark.exhaustive

AGO = ("--at", "2026-11-20T12:00:00Z")
PAGE = 4096
HEADER = 100

READS = {
    "list": ("list", "--all"),
    "show": ("show", "3"),
    "due": ("due", "--explain"),
    "verify": ("verify",),
    "list at": ("list", "--at", "2026-11-21T00:00:00Z"),
    "list sorted": ("list", "--all", "--sort", "due", "-o", "csv"),
    "escalate email": ("escalate", "3", "--email", "--dry-run"),
    "recalc": ("recalc",),
}
WRITES = {
    "open": ("open", "-p", "S1", "x"),
    "update": ("update", "1", "-p", "S2"),
    "note": ("note", "2", "x"),
    "respond": ("respond", "1"),
    "escalate late": ("escalate", "--late"),
    "close": ("close", "5"),
}
COMMANDS = {**READS, **WRITES}
SHOWN_BEFORE = ("escalate late", "list sorted", "due", "verify")
"""What was escalated, rows before the damage, or differences beside a changed schema."""

FEW = {name: COMMANDS[name] for name in ("list", "verify", "open", "note")}


def digest(path: Path) -> str:
    """Return what tells whether a file was changed."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """Return the bytes of a store of eight cases on some twenty pages."""
    from slt_cli.cli.program import run

    path = tmp_path_factory.mktemp("good") / "cases.db"
    for number in range(1, 9):
        db = ("-q", "--db", str(path))
        assert run(["open", "-p", "S1", *AGO, f"subject {number} {'x' * 300 * number}", *db]) == 0
        assert run(["note", str(number), "n" * 500, *AGO, *db]) == 0
        assert run(["escalate", str(number), *AGO, *db]) == 0
        if number % 2:
            assert run(["respond", str(number), *db]) == 0
    return path.read_bytes()


# --- No file of ours ------------------------------------------------------------------------------


def directory(path: Path) -> None:
    path.mkdir()


def text_file(path: Path) -> None:
    path.write_text("Dear colleague,\n" * 1000)


def image(path: Path) -> None:
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(9000))


def another_programs(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(
            "CREATE TABLE cases(number, subject); INSERT INTO cases VALUES(1, 2)"
        )


def newer(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA application_id = {file.APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {file.SCHEMA_VERSION + 1}")


def unversioned(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(
            f"PRAGMA application_id = {file.APPLICATION_ID}; CREATE TABLE cases(number)"
        )


def pipe(path: Path) -> None:
    os.mkfifo(path)


def listening(path: Path) -> None:
    with closing(socket.socket(socket.AF_UNIX)) as bound, suppress(OSError):
        here = Path.cwd()
        os.chdir(path.parent)  # the name of a socket is short
        bound.bind(path.name)
        os.chdir(here)


def loop(path: Path) -> None:
    other = path.with_name("other")
    other.symlink_to(path)
    path.symlink_to(other)


def link_to(target: str) -> Callable[[Path], None]:
    return lambda path: path.symlink_to(target)


IMPOSTORS: dict[str, tuple[Callable[[Path], None], str]] = {
    "a directory": (directory, "is a directory"),
    "a text": (text_file, "is not a store of slt"),
    "an image": (image, "is not a store of slt"),
    "another program's database": (another_programs, "is not a store of slt"),
    "a store of a newer slt": (newer, "was written by a newer slt"),
    "a store that lost the version of its schema": (unversioned, "no version of its schema"),
    "the root of all files": (link_to("/"), "is a directory"),
    "a pipe": (pipe, "is not a regular file"),
    "a socket": (listening, "is not a regular file"),
    "links in a circle": (loop, "symbolic links"),
    "/dev/null": (link_to("/dev/null"), "is not a regular file"),
    "/dev/full": (link_to("/dev/full"), "is not a regular file"),
    "/dev/urandom": (link_to("/dev/urandom"), "is not a regular file"),
    "a file as its directory": (link_to("/etc/passwd/x"), "Not a directory"),
}


@pytest.mark.parametrize("arguments", FEW.values(), ids=list(FEW))
@pytest.mark.parametrize(("make", "reason"), IMPOSTORS.values(), ids=list(IMPOSTORS))
def test_what_is_no_store_is_told_and_left_alone(slt, db, make, reason, arguments):
    make(db)
    before = digest(db) if db.is_file() else None
    beside = sorted(db.parent.iterdir())

    result = slt(*arguments)

    assert (result.code, result.out) == (5, "")
    assert is_one_sentence_with_a_fix(result.err), result.err
    assert reason in result.err
    assert sorted(db.parent.iterdir()) == beside
    assert before is None or digest(db) == before


@pytest.mark.parametrize("arguments", FEW.values(), ids=list(FEW))
def test_a_directory_that_is_missing_is_told(slt, db, monkeypatch, arguments):
    monkeypatch.setenv("SLT_DB", str(db.parent / "no" / "such" / "cases.db"))
    result = slt(*arguments)
    assert (result.code, result.out) == (5, "")
    assert is_one_sentence_with_a_fix(result.err)
    assert "its directory does not exist" in result.err


@pytest.mark.parametrize("name", [":memory:", "file:x.db?mode=memory", "%41.db", "?", "x y #"])
def test_a_name_that_means_something_to_sqlite_is_the_name_of_a_file(slt, db, monkeypatch, name):
    monkeypatch.chdir(db.parent)
    assert slt("open", "-q", "-p", "S1", "kept", "--db", name) == (0, "CASE-1\n", "")
    assert [*db.parent.iterdir()] == [db.parent / name]
    assert slt("list", "-q", "--db", name) == (0, "CASE-1\n", "")


def test_a_home_that_nobody_has_is_a_name_like_any_other(slt, monkeypatch, home):
    monkeypatch.chdir(home)
    monkeypatch.setenv("SLT_DB", "~nobody-has-this-name/cases.db")
    for arguments in FEW.values():
        result = slt(*arguments)
        assert (result.code, is_one_sentence_with_a_fix(result.err)) == (5, True)


# --- A damaged file of ours -----------------------------------------------------------------------


def page_is_garbage(good: bytes, chance: random.Random, page: int) -> bytes:
    """Return the store with a page of garbage; of the first page, the header is kept."""
    start = page * PAGE + (0 if page else HEADER)
    return good[:start] + chance.randbytes((page + 1) * PAGE - start) + good[(page + 1) * PAGE :]


def bytes_are_wrong(good: bytes, chance: random.Random) -> bytes:
    """Return the store with one or several bytes changed in the pages."""
    damaged = bytearray(good)
    for _ in range(chance.choice([1, 1, 3, 20])):
        damaged[chance.randrange(HEADER, len(damaged))] = chance.randrange(256)
    return bytes(damaged)


def letter_is_wrong(good: bytes, chance: random.Random) -> bytes:
    """Return the store with one byte changed where a text is: SQLite does not notice."""
    damaged = bytearray(good)
    places = [place for place in range(HEADER, len(damaged)) if 32 < damaged[place] < 127]
    damaged[chance.choice(places)] = chance.randrange(256)
    return bytes(damaged)


def header_is_wrong(good: bytes, chance: random.Random) -> bytes:
    """Return the store with one byte of its header changed."""
    damaged = bytearray(good)
    damaged[chance.randrange(HEADER)] = chance.randrange(256)
    return bytes(damaged)


def damages(good: bytes, times: int, seed: int) -> Iterator[tuple[str, bytes]]:
    """Yield damaged stores, each with what was done to it."""
    chance = random.Random(seed)
    for time in range(times):
        for page in range(len(good) // PAGE):
            yield f"page {page}", page_is_garbage(good, chance, page)
        for length in (1, 15, 16, 99, 100, 511, 512, PAGE - 1, PAGE, PAGE + 1):
            yield f"cut to {length}", good[:length]
        for number in range(20):
            yield f"bytes {time}.{number}", bytes_are_wrong(good, chance)
            yield f"letter {time}.{number}", letter_is_wrong(good, chance)
            yield f"header {time}.{number}", header_is_wrong(good, chance)
            yield f"cut {time}.{number}", good[: chance.randrange(len(good))]


@pytest.mark.parametrize(
    ("times", "each", "seed"),
    [
        pytest.param(1, 5, 1, id="100 damages, 5 commands each"),
        pytest.param(
            20, len(COMMANDS), 2, id="2000 damages, every command", marks=pytest.mark.endurance
        ),
    ],
)
def test_a_damaged_store_is_told_or_read_and_never_made_worse(slt, db, good, times, each, seed):
    chance = random.Random(seed)
    told = 0
    for what, content in damages(good, times, seed):
        for name in chance.sample([*COMMANDS], each):
            arguments = COMMANDS[name]
            for suffix in ("", "-wal", "-shm", "-journal"):
                Path(f"{db}{suffix}").unlink(missing_ok=True)
            db.write_bytes(content)
            code, out, err = slt(*arguments)
            case = (seed, what, name, code, err)
            assert code in (0, 1, 3, 4, 5), case  # 3: of a region or priority whose name is hurt
            told += code in (3, 4, 5)
            if code in (3, 4, 5):
                assert not out or code == 3 or name in SHOWN_BEFORE, case
            if code == 5:
                assert is_one_sentence_with_a_fix(err), case
                assert "Traceback" not in err, case
                assert "no such table" not in err or " is damaged: malformed " in err, case
            if code and name in READS:
                assert db.read_bytes() == content, case
    assert told > 100 * times


@pytest.mark.parametrize("name", COMMANDS)
def test_an_empty_file_is_an_empty_store(slt, db, name):
    db.touch()
    result = slt(*COMMANDS[name])
    assert result.code == (4 if COMMANDS[name][1:2] and COMMANDS[name][1].isdigit() else 0)
    assert is_one_sentence_with_a_fix(result.err) == bool(result.code)


@pytest.mark.parametrize("suffix", ["-wal", "-journal", "-shm"])
@pytest.mark.parametrize(
    "content", [b"", b"\0" * 32, b"garbage" * 9000], ids=["empty", "0", "garbage"]
)
def test_what_lies_beside_a_store_does_it_no_harm(slt, db, good, whole, suffix, content):
    db.write_bytes(good)
    Path(f"{db}{suffix}").write_bytes(content)
    assert len(slt("list", "--all", "-q").out.split()) == 8
    assert slt("note", "1", "x", "-q") == (0, "CASE-1\n", "")
    whole(db)


def test_a_log_that_is_cut_or_hurt_costs_no_more_than_its_end(slt, db, good, whole, tmp_path):
    db.write_bytes(good)
    shutil.copy(db, tmp_path / "base.db")
    with closing(sqlite3.connect(db)) as holder:  # keeps the last command from clearing the log
        holder.execute("SELECT count(*) FROM cases").fetchone()
        for number in range(6):
            assert slt("note", "1", f"remark {number}", "-q").code == 0
        log = Path(f"{db}-wal").read_bytes()
    remarks = []
    for length in (*range(0, len(log), 3001), len(log)):
        for hurt in (False, True):
            for suffix in ("-wal", "-shm"):
                Path(f"{db}{suffix}").unlink(missing_ok=True)
            shutil.copy(tmp_path / "base.db", db)
            rest = bytearray(log[:length])
            if hurt and rest:
                rest[length // 2] ^= 0xFF
            Path(f"{db}-wal").write_bytes(rest)
            found = [n for n in range(6) if f"remark {n}" in slt("show", "1", "--json").out]
            assert found == list(range(len(found)))  # a beginning of what was recorded
            remarks.append(len(found))
            assert slt("note", "1", "next", "-q") == (0, "CASE-1\n", "")
            whole(db)
    assert {0, 6} <= set(remarks)
    assert len(set(remarks)) > 3


# --- A store that others keep ---------------------------------------------------------------------


@pytest.mark.parametrize("arguments", FEW.values(), ids=list(FEW))
def test_a_store_that_is_locked_for_too_long_is_busy(slt, db, good, monkeypatch, arguments):
    db.write_bytes(good)
    before = digest(db)
    monkeypatch.setattr(file, "BUSY_SECONDS", 0.05)
    monkeypatch.setattr(SqliteStore, "patience_seconds", 0.05)
    with closing(sqlite3.connect(db, isolation_level=None)) as other:
        other.execute("PRAGMA locking_mode = EXCLUSIVE")
        other.execute("BEGIN EXCLUSIVE")
        code, out, err = slt(*arguments)
        other.execute("ROLLBACK")
    assert (code, out) == (5, "")
    assert is_one_sentence_with_a_fix(err)
    assert "is busy" in err
    assert digest(db) == before
    assert slt(*arguments).code == 0


def test_a_reader_does_not_wait_for_a_writer(slt, db, good, monkeypatch):
    db.write_bytes(good)
    monkeypatch.setattr(file, "BUSY_SECONDS", 0.05)
    with closing(sqlite3.connect(db, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert slt("verify") == (0, "", "")
        code, out, err = slt("note", "1", "x")
    assert (code, out, "is busy" in err) == (5, "", True)


@pytest.mark.parametrize("linked", ["file", "directory"])
@pytest.mark.parametrize("arguments", [("list",), ("open", "-p", "S1", "x"), ("backup",)])
def test_a_disk_that_a_link_leads_to_and_that_is_not_there(slt, home, linked, arguments):
    own = home / ".local" / "share" / "slt"
    link = own if linked == "directory" else own / "cases.db"
    link.parent.mkdir(parents=True)
    link.symlink_to(home / "unmounted" / "disk" / link.name)
    code, out, err = slt(*arguments)
    assert (code, out) == (5, "")
    assert is_one_sentence_with_a_fix(err)
    assert "whose directory is missing" in err
    assert slt("doctor").code == 1
