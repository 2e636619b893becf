"""What surrounds a store's file: who may read it and its copies, free space, unfinished files."""

import shlex
from pathlib import PurePosixPath

import pytest

from slt_cli.store.sqlite import names
from slt_cli.store.sqlite.health import version_finding
from slt_cli.store.sqlite.rights import denial, described
from slt_cli.store.sqlite.surroundings import disk_finding, surrounding_findings


@pytest.mark.parametrize(
    ("version", "state"), [("3.36.0", "problem"), ("3.37.0", "ok"), ("3.50.4", "ok"), ("4.0", "ok")]
)
def test_a_sqlite_too_old_is_a_problem(version, state):
    assert version_finding(version).state == state


def states(tmp_path, **options) -> dict[str, str]:
    options = {"is_store": True, "private": True, **options}
    found = surrounding_findings(tmp_path / "cases.db", **options)
    return {finding.check: finding.state for finding in found}


def test_a_missing_directory_has_no_findings(tmp_path):
    assert states(tmp_path / "absent") == {}


def test_a_store_that_is_kept_well(tmp_path):
    tmp_path.chmod(0o700)
    assert states(tmp_path) == {"permissions": "ok", "file system": "ok", "disk": "ok"}


def test_the_mode_of_a_file_that_is_not_a_store_is_not_checked(tmp_path):
    (tmp_path / "cases.db").write_text("A note.\n")
    (tmp_path / "cases.db").chmod(0o644)
    assert "permissions" not in states(tmp_path, is_store=False)


@pytest.mark.parametrize(
    ("size", "free", "state", "found"),
    [
        pytest.param(0, 50_000_000, "ok", "there is room in /data", id="room for a small store"),
        pytest.param(
            0, 49_999_999, "warning", "only 49 MB are free in /data", id="not room enough"
        ),
        pytest.param(
            30_000_000, 59_999_999, "warning", "only 59 MB are free in /data", id="a large store"
        ),
        pytest.param(30_000_000, 60_000_000, "ok", "there is room in /data", id="and its backup"),
        pytest.param(0, 1_000_000, "warning", "only 1 MB are free in /data", id="a megabyte"),
        pytest.param(
            0,
            999_999,
            "problem",
            "the disk of /data is full: the next change may not be recorded",
            id="less",
        ),
    ],
)
def test_the_disk_has_room_for_a_store_and_its_backup(size, free, state, found):
    finding = disk_finding(PurePosixPath("/data"), free, size)
    assert (finding.check, finding.state, finding.found) == ("disk", state, found)
    assert finding.fix.startswith("free some space") is (state != "ok")


def test_what_a_killed_process_left_is_named(tmp_path):
    (tmp_path / ".cases.db.abc.new").mkdir()
    (tmp_path / ".other.new").touch()
    found = surrounding_findings(tmp_path / "cases.db", is_store=True, private=True)
    (left,) = [finding for finding in found if finding.check == "left behind"]
    assert left.fix == f"rm -r {tmp_path / '.cases.db.abc.new'}"


@pytest.mark.parametrize("name", [".one.db.0a1b2c3d.new", ".one.db.x_9abcde.new"])
def test_so_is_what_it_left_of_a_backup_of_any_name(tmp_path, name):
    (tmp_path / name).touch()
    for other in (".one.new", "one.0a1b2c3d.new", ".one.db.0A1B2C3D.new", ".one.db.0a1b2c3d"):
        (tmp_path / other).touch()
    assert names.left_behind(tmp_path / "cases.db") == [tmp_path / name]


@pytest.mark.parametrize("name", ["a**b", "c[1]", "it's", "**", "a b?"])
def test_a_name_that_means_something_to_a_shell_or_to_a_pattern(tmp_path, name):
    store = tmp_path / f"{name}.db"
    copy = tmp_path / f"{name}-20261123T120000Z.db"
    left = tmp_path / f".{name}.db.abc.new"
    for path in (store, copy, left):
        path.touch(0o644)
    assert names.copies(store) == [copy]
    found = surrounding_findings(store, is_store=True, private=False)
    fixes = [shlex.split(finding.fix) for finding in found if finding.state == "warning"]
    assert fixes == [
        ["chmod", "600", str(store)],
        ["chmod", "600", str(copy)],
        ["rm", "-r", str(left)],
    ]


def test_the_copies_of_a_store(tmp_path):
    own = [
        "cases-20261123T120000Z.db",
        "cases.db.before-restore-20261123T120000Z",
        "cases.db.before-schema-2",
    ]
    for name in (*own, "cases.db", "cases-mine.db", "other-20261123T120000Z.db"):
        (tmp_path / name).touch()
    assert [place.name for place in names.copies(tmp_path / "cases.db")] == own


def permissions_of(store, **options):
    found = surrounding_findings(store, is_store=True, private=False, **options)
    return [each for each in found if each.check == "permissions"]


@pytest.mark.parametrize(
    ("of_directory", "of_file", "state", "told"),
    [
        pytest.param(0o2770, 0o660, "ok", "is shared with the group ", id="a team's"),
        pytest.param(0o2770, 0o640, "ok", "is shared with the group ", id="a team reads it"),
        pytest.param(0o2770, 0o664, "warning", "chmod o-rwx ", id="others may read it"),
        pytest.param(0o770, 0o660, "warning", "chmod g+s ", id="the 2 is missing"),
        pytest.param(0o700, 0o660, "warning", "chmod 600", id="a directory of one"),
        pytest.param(0o2770, 0o600, "ok", "nobody but its owner", id="a file of one"),
    ],
)
def test_a_store_of_a_team_is_as_it_is_meant(tmp_path, of_directory, of_file, state, told):
    store = tmp_path / "cases.db"
    for place in (store, *names.logs(store)):
        place.touch(of_file)
        place.chmod(of_file)
    tmp_path.chmod(of_directory)

    found = permissions_of(store)

    assert {each.state for each in found} == {state}
    assert told in " ".join(found[0])


@pytest.mark.parametrize(("mode", "more"), [(0o660, ""), (0o664, " && chmod o-rwx {0}")])
def test_a_store_that_a_group_may_use_is_told_with_what_a_team_needs(tmp_path, mode, more):
    store = tmp_path / "cases.db"
    store.touch()
    store.chmod(mode)
    tmp_path.chmod(0o770)
    (found,) = permissions_of(store)
    wanted = f"if the group {tmp_path.group()} is to use it: chmod g+s {tmp_path}"
    assert found.fix == f"chmod 600 {store}; or, {wanted}{more.format(store)}"


def test_a_team_keeps_its_store_where_only_others_lose_a_right(tmp_path):
    store = tmp_path / "cases.db"
    log, *_ = names.logs(store)
    for place, mode in ((store, 0o660), (log, 0o664)):
        place.touch()
        place.chmod(mode)
    tmp_path.chmod(0o2775)
    found = surrounding_findings(store, is_store=True, private=True)
    fixes = [each.fix for each in found if each.check == "permissions"]
    assert fixes == [f"chmod o-rwx {tmp_path}", f"chmod o-rwx {log}"]


def test_no_command_for_a_team_is_begun_that_lacks_nothing(tmp_path):
    store = tmp_path / "cases.db"
    store.touch()
    store.chmod(0o620)
    tmp_path.chmod(0o2770)
    (found,) = permissions_of(store)
    assert found.fix == f"chmod 600 {store}"


def test_rights_that_are_lacking_are_named_with_who_can_give_them(tmp_path):
    store = tmp_path / "cases.db"
    store.touch()
    store.chmod(0o660)
    me = (store.owner(), store.group())
    assert denial(store, to_change=True) is None
    assert described(store) == f"{store} (mode 0660, owner {me[0]}, group {me[1]})"


def test_a_second_name_is_told_with_the_command_that_finds_it(tmp_path):
    store = tmp_path / "cases.db"
    store.touch(0o600)
    (tmp_path / "link.db").hardlink_to(store)
    *_, found = permissions_of(store)
    assert (found.state, "it has another name (a hard link)" in found.found) == ("warning", True)
    command = shlex.split(found.fix.partition("which `")[2].partition("`")[0])
    assert (command[0], command[2:]) == ("find", ["-xdev", "-samefile", str(store)])
    assert store.is_relative_to(command[1])
