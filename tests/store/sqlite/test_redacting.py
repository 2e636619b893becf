"""A redaction in a SQLite file: its guard is back, and events of old schemas are redacted too."""

import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from subprocess import PIPE

import pytest

from slt_cli.domain.redaction import redaction_of
from slt_cli.domain.texts import REDACTED
from slt_cli.store.checking import differences
from slt_cli.store.sqlite.cleaning import cleaned, known_copies, redactions_in, with_texts
from slt_cli.store.sqlite.store import SqliteStore
from tests.store.samples import create
from tests.store.test_redacting import redact

STORES = Path(__file__).parents[2] / "data" / "stores"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return where the store is."""
    return tmp_path / "cases.db"


def test_the_guard_is_back(path):
    with closing(SqliteStore(path, private=False)) as store:
        redact(store, create(store))
        store.require_own_schema()
    with closing(sqlite3.connect(path)) as connection:
        with pytest.raises(sqlite3.IntegrityError, match="events are never changed"):
            connection.execute("UPDATE events SET note = NULL")
        with pytest.raises(sqlite3.IntegrityError, match="events are never deleted"):
            connection.execute("DELETE FROM events")


def test_the_guard_is_there_after_a_redaction_that_was_undone(path):
    with closing(SqliteStore(path, private=False)) as store:
        case = create(store)
        with pytest.raises(ZeroDivisionError):
            redact(store, case, stopped=True)
        store.require_own_schema()


@pytest.mark.parametrize("schema", [1, 2, 3, 4])
def test_events_of_every_schema_are_redacted_and_keep_what_else_they_had(path, schema):
    shutil.copy(STORES / f"schema-{schema}.db", path)
    with closing(SqliteStore(path, private=False)) as store:
        before = {number: store.case(number) for number in store.recorded()}
        events = {number: store.events(number) for number in before}
        for number, case in before.items():
            expected = redaction_of(case, events[number], "a reason")
            assert expected is not None
            redact(store, case)
            *redacted, last = store.events(number)
            assert redacted == expected.events
            assert (last.kind, last.changes) == ("redacted", {})
            after = store.case(number)
            assert after == expected.case._replace(rev=case.rev + 1)
            assert (after.clocks, after.subject) == (case.clocks, REDACTED)
        assert list(differences(store)) == []


def test_cleaning_removes_what_was_deleted_from_the_file_and_its_log(path):
    with closing(SqliteStore(path, private=False)) as store:
        for number in range(30):
            create(store, subject=f"Whispering {number} {'x' * 500}")
        for number in range(1, 31):
            redact(store, store.case(number))
    assert cleaned(path) == []
    files = [file for file in path.parent.iterdir() if file.is_file()]
    assert [file.name for file in files if b"Whispering" in file.read_bytes()] == []


def test_a_reader_keeps_the_log_from_being_emptied(path):
    with closing(SqliteStore(path, private=False)) as store:
        redact(store, create(store))
    with closing(sqlite3.connect(path, isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT * FROM cases").fetchall()
        ((sentence, fix),) = cleaned(path, patience_seconds=0)
    assert sentence == (
        f"the replaced texts may be left in {path} and {path}-wal: others are using the store"
    )
    assert fix.startswith("run the same command again")
    assert cleaned(path) == []


CHECKPOINTS = """
import fcntl, sys
with open(sys.argv[1], "r+b") as index:
    fcntl.lockf(index, fcntl.LOCK_EX, 1, 121)  # SQLite's WAL_CKPT_LOCK
    print("locked", flush=True)
    sys.stdin.read()
"""


def test_one_who_empties_the_log_at_the_same_time_is_waited_for(path):
    waited = []
    with closing(SqliteStore(path, private=False)) as store:
        redact(store, create(store))
        command = [sys.executable, "-c", CHECKPOINTS, f"{path}-shm"]
        with subprocess.Popen(command, stdin=PIPE, stdout=PIPE) as other:
            assert other.stdout.readline() == b"locked\n"

            def wait(seconds: float) -> None:
                waited.append(seconds)
                other.communicate()

            assert cleaned(path, wait=wait) == []
    assert len(waited) == 1


def test_a_writer_keeps_the_file_from_being_rewritten(path):
    with closing(SqliteStore(path, private=False)) as store:
        redact(store, create(store))
    with closing(sqlite3.connect(path, isolation_level=None)) as writer:
        writer.execute("BEGIN IMMEDIATE")
        found = cleaned(path, patience_seconds=0)
    assert f"the replaced texts may be left in {path}: " in found[0][0]
    assert cleaned(path) == []


def test_copies_are_those_that_have_the_case_without_its_redaction(path):
    before, copy = path.with_name("cases-20261123T100000Z.db"), path.with_name("cases.db.before-x")
    after = path.with_name("cases-20261124T100000Z.db")
    with closing(SqliteStore(path, private=False)) as store:
        case = create(store)
    shutil.copy(path, before)
    copy.write_bytes(b"damaged")
    with closing(SqliteStore(path, private=False)) as store:
        redact(store, case)
        create(store)
    shutil.copy(path, after)
    found = redactions_in(path)
    assert {number: len(done) for number, done in found.items()} == {1: 1, 2: 0}
    assert {*known_copies(path)} == {before, copy, after}
    path.with_name("link.db").symlink_to(path)
    by_link = path.with_name("link-20261124T100000Z.db")
    shutil.copy(before, by_link)
    assert {*known_copies(path.with_name("link.db"))} == {before, copy, after, by_link}
    assert {*with_texts(known_copies(path), 1, found[1])} == {before, copy}
    assert {*with_texts([before, after], 2, {"a redaction"})} == {after}


def test_a_copy_with_other_redactions_only_may_have_texts(path):
    """It was restored from before a redaction, and redacted again."""
    kept = path.with_name("cases.db.before-restore-20261124T100000Z")
    with closing(SqliteStore(path, private=False)) as store:
        redact(store, create(store))
    shutil.copy(path, kept)
    assert with_texts([kept], 1, redactions_in(path)[1]) == []
    assert with_texts([kept], 1, {"a later redaction of the store that was restored"}) == [kept]
