"""Files and directories of one's own: private from the first byte, whole or absent."""

import ast
import errno
import os
import stat
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import slt_cli
from slt_cli.errors import RefusedError
from slt_cli.private_files import (
    WrittenError,
    followed,
    make_directory,
    make_file,
    open_to_others,
    replacing,
    sync,
)


@pytest.fixture(params=[0o000, 0o022, 0o077, 0o777], ids="umask {:03o}".format)
def _umask(request: pytest.FixtureRequest) -> Iterator[None]:
    before = os.umask(request.param)
    yield
    os.umask(before)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.mark.usefixtures("_umask")
def test_directories_that_were_missing_are_private_all_the_way(tmp_path):
    make_directory(tmp_path / "a" / "b" / "c")
    make_directory(tmp_path / "a" / "b" / "c")
    assert {mode(tmp_path / place) for place in ("a", "a/b", "a/b/c")} == {0o700}


def test_a_directory_that_was_there_is_left_as_it_was(tmp_path):
    (tmp_path / "a").mkdir()
    (tmp_path / "a").chmod(0o750)
    make_directory(tmp_path / "a" / "b")
    assert (mode(tmp_path / "a"), mode(tmp_path / "a" / "b")) == (0o750, 0o700)


def test_a_file_is_not_a_directory(tmp_path):
    (tmp_path / "a").touch()
    for place in (tmp_path / "a", tmp_path / "a" / "b"):
        with pytest.raises(OSError, match=r"File exists|Not a directory"):
            make_directory(place)


@pytest.mark.usefixtures("_umask")
def test_a_file_is_private_when_it_appears(tmp_path):
    make_file(tmp_path / "a")
    assert mode(tmp_path / "a") == 0o600
    with pytest.raises(FileExistsError):
        make_file(tmp_path / "a")


@pytest.mark.usefixtures("_umask")
@pytest.mark.parametrize("alone", [True, False])
def test_what_replaces_a_file_is_private_before_anything_is_in_it(tmp_path, alone):
    file = tmp_path / "a"
    file.write_text("old")
    with replacing(file, alone=alone) as temporary:
        assert (mode(temporary), temporary.read_bytes()) == (0o600, b"")
        temporary.write_text("new")
        assert file.read_text() == "old"
    assert (file.read_text(), mode(file)) == ("new", 0o600)
    assert list(tmp_path.iterdir()) == [file]


@pytest.mark.parametrize("alone", [True, False])
def test_where_the_block_raises_the_old_file_stays(tmp_path, alone):
    file = tmp_path / "a"
    file.write_text("old")

    def write_half() -> None:
        with replacing(file, alone=alone) as temporary:
            temporary.write_text("half")
            raise KeyError

    with pytest.raises(KeyError):
        write_half()
    assert file.read_text() == "old"
    assert list(tmp_path.iterdir()) == [file]


def test_two_that_replace_one_file_do_not_meet(tmp_path):
    with replacing(tmp_path / "a") as one, replacing(tmp_path / "a") as two:
        assert one != two
        one.write_text("one")
        two.write_text("two")
    assert (tmp_path / "a").read_text() == "one", "the last to end"


@pytest.mark.parametrize("alone", [True, False])
def test_a_name_that_is_taken_meanwhile_is_not_replaced_by_what_must_be_new(tmp_path, alone):
    file = tmp_path / "a"

    def write() -> None:
        with replacing(file, alone=alone, only_new=True) as temporary:
            temporary.write_text("ours")
            file.write_text("theirs")

    with pytest.raises(FileExistsError):
        write()
    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [("a", "theirs")]
    file.unlink()
    with replacing(file, alone=alone, only_new=True) as temporary:
        temporary.write_text("ours")
    assert file.read_text() == "ours"


def test_a_file_is_on_the_disk_before_its_name_and_its_name_when_the_block_has_ended(
    tmp_path, monkeypatch
):
    synced = []

    def fsync(handle: int) -> None:
        synced.append((os.fstat(handle).st_ino, (tmp_path / "a").exists()))

    monkeypatch.setattr(os, "fsync", fsync)
    with replacing(tmp_path / "a") as temporary:
        written = temporary.stat().st_ino
    assert synced == [(written, False), (tmp_path.stat().st_ino, True)]


def test_a_directory_that_cannot_be_read_is_written_to_all_the_same(tmp_path, monkeypatch):
    def only_files(path: Path, *given: int) -> int:
        if Path(path) == tmp_path:
            raise PermissionError(13, "Permission denied")
        return opened(path, *given)

    opened = os.open
    monkeypatch.setattr(os, "open", only_files)
    with replacing(tmp_path / "a") as temporary:
        temporary.write_text("new")
    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [("a", "new")]


def failing_sync(directory: Path, number: int) -> Callable[[int], None]:
    """Return an fsync that fails with an error for a directory, and does nothing for files."""

    def fsync(handle: int) -> None:
        if os.fstat(handle).st_ino == directory.stat().st_ino:
            raise OSError(number, os.strerror(number))

    return fsync


def test_a_name_that_the_disk_does_not_confirm_is_reported_as_what_it_is(tmp_path, monkeypatch):
    monkeypatch.setattr(os, "fsync", failing_sync(tmp_path, errno.EIO))
    with (
        pytest.raises(WrittenError, match=r"a was written, but a loss of power may still undo"),
        replacing(tmp_path / "a") as temporary,
    ):
        temporary.write_text("new")
    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [("a", "new")]


def test_where_there_are_no_hard_links_a_name_is_taken_first_and_given_up_after_an_error(
    tmp_path, monkeypatch
):
    def refuse(*_: object) -> None:
        raise OSError(errno.EPERM, os.strerror(errno.EPERM))

    monkeypatch.setattr(Path, "hardlink_to", refuse)
    with replacing(tmp_path / "a", only_new=True) as temporary:
        temporary.write_text("new")
    with pytest.raises(FileExistsError), replacing(tmp_path / "a", only_new=True):
        pass
    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [("a", "new")]
    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(PermissionError), replacing(tmp_path / "b", only_new=True):
        pass
    assert [path.name for path in tmp_path.iterdir()] == ["a"]


def test_an_unfinished_name_that_stays_is_reported(tmp_path, monkeypatch):
    def fail(*_: Path, **_options: bool) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(Path, "unlink", fail)
    with (
        pytest.raises(WrittenError, match=r"a was written, but .*\.new cannot be removed"),
        replacing(tmp_path / "a", only_new=True) as temporary,
    ):
        temporary.write_text("new")
    assert (tmp_path / "a").read_text() == "new"


@pytest.mark.parametrize("number", [errno.EINVAL, errno.ENOTSUP, errno.ENOSYS])
def test_a_file_system_that_cannot_sync_a_directory_is_no_hindrance(tmp_path, monkeypatch, number):
    monkeypatch.setattr(os, "fsync", failing_sync(tmp_path, number))
    with replacing(tmp_path / "a") as temporary:
        temporary.write_text("new")
    assert (tmp_path / "a").read_text() == "new"


@pytest.mark.parametrize(
    ("platform", "asked"),
    [("linux", ["fsync"]), ("darwin", ["fsync", ("control", 51)])],
)
@pytest.mark.parametrize("refused", [False, True], ids=["", "a file system without it"])
def test_on_macos_the_cache_of_the_disk_is_written_too(monkeypatch, platform, asked, refused):
    done: list[object] = []
    monkeypatch.setattr(os, "fsync", lambda _: done.append("fsync"))

    def control(handle: int, request: int) -> None:
        assert handle == 7
        done.append(("control", request))
        if refused:
            raise OSError(errno.ENOTSUP, os.strerror(errno.ENOTSUP))

    sync(7, platform, control)
    assert done == asked


ME, MINE_TOO, STRANGER = 1000, 2000, 3000


@pytest.mark.parametrize(
    ("owner", "of_directory", "is_followed"),
    [
        pytest.param(ME, STRANGER, True, id="the user"),
        pytest.param(0, STRANGER, True, id="root"),
        pytest.param(MINE_TOO, MINE_TOO, True, id="the owner of its directory"),
        pytest.param(STRANGER, MINE_TOO, False, id="a stranger"),
    ],
)
def test_whose_link_is_followed(tmp_path, monkeypatch, owner, of_directory, is_followed):
    link = tmp_path / "link"
    link.symlink_to("file")
    found = Path.stat

    def stat(path: Path, *, follow_symlinks: bool = True) -> os.stat_result:
        values = list(found(path, follow_symlinks=follow_symlinks))
        values[4] = {link: owner, tmp_path: of_directory}.get(path, ME)
        return os.stat_result(values)

    monkeypatch.setattr(os, "geteuid", lambda: ME)
    monkeypatch.setattr(Path, "stat", stat)
    monkeypatch.setattr(Path, "lstat", lambda path: stat(path, follow_symlinks=False))
    if is_followed:
        assert followed(link) == tmp_path / "file"
        return
    with pytest.raises(RefusedError, match="link is a link that belongs to another user"):
        followed(link)


def test_new_directories_are_on_the_disk_with_their_names(tmp_path, monkeypatch):
    synced = []
    monkeypatch.setattr(os, "fsync", lambda handle: synced.append(os.fstat(handle).st_ino))
    make_directory(tmp_path / "a" / "b")
    assert synced == [tmp_path.stat().st_ino, (tmp_path / "a").stat().st_ino]


def test_no_other_code_replaces_or_syncs_a_file():
    package = Path(slt_cli.__file__).parent
    found = {
        path.relative_to(package).as_posix()
        for path in package.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
        if node.func.attr in ("fsync", "rename", "renames")
        or (
            node.func.attr == "replace"
            and (len(node.args), len(node.keywords)) == (1, 0)
            and not isinstance(node.args[0], ast.Starred)
        )
    }
    assert found == {"private_files.py"}


def test_who_is_alone_removes_what_was_left(tmp_path):
    (tmp_path / ".a.new").write_text("half")
    with replacing(tmp_path / "a", alone=True) as temporary:
        assert temporary.read_bytes() == b""
    assert [place.name for place in tmp_path.iterdir()] == ["a"]


@pytest.mark.parametrize(
    ("given", "told"),
    [(0o600, None), (0o700, None), (0o400, None), (0o640, 0o640), (0o604, 0o604), (0o710, 0o710)],
)
def test_what_others_may_use(tmp_path, given, told):
    (tmp_path / "a").touch()
    (tmp_path / "a").chmod(given)
    assert open_to_others(tmp_path / "a") == told


def test_what_is_not_there_is_open_to_nobody(tmp_path):
    assert open_to_others(tmp_path / "a") is None
