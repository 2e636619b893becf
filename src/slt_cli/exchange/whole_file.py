"""A file that appears under its name only once all of it is written."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from slt_cli.errors import OutputError, RefusedError
from slt_cli.private_files import replacing


@contextmanager
def whole_file(named: Path, *, replace: bool) -> Iterator[TextIO]:
    """Open a stream into a file that appears, only for its owner, when the block ends.

    Raises RefusedError for an existing file unless `replace`, and for a path that is not a file.
    If the block raises, nothing is left behind.
    """
    file = named.resolve()
    if file.exists() and not file.is_file():
        raise RefusedError(
            f"{named} is not a regular file", "name another file, or - for standard output"
        )
    if file.exists() and not replace:
        raise _exists(named)
    try:
        with (
            replacing(file, only_new=not replace) as temporary,
            temporary.open("w", encoding="utf-8", newline="") as stream,
        ):
            yield stream
    except FileExistsError:  # another process made it meanwhile
        raise _exists(named) from None
    except OSError as error:
        why = error.strerror or "unknown error"
        fix = "check the directory, its permissions and the free space; nothing was changed"
        raise OutputError(f"{named} cannot be written: {why}", fix) from None


def _exists(named: Path) -> RefusedError:
    return RefusedError(
        f"{named} already exists", "name another file, or replace this one with --force"
    )
