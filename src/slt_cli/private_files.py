"""Files and directories that only their owner can use, from the moment they are made."""

import fcntl
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from errno import EINVAL, ELOOP, ENOSYS, ENOTSUP
from pathlib import Path
from stat import S_IMODE

from slt_cli.errors import OutputError, RefusedError, add_left

OTHERS = 0o077
"""The permissions of everybody but the owner."""

_MOST_LINKS = 40
_ROOT = 0
_F_FULLFSYNC = 51
"""The request of macOS (its `sys/fcntl.h`), which Python names only there."""
_NO_SYNC = (EINVAL, ENOSYS, ENOTSUP)
"""What a file system answers that cannot sync a directory: some network shares."""


class WrittenError(OutputError):
    """A file has its name and all of its content, but what comes after that failed."""


def make_directory(directory: Path) -> None:
    """Make a directory and any missing parents, only for their owner.

    Their names are on the disk when it returns, as far as the disk obeys.
    """
    missing = [path for path in (directory, *directory.parents) if not path.exists()]
    for path in reversed(missing):
        with suppress(FileExistsError):
            path.mkdir(mode=0o700)
            set_mode(path, 0o700)  # a umask may have taken permissions from the owner too
            with suppress(OSError):  # the directory is there and can be used
                _sync_names(path.parent)
    if not directory.is_dir():
        directory.mkdir(mode=0o700)  # something else has the name: this raises


def make_file(file: Path) -> None:
    """Make an empty file; raises FileExistsError if it exists."""
    handle = os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    try:
        set_mode(handle, 0o600)  # a umask may have taken permissions from the owner too
    finally:
        os.close(handle)


def set_mode(path: Path | int, mode: int) -> None:
    """Set the mode of a file or directory, where the file system keeps modes.

    Some network shares, and the disks of Windows in WSL, refuse it: `mode_remark` says so.
    """
    with suppress(OSError):
        os.chmod(path, mode)  # noqa: PTH101 - it may be an open file


@contextmanager
def replacing(file: Path, *, alone: bool = False, only_new: bool = False) -> Iterator[Path]:
    """Yield an empty file in the same directory, which takes the name `file` when the block ends.

    This is the one place that replaces files. The new file is on the disk before it takes the name,
    and its name is on the disk afterwards. If the block raises, a file of that name stays as it was
    and nothing else is left: what cannot be removed has its name in the error. With `only_new`,
    FileExistsError is raised if anything has the name when the block ends. A caller that is
    `alone`, because it holds a lock, also removes what a killed process left behind. Raises
    WrittenError if something fails when the file has its name: it was written all the same.
    """
    own = "" if alone else f".{os.urandom(4).hex()}"
    temporary = file.with_name(f".{file.name}{own}.new")
    if alone:
        temporary.unlink(missing_ok=True)
    make_file(temporary)
    try:
        yield temporary
        _sync(temporary)
        if only_new:
            _rename_to_new(temporary, file)
        else:
            temporary.replace(file)
    except BaseException as error:
        try:
            temporary.unlink(missing_ok=True)
        except OSError:  # the error that ended the block says more
            add_left(error, str(temporary))
        raise
    _sync_name(file)


def followed(path: Path) -> Path:
    """Return where a path leads, with every link in it followed.

    A link is followed if it belongs to the user, to root, or to the owner of its directory. Raises
    RefusedError for any other, which somebody may have put there to choose the file, and OSError
    for links in a circle.
    """
    parts = list(reversed(path.absolute().parts))
    at = Path(parts.pop())
    links = 0
    while parts:
        part = parts.pop()
        step = at.parent if part == ".." else at / part
        if not step.is_symlink():
            at = step
            continue
        links += 1
        if links > _MOST_LINKS:
            raise OSError(ELOOP, os.strerror(ELOOP), str(path))
        if step.lstat().st_uid not in (os.geteuid(), _ROOT, at.stat().st_uid):
            what = f"{step} is a link that belongs to another user, and was not followed"
            raise RefusedError(what, "name the file that it leads to")
        leads = step.readlink()
        at = Path(leads.anchor or at)
        parts += reversed(leads.relative_to(leads.anchor).parts)
    return at


def _rename_to_new(temporary: Path, file: Path) -> None:
    """Rename a finished file; raises FileExistsError if anything has the name, a link too."""
    try:
        file.hardlink_to(temporary)
    except FileExistsError:
        raise
    except OSError:  # a file system without hard links: take the name first
        make_file(file)
        try:
            temporary.replace(file)
        except OSError:
            file.unlink()
            raise
        return
    try:
        temporary.unlink()
    except OSError as error:
        raise WrittenError(
            f"{file} was written, but {temporary} cannot be removed: {error.strerror}",
            "remove it: it is another name of the same file",
        ) from None


def _sync_name(file: Path) -> None:
    try:
        _sync_names(file.parent)
    except OSError as error:
        raise WrittenError(
            f"{file} was written, but a loss of power may still undo that: its directory cannot be "
            f"synced: {error.strerror}",
            f"check the disk that holds {file.parent}, then run the command again",
        ) from None


def is_same_file(given: Path, other: Path) -> bool:
    """Return whether a path leads to a file, by a link of any kind, or would make it.

    A path that cannot be looked up, in a closed directory or with too long a name, leads to none.
    """
    if os.path.realpath(given) == os.path.realpath(other):
        return True
    try:
        return given.samefile(other)
    except OSError:
        return False


def open_to_others(path: Path) -> int | None:
    """Return a file's or directory's mode if somebody besides its owner may use it, else None."""
    try:
        mode = S_IMODE(path.stat().st_mode)
    except OSError:
        return None
    return mode if mode & OTHERS else None


def _sync_names(directory: Path) -> None:
    """Bring the names in a directory to the disk, unless it cannot be opened or has no sync."""
    try:
        _sync(directory)
    except PermissionError:  # it can be written but not read
        return
    except OSError as error:
        if error.errno not in _NO_SYNC:
            raise


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        sync(handle)
    finally:
        os.close(handle)


def sync(
    handle: int,
    platform: str = sys.platform,
    control: Callable[[int, int], object] = fcntl.fcntl,
) -> None:
    """Bring an open file to the disk; on macOS through the cache of the disk too."""
    os.fsync(handle)
    if platform == "darwin":
        with suppress(OSError):  # a file system without it: fsync was all it has
            control(handle, _F_FULLFSYNC)
