"""Replace a configuration file as a whole: whoever reads it finds the old one or the new one."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from time import sleep

from slt_cli.errors import RefusedError, SltError

_TRIES, _PAUSE = 50, 0.1


@contextmanager
def exclusive(file: Path) -> Iterator[Path]:
    """Keep other writers of a file away; yields the file itself, behind any symbolic link.

    Makes its directory where there is none. Raises SltError where that cannot be done.
    """
    try:
        target = file.resolve()
        if target.is_symlink():  # Python 3.13 resolves a loop to a link, earlier ones raise
            raise RuntimeError  # noqa: TRY301 - told like theirs
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        directory = os.open(target.parent, os.O_RDONLY | os.O_DIRECTORY)
    except (OSError, RuntimeError) as error:
        raise cannot_write(file, error) from None
    try:
        _lock(directory, file)
        yield target
    finally:
        os.close(directory)


def replace(file: Path, text: str) -> None:
    """Write a file through a temporary one beside it; its mode is kept, or 0600.

    Raises SltError, and leaves the old file, where it cannot be written.
    """
    temporary = file.with_name(f".{file.name}.new")
    try:
        temporary.unlink(missing_ok=True)  # left behind by a process that was killed
        with temporary.open("x", encoding="utf-8", newline="") as stream:
            os.fchmod(stream.fileno(), _mode(file))
            stream.write(text)
            stream.flush()
            os.fsync(stream.fileno())
        temporary.replace(file)
        _sync_directory(file.parent)
    except OSError as error:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)
        raise cannot_write(file, error) from None


def cannot_write(file: Path, error: Exception) -> SltError:
    """Return the error that says why a file was not written."""
    why = error.strerror if isinstance(error, OSError) else "its link leads back to itself"
    fix = "nothing was changed; check the directory, its permissions and the space left"
    return SltError(f"{file} cannot be written: {why}", fix)


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


def _sync_directory(directory: Path) -> None:
    handle = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
