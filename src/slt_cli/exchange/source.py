"""A file of cases as its lines of text, or standard input."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from io import BufferedReader, TextIOWrapper
from pathlib import Path
from typing import NamedTuple, TextIO

from slt_cli.errors import SltError, UsageError
from slt_cli.exchange.file_types import BYTES, UTF_16, file_type, in_utf_8, utf_8

_BLANK = b"\xef\xbb\xbf \t\r\n"


class Source(NamedTuple):
    """An open file: its bytes, its lines, its size if that is known, and if there is no text.

    Standard input has no `file`.
    """

    name: str
    stream: BufferedReader
    lines: Iterator[str]
    size: int
    is_empty: bool = False
    file: Path | None = None

    @property
    def in_utf_8(self) -> str:
        """Return how to save it if it is neither UTF-8 nor UTF-16."""
        return in_utf_8(self.file)


@contextmanager
def opened(file: Path) -> Iterator[Source]:
    """Open a file as UTF-8, or UTF-16 with a byte order mark; or standard input for `-`.

    Raises SltError if it cannot be read, and UsageError if it is not text. Bytes that are not UTF-8
    become lone surrogates, which no case may contain.
    """
    named = None if str(file) == "-" else file
    name = "standard input" if named is None else str(named)
    try:
        stream = _binary(named)
    except OSError as error:
        raise _unreadable(name, error) from None
    with stream:
        start = _start(stream, name, named)
        encoding = "utf-16" if start.startswith(UTF_16) else "utf-8-sig"
        text = TextIOWrapper(stream, encoding, errors="surrogateescape", newline="")
        size = os.fstat(stream.fileno()).st_size
        is_empty = not start.strip(_BLANK)
        yield Source(name, stream, _lines(text, name, named), size, is_empty, named)


def _start(stream: BufferedReader, name: str, file: Path | None) -> bytes:
    """Return the first bytes, which stay in the stream."""
    try:
        start = stream.peek(BYTES)[:BYTES]
    except OSError as error:
        raise _unreadable(name, error) from None
    if (found := file_type(start)) is not None:
        raise UsageError(f"{name} is {found.name}, not CSV or JSON Lines", found.fix(file))
    return start


def _lines(text: TextIO, name: str, file: Path | None) -> Iterator[str]:
    """Yield lines; raises SltError if they cannot be read."""
    try:
        yield from text
    except OSError as error:
        raise _unreadable(name, error) from None
    except UnicodeDecodeError:  # of UTF-16
        fix = f"save it again, as {utf_8(file)}"
        raise SltError(f"{name} begins as UTF-16, but is damaged or cut off", fix) from None


def _unreadable(name: str, error: OSError) -> SltError:
    fix = "check its name"
    if isinstance(error, PermissionError):
        fix = "make it readable for you, or name another file"
    return SltError(f"{name} cannot be read: {error.strerror}", fix)


def _binary(file: Path | None) -> BufferedReader:
    if file is not None:
        return file.open("rb")
    if sys.stdin is None:
        raise UsageError("standard input is closed", "name a file")
    return os.fdopen(sys.stdin.fileno(), "rb", closefd=False)
