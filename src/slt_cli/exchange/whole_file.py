"""A file that appears under its name only once all of it is written."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from slt_cli.errors import OutputError, RefusedError
from slt_cli.exchange.file_types import DATABASE
from slt_cli.private_files import followed, replacing

_BESIDE = ("-wal", "-shm", "-journal")
_LOGS = (b"\x37\x7f\x06\x82", b"\x37\x7f\x06\x83", b"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7")


@contextmanager
def whole_file(named: Path, *, replace: bool) -> Iterator[TextIO]:
    """Open a stream into a file that appears, only for its owner, when the block ends.

    Links are followed. Raises RefusedError for an existing file unless `replace`, and always for
    what is not a file, for a database, such as a store or a backup, and for the log of one. If the
    block raises, nothing is left behind.
    """
    with _explained(named):
        file = followed(named)
        _require_allowed(file, named)
        if not replace and file.exists():
            raise _exists(named)
        with (
            replacing(file, only_new=not replace) as temporary,
            temporary.open("w", encoding="utf-8", newline="") as stream,
        ):
            yield stream


def require_allowed(named: Path) -> None:
    """Raise RefusedError for what is never replaced: a device, a directory, a database, its log."""
    with _explained(named):
        _require_allowed(followed(named), named)


@contextmanager
def _explained(named: Path) -> Iterator[None]:
    try:
        yield
    except FileExistsError:  # another process made it meanwhile
        raise _exists(named) from None
    except OSError as error:
        why = error.strerror or "unknown error"
        fix = "check the directory, its permissions and the free space; nothing was changed"
        raise OutputError(f"{named} cannot be written: {why}", fix) from None


def _require_allowed(file: Path, named: Path) -> None:
    if not file.exists():
        return
    another = "name another file, or - for standard output"
    if not file.is_file():
        raise RefusedError(f"{named} is not a regular file", another)
    start = _start(file)
    logged = [file.with_name(file.name[: -len(end)]) for end in _BESIDE if file.name.endswith(end)]
    if start == DATABASE or start.startswith(_LOGS) or DATABASE in map(_start, logged):
        what = "is an SQLite database, such as a store or a backup, or the log of one"
        raise RefusedError(f"{named} {what}, and was not touched", another)


def _start(file: Path) -> bytes:
    """Return as many bytes of a file as tell a database; none if there is no file."""
    if not file.is_file():
        return b""
    with file.open("rb") as stream:
        return stream.read(len(DATABASE))


def _exists(named: Path) -> RefusedError:
    return RefusedError(
        f"{named} already exists", "name another file, or replace this one with --force"
    )
