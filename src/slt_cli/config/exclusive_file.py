"""Lock a configuration file and replace it as a whole: readers see the old one or the new one."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import sleep

from slt_cli.errors import RefusedError, SltError
from slt_cli.private_files import followed, make_directory, replacing, set_mode

_TRIES, _PAUSE = 50, 0.1


@contextmanager
def exclusive(file: Path) -> Iterator[Path]:
    """Lock a file against other writers; yields its path with symbolic links followed.

    Makes its directory if it is missing. Raises SltError if that fails, and RefusedError if another
    process keeps the lock, or for another user's link.
    """
    try:
        target = followed(file)
        make_directory(target.parent)
        directory = os.open(target.parent, os.O_RDONLY | os.O_DIRECTORY)
    except OSError as error:
        raise _cannot_write(file, error) from None
    try:
        _lock(directory, file)
        yield target
    finally:
        os.close(directory)


def replace(file: Path, text: str, *, only_new: bool = False) -> int:
    """Replace a file's text, or make the file; an old one keeps its mode, a new one gets 0600.

    Return that mode. Raises SltError if it cannot be written; the old file is then unchanged. With
    `only_new`, raises FileExistsError if there is one.
    """
    try:
        mode = _mode(file)
        with replacing(file, alone=True, only_new=only_new) as temporary:
            set_mode(temporary, mode)
            temporary.write_text(text, encoding="utf-8", newline="")
    except OSError as error:
        if only_new and isinstance(error, FileExistsError):
            raise
        raise _cannot_write(file, error) from None
    return mode


def _cannot_write(file: Path, error: OSError) -> SltError:
    fix = "nothing was changed; check the directory, its permissions and the free space"
    return SltError(f"{file} cannot be written: {error.strerror}", fix)


def _lock(directory: int, file: Path) -> None:
    for left in range(_TRIES, -1, -1):
        try:
            fcntl.flock(directory, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if not left:
                raise RefusedError(
                    f"another process is changing {file}", "nothing was changed; try again"
                ) from None
            sleep(_PAUSE)
        except OSError:  # a file system without locks: the last writer wins
            return
        else:
            return


def _mode(file: Path) -> int:
    return file.stat().st_mode & 0o777 if file.exists() else 0o600
