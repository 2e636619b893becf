"""Files and directories that only their owner can read, from the first byte on."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from stat import S_IMODE

OTHERS = 0o077
"""The permissions of everybody but the owner."""


def make_directory(directory: Path) -> None:
    """Make a directory, and those above it that are missing, for its owner alone."""
    missing = [place for place in (directory, *directory.parents) if not place.exists()]
    for place in reversed(missing):
        with suppress(FileExistsError):
            place.mkdir(mode=0o700)
            place.chmod(0o700)  # a umask may have taken from its owner too
    if not directory.is_dir():
        directory.mkdir(mode=0o700)  # something else bears the name: it raises


def make_file(file: Path) -> None:
    """Make an empty file; raises FileExistsError where there is one."""
    _close(os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))


@contextmanager
def replacing(file: Path, *, alone: bool = False) -> Iterator[Path]:
    """Yield an empty file beside another, which takes the other's place when the block ends.

    What was written is on the disk before. Where the block raises, the other stays as it was. Who
    is `alone`, as it holds a lock, also clears away what a process left behind that was killed.
    """
    temporary = _only_one(file) if alone else _one_of_many(file)
    try:
        yield temporary
        _sync(temporary)
        temporary.replace(file)
        _sync(file.parent)
    finally:
        temporary.unlink(missing_ok=True)


def _only_one(file: Path) -> Path:
    temporary = file.with_name(f".{file.name}.new")
    temporary.unlink(missing_ok=True)
    make_file(temporary)
    return temporary


def _one_of_many(file: Path) -> Path:
    from tempfile import mkstemp  # noqa: PLC0415 - takes a while, and few commands make a copy

    handle, name = mkstemp(prefix=f".{file.name}.", suffix=".new", dir=file.parent)
    _close(handle)
    return Path(name)


def _close(made: int) -> None:
    """Close a file that was made, and give its owner what a umask may have taken."""
    try:
        os.fchmod(made, 0o600)
    finally:
        os.close(made)


def open_to_others(path: Path) -> int | None:
    """Return a file's or directory's mode where not only its owner may use it, else None."""
    try:
        mode = S_IMODE(path.stat().st_mode)
    except OSError:
        return None
    return mode if mode & OTHERS else None


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
