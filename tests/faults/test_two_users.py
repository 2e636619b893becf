"""Two users of one machine share a store, as docs/team-on-one-machine.md says; who may not, learns.

Each is a process with the rights of an account that every system has. That needs root.
"""

import os
import pwd
import re
import shlex
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.faults.processes import IS_ROOT, Ended, Kennel, User, is_one_sentence_with_a_fix, kennel

pytestmark = pytest.mark.skipif(not IS_ROOT, reason="only root can be two users")

GROUP, ANOTHER_GROUP, GONE = 54321, 54322, 54323
ROOT = User(0, 0)
OLDER = Path(__file__).parents[1] / "data/stores/schema-7.db"
UMASKS = pytest.mark.parametrize("umask", [0o022, 0o077], ids=oct)

Run = Callable[..., Ended]


def member(name: str, group: int = GROUP, umask: int = 0o022) -> User:
    """Return an account of this machine as a member of a group."""
    found = pwd.getpwnam(name)
    return User(found.pw_uid, found.pw_gid, (group,), umask)


ONE, OTHER = "daemon", "nobody"


@pytest.fixture(scope="module")
def keeper(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kennel]:
    """Keep a process that runs commands."""
    with kennel(tmp_path_factory.mktemp("kennel")) as kept:
        yield kept


@pytest.fixture
def directory() -> Iterator[Path]:
    """Return a team's directory, which root made for its group."""
    with tempfile.TemporaryDirectory() as made:
        Path(made).chmod(0o755)
        directory = Path(made) / "slt"
        directory.mkdir()
        os.chown(directory, 0, GROUP)
        directory.chmod(0o2770)
        yield directory


@pytest.fixture
def run(keeper: Kennel, directory: Path) -> Run:
    """Return a function that runs a command line as a user, with the team's store."""

    def called(user: User, *line: str) -> Ended:
        environment = {"SLT_DB": str(directory / "cases.db"), "HOME": str(directory)}
        ended, _ = keeper.run(*line, user=user, environment=environment)
        return ended

    return called


@pytest.fixture
def db(run: Run, directory: Path) -> Path:
    """Return the team's store, which one user made with a case."""
    assert run(member(ONE), "store", "init", "-q").code == 0
    store = directory / "cases.db"
    store.chmod(0o660)
    assert run(member(ONE), "open", "-p", "S1", "-q", "one") == (0, "CASE-1\n", "")
    return store


def by_hand(user: User, command: str) -> int:
    """Return the exit code of a command that a user types."""
    done = subprocess.run(
        shlex.split(command),
        user=user.number,
        group=user.group,
        extra_groups=user.groups,
        check=False,
    )
    return done.returncode


# --- Sharing --------------------------------------------------------------------------------------


@UMASKS
def test_both_record_and_read_whoever_made_the_files(run, db, umask):
    one, other = member(ONE, umask=umask), member(OTHER, umask=umask)
    assert run(other, "open", "-p", "S2", "-q", "two") == (0, "CASE-2\n", "")
    assert run(one, "note", "2", "seen", "-q").code == 0
    assert run(other, "list", "-q") == (0, "CASE-1\nCASE-2\n", "")
    assert [*db.parent.iterdir()] == [db]
    assert (db.stat().st_gid, db.stat().st_mode & 0o777) == (GROUP, 0o660)


@UMASKS
def test_what_a_killed_process_of_one_leaves_is_no_obstacle_to_the_other(keeper, run, db, umask):
    one, other = member(ONE, umask=umask), member(OTHER, umask=umask)
    environment = {"SLT_DB": str(db), "HOME": str(db.parent)}
    killed, _ = keeper.run("note", "1", "x", statement=8, user=one, environment=environment)
    assert killed.code == -9
    assert db.with_name("cases.db-wal").stat().st_uid == one.number
    assert run(other, "open", "-p", "S2", "-q", "two") == (0, "CASE-2\n", "")
    assert run(one, "verify") == (0, "", "")


def test_who_is_in_no_group_of_the_store_gets_nowhere(run, db):
    stranger = member(OTHER, ANOTHER_GROUP)
    for line in (["list"], ["open", "-p", "S1", "x"], ["restore", str(db)]):
        refused = run(stranger, *line)
        assert (refused.code, refused.out) == (1 if line[0] == "restore" else 5, "")
        assert is_one_sentence_with_a_fix(refused.err)
    assert f"usermod -aG {GROUP} {OTHER}; then log in again" in run(stranger, "list").err


def test_a_group_that_may_not_enter_its_directory_is_joined_for_nothing(run, db):
    db.parent.chmod(0o2700)
    refused = run(member(OTHER, ANOTHER_GROUP), "list")
    assert "fix: root, the owner, can give it to a group of yours: see docs/" in refused.err


# --- Who may only read ----------------------------------------------------------------------------

READING = (
    *("list", "show 1", "due", "log", "report", "export", "recalc", "verify", "outbox", "doctor"),
    *("escalate 1 --dry-run", "store policy show", "backup {home}/copy.db", "store path"),
)
RECORDING = (
    *("open -p S1 x", "note 1 x", "respond 1", "update 1 -p S2", "hold 1", "close 1", "take 1"),
    *("escalate 1", "void 1 --reason x", "redact 1 --reason x --yes"),
)


@pytest.mark.parametrize("line", READING)
def test_a_reader_reads(run, db, line):
    db.chmod(0o640)
    assert run(member(OTHER), *line.format(home=db.parent).split()).code == 0
    assert not [*db.parent.glob("*-wal"), *db.parent.glob("*-shm")]


@pytest.mark.parametrize("line", RECORDING)
def test_a_reader_records_nothing(run, db, line):
    db.chmod(0o640)
    before = db.read_bytes()
    refused = run(member(OTHER), *line.split())
    assert (refused.code, refused.out, db.read_bytes()) == (5, "", before)
    assert is_one_sentence_with_a_fix(refused.err)
    assert f"you may not write to {db} (mode 0640, owner {ONE}, group {GROUP})" in refused.err
    assert "older" not in refused.err


# --- What helps ----------------------------------------------------------------------------------


def of_one(db: Path) -> None:
    """Let nobody but its owner use the store."""
    db.chmod(0o600)


def without_account(db: Path) -> None:
    """Give the store to a user whose account was deleted, and let others read it."""
    os.chown(db, GONE, GROUP)
    db.chmod(0o640)


def older(db: Path) -> None:
    """Put a store of an earlier slt in its place, which the group may read."""
    shutil.copyfile(OLDER, db)
    db.chmod(0o640)


def read_only_place(db: Path) -> None:
    """Let the group make nothing in the directory, which is one user's."""
    os.chown(db.parent, pwd.getpwnam(ONE).pw_uid, GROUP)
    db.parent.chmod(0o2750)


def own_group(db: Path) -> None:
    """Leave beside the store what a user of a directory without the 2 leaves."""
    db.parent.chmod(0o770)
    for end in ("-wal", "-shm"):
        beside = db.with_name(db.name + end)
        beside.touch()
        os.chown(beside, pwd.getpwnam(ONE).pw_uid, ANOTHER_GROUP)
        beside.chmod(0o660)


def copy_of_one(db: Path) -> None:
    """Put a copy beside the store that only its owner can read."""
    copy = shutil.copyfile(db, db.with_name("copy.db"))
    os.chown(copy, pwd.getpwnam(ONE).pw_uid, GROUP)
    copy.chmod(0o600)


OPEN = "open -p S1 -q x"
OWNER = f"{ONE}, the owner,"
HELPING = {
    "a store of one": (of_one, "list", f"{OWNER} can run", "chmod g+rw {db}", member(ONE)),
    "a store whose owner has no account": (
        *(without_account, OPEN),
        *("an administrator can run", "chmod g+rw {db}", ROOT),
    ),
    "an older store": (
        *(older, "list"),
        *("who may change the store, can run", "slt store upgrade --db {db}", member(ONE)),
    ),
    "a directory of one": (
        *(read_only_place, OPEN),
        *(f"{OWNER} can run", "chmod g+rwxs {directory}", member(ONE)),
    ),
    "a directory without the 2": (
        *(own_group, OPEN),
        *("while nobody uses the store:", "rm -f {db}-wal {db}-shm", member(OTHER)),
    ),
    "a copy of another user": (
        *(copy_of_one, "restore {directory}/copy.db --yes"),
        *(f"{OWNER} can run", "chmod g+r {directory}/copy.db", member(ONE)),
    ),
}


@pytest.mark.parametrize(("prepare", "line", "who", "command", "by"), HELPING.values(), ids=HELPING)
def test_what_is_to_be_run_helps_when_the_one_who_is_named_runs_it(
    run, db, prepare, line, who, command, by
):
    prepare(db)
    arguments = line.format(directory=db.parent).split()
    refused = run(member(OTHER), *arguments)
    assert refused.code != 0
    assert is_one_sentence_with_a_fix(refused.err)
    command = command.format(db=db, directory=db.parent)
    assert re.search(rf"{re.escape(who)} `?{re.escape(command)}", refused.err)
    program, _, rest = command.partition(" ")
    done = run(by, *rest.split()).code if program == "slt" else by_hand(by, command)
    assert done == 0
    assert run(member(OTHER), *arguments).code == 0


def test_the_backup_of_another_group_is_restored_by_its_owner(run, db):
    copy_of_one(db)
    copy = db.with_name("copy.db")
    os.chown(copy, -1, ANOTHER_GROUP)
    line = ("restore", str(copy), "--yes")
    fix = f"\nfix: {ONE}, the owner, can restore it, or name another backup; nothing was changed\n"
    assert run(member(OTHER), *line).err.endswith(fix)
    assert run(member(ONE), *line).code == 0


@pytest.mark.parametrize(
    ("owner", "who", "by"),
    [(ONE, OWNER, member(ONE)), (None, "an administrator", ROOT)],
    ids=["an owner", "an owner without an account"],
)
def test_a_store_that_was_cut_off_is_restored_by_who_is_named(run, db, owner, who, by):
    copy = shutil.copyfile(db, db.with_name("copy.db"))
    copy.chmod(0o644)
    os.truncate(db, 5000)
    os.chown(db, GONE if owner is None else by.number, GROUP)
    line = ("restore", str(copy), "--yes")
    refused = run(member(OTHER), *line)
    assert refused.err.endswith(f"\nfix: {who} can run `slt restore`; nothing was changed\n")
    assert run(by, *line).code == 0
    assert run(member(OTHER), "list", "-q") == (0, "CASE-1\n", "")


def test_doctor_names_the_owner_of_a_file_that_others_may_use(run, db):
    db.chmod(0o664)
    told = run(member(OTHER), "doctor", "-o", "tsv").out
    assert f"\t{ONE}, the owner, can run: chmod o-rwx {db}\n" in told
    assert f"\tchmod o-rwx {db}\n" in run(member(ONE), "doctor", "-o", "tsv").out


def test_a_team_directory_that_is_missing_is_made_by_an_administrator(run, db):
    shutil.rmtree(db.parent)
    refused = run(member(OTHER), "list")
    assert "fix: let an administrator make it, as docs/team-on-one-machine.md says," in refused.err
