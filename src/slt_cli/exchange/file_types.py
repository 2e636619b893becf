"""What a file is that is not text: told by its first bytes, with how to make text of it."""

import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

BYTES = 4096
"""How many of a file's first bytes tell what it is."""

UTF_16 = (b"\xff\xfe", b"\xfe\xff")
"""The byte order marks of UTF-16."""

DATABASE = b"SQLite format 3\x00"
"""The first bytes of a SQLite database."""

JSON_SUFFIXES = (".jsonl", ".ndjson")
"""The ends of names of files that are JSON Lines."""

_AS_CSV = "save it there as CSV UTF-8, and import that"
_FEW, _MANY, _MOST = 0.1, 0.6, 0.9
_LEAST = 4


class FileType(NamedTuple):
    """What a file is, and what to do, with a command that makes text of it if there is one.

    Only if it is `piped` does the command read standard input, too. Text in another encoding has no
    `advice` of its own.
    """

    name: str
    advice: str
    command: str = ""
    piped: bool = True

    @property
    def is_text(self) -> bool:
        """Return whether it is text in another encoding."""
        return not self.advice

    def fix(self, file: Path | None) -> str:
        """Return how the rows of a file, or of standard input, can be imported all the same."""
        advice = self.advice or f"save it as {utf_8(file)}, or"
        if not self.command or (file is None and not self.piped):
            return advice
        if file is None:
            return f"{advice}: ... | {self.command} | slt import -"
        named = shlex.quote(str(file))
        if not self.piped:
            return f"{advice}: {self.command} {named} | slt import -"
        return f"{advice}: {self.command} < {named} | slt import -"


def utf_8(file: Path | None) -> str:
    """Return what UTF-8 is called where a file, or standard input, is saved: in CSV by Excel."""
    return "UTF-8" if file and file.suffix.lower() in JSON_SUFFIXES else "CSV UTF-8"


def in_utf_8(file: Path | None) -> str:
    """Return what to do with bytes of a file, or standard input, that are in no known encoding."""
    return f"--encoding NAME says which encoding it is, or save it as {utf_8(file)}"


def _encoded(name: str, encoding: str) -> FileType:
    return FileType(name, "", f"iconv -f {encoding} -t UTF-8")


def _unpacked(name: str, command: str, *, piped: bool = True) -> FileType:
    return FileType(name, "unpack it", command, piped)


_BEGINNINGS = {
    b"\xff\xfe\x00\x00": _encoded("UTF-32", "UTF-32"),
    b"\x00\x00\xfe\xff": _encoded("UTF-32", "UTF-32"),
    b"\x1f\x8b": _unpacked("compressed with gzip", "gzip -dc"),
    b"BZh": _unpacked("compressed with bzip2", "bzip2 -dc"),
    b"\xfd7zXZ\x00": _unpacked("compressed with xz", "xz -dc"),
    b"\x28\xb5\x2f\xfd": _unpacked("compressed with zstd", "zstd -dc"),
    b"\x04\x22\x4d\x18": _unpacked("compressed with lz4", "lz4 -dc"),
    b"7z\xbc\xaf\x27\x1c": _unpacked("a 7z archive", "7z x -so", piped=False),
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1": FileType("a workbook of old Excel (.xls)", _AS_CSV),
    b"%PDF-": FileType("a PDF", "export CSV from the system that wrote it"),
    b"{\\rtf": FileType("an RTF document", "save it as text, in UTF-8"),
    DATABASE: FileType(
        "an SQLite database", "if it is a store or a backup", "slt export --db", piped=False
    ),
    b"PAR1": FileType("a Parquet file", "export CSV from the system that wrote it"),
}
_ZIP = b"PK\x03\x04"
_ZIPPED = {
    b"application/vnd.oasis.opendocument": FileType("an OpenDocument file (.ods)", _AS_CSV),
    b"[Content_Types].xml": FileType("an Excel workbook (.xlsx)", _AS_CSV),
    b"_rels/.rels": FileType("an Excel workbook (.xlsx)", _AS_CSV),
    b"xl/": FileType("an Excel workbook (.xlsx)", _AS_CSV),
    b"": _unpacked("a ZIP archive", "unzip -p", piped=False),
}
_MARKUP = {
    b"<?xml": "XML",
    b"<!doctype html": "HTML, as a page for browsers or for signing in is",
    b"<html": "HTML, as a page for browsers or for signing in is",
}


def file_type(start: bytes) -> FileType | None:
    """Return what a file with these first bytes is if it is not text in UTF-8; else None."""
    return next(_types(start), None)


def encoding_of(start: bytes) -> str:
    """Return the encoding of a text file with these first bytes: UTF-8, or a kind of UTF-16."""
    if start.startswith(UTF_16):
        return "utf-16"
    for encoding, nul, other in (
        ("utf-16-le", start[1::2], start[::2]),
        ("utf-16-be", start[::2], start[1::2]),
    ):
        if len(start) >= _LEAST and _share(nul) > _MANY and _share(other) < _FEW:
            return encoding
    return "utf-8-sig"


def _types(start: bytes) -> Iterator[FileType]:
    for beginning, found in _BEGINNINGS.items():
        if start.startswith(beginning):
            yield found
    if start.startswith(UTF_16):
        return
    if start.startswith(_ZIP):
        yield from (found for part, found in _ZIPPED.items() if part in start)
    text = start.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    for beginning, name in _MARKUP.items():
        if text.startswith(beginning):
            yield FileType(name, "export CSV from the system that wrote it")
    zeros, units = start[1::4] + start[2::4] + start[3::4], start[::4]
    if len(start) >= _LEAST and _share(zeros) > _MOST and _share(units) < _FEW:
        yield _encoded("UTF-32LE without a byte order mark", "UTF-32LE")


def _share(part: bytes) -> float:
    return part.count(0) / len(part)
