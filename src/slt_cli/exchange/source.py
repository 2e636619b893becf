"""A file of cases as its lines of text, or standard input."""

import os
import re
import sys
from codecs import lookup
from collections.abc import Iterator
from contextlib import contextmanager
from io import BufferedReader, BytesIO, TextIOWrapper
from pathlib import Path
from typing import NamedTuple, TextIO

from slt_cli.errors import SltError, UsageError
from slt_cli.exchange.file_types import BYTES, encoding_of, file_type, in_utf_8, utf_8

_BLANK = b"\xef\xbb\xbf \t\r\n"
_UNUSED = b"\x81\x8d\x8f\x90\x9d"
_WINDOWS_1252 = {
    0xDC00 + byte: bytes([byte]).decode("cp1252")
    for byte in range(0x80, 0x100)
    if byte not in _UNUSED
}
"""The characters of bytes that are not UTF-8, by these bytes as the decoder lets them through."""

_OTHER = re.compile(f"[{''.join(map(chr, _WINDOWS_1252))}]")


class Source(NamedTuple):
    """An open file: its bytes, its lines, its size if that is known, and if there is no text.

    Standard input has no `file`.
    """

    name: str
    stream: BufferedReader
    lines: "TextLines"
    size: int
    is_empty: bool = False
    file: Path | None = None

    @property
    def in_utf_8(self) -> str:
        """Return how to save it if it is not text in any encoding that is read."""
        return in_utf_8(self.file)


@contextmanager
def opened(file: Path, encoding: str | None = None) -> Iterator[Source]:
    """Open a file as text, or standard input for `-`.

    Without an encoding it is UTF-8, or UTF-16 where its first bytes say so; what is neither is read
    as Windows-1252. Raises SltError if it cannot be read, and UsageError if it is not text. Bytes
    that are in none of them become lone surrogates, which no case may contain.
    """
    named = None if str(file) == "-" else file
    name = "standard input" if named is None else str(named)
    try:
        stream = _binary(named)
    except OSError as error:
        raise _unreadable(name, error) from None
    with stream:
        start = _start(stream, name, named, encoding)
        known = encoding or encoding_of(start)
        errors = "surrogateescape" if known.startswith("utf-8") else "strict"
        text = TextIOWrapper(stream, known, errors=errors, newline="")
        lines = TextLines(text, name, named, is_given=encoding is not None)
        size = os.fstat(stream.fileno()).st_size
        yield Source(name, stream, lines, size, not start.strip(_BLANK), named)


def text_encoding(given: str) -> str:
    """Return the name of an encoding of texts; raises UsageError if there is none such."""
    try:
        TextIOWrapper(BytesIO(), given).read()  # refuses codecs of bytes, too
        return lookup(given).name
    except (LookupError, ValueError):
        fix = "one such as utf-8, utf-16, cp1252, iso-8859-15 or cp932"
        raise UsageError(f"unknown encoding {given!r}", fix) from None


class TextLines:
    """The lines of a text file; bytes that are not UTF-8 are read as Windows-1252.

    `first_other` is the number of the first line that has such bytes, None so far.
    """

    def __init__(self, text: TextIO, name: str, file: Path | None, *, is_given: bool) -> None:
        self._text = text
        self._name = name
        self._file = file
        self._is_given = is_given
        self._lines = self._read()
        self.first_other: int | None = None

    def __iter__(self) -> Iterator[str]:
        """Yield lines; raises SltError if they cannot be read."""
        return self._lines

    def __next__(self) -> str:
        """Return the next line."""
        return next(self._lines)

    def _read(self) -> Iterator[str]:
        try:
            if self._is_given:
                yield self._text.readline().removeprefix("\ufeff")
                yield from self._text
                return
            for number, line in enumerate(self._text, start=1):
                if not line.isascii() and _OTHER.search(line):
                    self.first_other = self.first_other or number
                    yield line.translate(_WINDOWS_1252)
                else:
                    yield line
        except OSError as error:
            raise _unreadable(self._name, error) from None
        except UnicodeError:
            raise self._damaged() from None

    def _damaged(self) -> SltError:
        fix = f"save it again, as {utf_8(self._file)}"
        if not self._is_given:
            return SltError(f"{self._name} begins as UTF-16, but is damaged or cut off", fix)
        what = f"{self._name} has bytes that are not {self._text.encoding}"
        return SltError(what, f"name another encoding, or {fix}")


def _start(stream: BufferedReader, name: str, file: Path | None, encoding: str | None) -> bytes:
    """Return the first bytes, which stay in the stream."""
    try:
        start = stream.peek(BYTES)[:BYTES]
    except OSError as error:
        raise _unreadable(name, error) from None
    found = file_type(start)
    if found is not None and not (found.is_text and encoding):
        raise UsageError(f"{name} is {found.name}, not CSV or JSON Lines", found.fix(file))
    return start


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
