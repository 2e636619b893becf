"""A file that is written whole: it appears under its name when nothing of it is missing."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TextIO

from slt_cli.errors import OutputError, RefusedError


@contextmanager
def whole_file(named: Path, *, replace: bool) -> Iterator[TextIO]:
    """Open a stream into a file that appears, for its owner alone, when the block has ended.

    A file that is there is refused unless `replace`. Where the block fails nothing is left behind.
    """
    file = named.resolve()
    if file.exists() and not file.is_file():
        raise RefusedError(f"{named} is no file to write", "name another, or - for standard output")
    if not replace:
        _require_none(file, named)
    temporary = file.with_name(f".{file.name}.{os.getpid()}.new")
    try:
        handle = os.open(temporary, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        try:
            with os.fdopen(handle, "w", encoding="utf-8", newline="") as stream:
                yield stream
                stream.flush()
                os.fsync(handle)
            if not replace:
                _require_none(file, named)  # somebody else may have made it meanwhile
            temporary.replace(file)
        finally:
            with suppress(OSError):
                temporary.unlink(missing_ok=True)
    except OSError as error:
        why = error.strerror or "unknown error"
        fix = "check the directory, its permissions and the space left; nothing was changed"
        raise OutputError(f"{named} cannot be written: {why}", fix) from None


def _require_none(file: Path, named: Path) -> None:
    if file.exists():
        raise RefusedError(
            f"{named} is there already", "name another file, or replace it with --force"
        )
