"""Who may only read a store reads one moment of it, whatever its owner writes meanwhile."""

import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from slt_cli.store.location import location_of
from slt_cli.store.opening import open_store
from slt_cli.store.sqlite import names, readers
from tests.faults.test_disk import KILLED_AFTER, bound, permissions, without_privileges  # noqa: F401 - a fixture
from tests.store.samples import create

CASES = 60
SLOWLY = """
import sys
from pathlib import Path
from slt_cli.store.location import location_of
from slt_cli.store.opening import open_store
from slt_cli.store.filter import Filter

store = open_store(location_of(Path(sys.argv[1])))
for question in range(2):
    cases = store.cases(Filter())
    subjects = {next(cases).subject[:3]}
    print("begun", flush=True)
    input()
    print(*sorted(subjects | {case.subject[:3] for case in cases}), flush=True)
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return where a store of many pages is, in a directory of its own."""
    (tmp_path / "data").mkdir()
    path = tmp_path / "data" / "cases.db"
    with closing(open_store(location_of(path))) as store:
        for _ in range(CASES):
            create(store, subject="old" + "x" * 3000)
    return path


def rewrite(path: Path, subject: str) -> None:
    """Change every case as its owner, who then leaves nothing beside the store."""
    with closing(sqlite3.connect(path)) as owner:
        owner.execute("UPDATE cases SET subject = ? || substr(subject, 4)", (subject,))
        owner.commit()
        owner.execute("VACUUM")


@pytest.mark.parametrize("of_directory", [0o500, 0o700])
def test_a_list_is_of_one_moment_while_the_owner_writes(path, permissions, of_directory) -> None:  # noqa: F811
    permissions(path, 0o444)
    permissions(path.parent, of_directory)
    with subprocess.Popen(
        [sys.executable, "-c", SLOWLY, str(path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        preexec_fn=without_privileges,  # noqa: PLW1509 - no thread runs
    ) as reader:
        for subject in ("new", "far"):
            assert reader.stdout.readline() == "begun\n"
            permissions(path.parent, 0o700)
            permissions(path, 0o644)
            rewrite(path, subject)
            permissions(path, 0o444)
            permissions(path.parent, of_directory)
            reader.stdin.write("\n")
            reader.stdin.flush()
            assert reader.stdout.readline() == "old\n"


def test_the_files_of_those_who_write_are_shared(path, permissions) -> None:  # noqa: F811
    with closing(sqlite3.connect(path)) as owner:
        owner.execute("UPDATE cases SET subject = 'new'")
        owner.commit()
        for each in (path, *filter(Path.exists, names.logs(path))):
            each.chmod(0o444)
        permissions(path.parent, 0o500)
        shown = subprocess.run(
            [sys.executable, "-m", "slt_cli", "list", "-o", "tsv", "--db", str(path)],
            capture_output=True,
            text=True,
            check=False,
            preexec_fn=without_privileges,
        )
    assert (shown.returncode, shown.stderr) == (0, "")
    assert shown.stdout.count("new") == CASES


def test_a_file_that_is_written_meanwhile_is_not_copied(path) -> None:
    with closing(readers.copied(path)) as copied:
        assert copied.execute("SELECT count(*) FROM cases").fetchall() == [(CASES,)]
    with closing(sqlite3.connect(path)) as owner:
        owner.execute("UPDATE cases SET subject = 'new'")
        owner.commit()
        assert readers.copied(path) is None  # what was recorded is only in the log


def test_files_of_another_group_beside_the_store_are_named_as_the_cause(path) -> None:
    with closing(sqlite3.connect(path)) as owner:
        owner.execute("UPDATE cases SET subject = 'new'")
        owner.commit()
        for each in filter(Path.exists, names.logs(path)):
            each.chmod(0)
        for line in (["list"], ["note", "1", "x"], ["verify"]):
            refused = bound(*line, "--db", str(path))
            assert (refused.code, refused.out) == (5, "")
            assert f"cannot be used: you may not use {path}-wal (mode 0000, owner" in refused.err
            assert f"\nfix: chmod u+rw {path}-wal {path}-shm\n" in refused.err


def test_a_log_that_a_reader_cannot_read_is_named_as_the_cause(path, permissions) -> None:  # noqa: F811
    subprocess.run([sys.executable, "-c", KILLED_AFTER, str(path)], check=True)
    path.with_name("cases.db-shm").unlink()
    beside = set(path.parent.iterdir())
    permissions(path, 0o400)
    for line in (["list"], ["backup", str(path.parent.parent / "b.db")], ["doctor"]):
        refused = bound(*line, "--db", str(path))
        assert refused.code == (1 if line == ["doctor"] else 5)
        told = " ".join((refused.out + refused.err).split())
        assert "a process was killed and left changes in a log beside it, and you may not" in told
    assert set(path.parent.iterdir()) == beside


def test_a_directory_without_the_right_to_write_is_named_as_the_cause(path, permissions) -> None:  # noqa: F811
    subprocess.run([sys.executable, "-c", KILLED_AFTER, str(path)], check=True)
    path.with_name("cases.db-shm").unlink()
    permissions(path.parent, 0o500)
    refused = bound("list", "--db", str(path))
    assert (refused.code, refused.out) == (5, "")
    assert f"cannot be used: you may not write to {path.parent} (mode 0500, owner" in refused.err
    assert f"\nfix: chmod u+w {path.parent}; or copy the store" in refused.err


@pytest.mark.parametrize("line", ["list", "due", "verify", "doctor", "backup ../b.db", "export"])
def test_who_may_only_read_leaves_nothing_beside_the_store(path, permissions, line) -> None:  # noqa: F811
    permissions(path, 0o440)
    for left in ([], ["-wal"], ["-shm"]):
        made = [path.with_name(f"{path.name}{end}") for end in left]
        for each in made:
            each.touch()
        words = line.replace("..", str(path.parent.parent)).split()
        assert bound(*words, "--db", str(path)).code == 0
        assert set(path.parent.iterdir()) == {path, *made}
        for each in (*made, path.parent.parent / "b.db"):
            each.unlink(missing_ok=True)
