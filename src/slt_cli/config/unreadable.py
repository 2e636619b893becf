"""Explain why a file cannot be used at all: it cannot be read, is not UTF-8, or is not TOML."""

import re
from pathlib import Path

from slt_cli.config.display import toml
from slt_cli.config.toml_text import MOST_PARTS
from slt_cli.errors import Fault

_POSITION = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")
_FIXES = {
    "Cannot declare": "give each table a single header, and write all its keys below it",
    "Cannot overwrite": "keep one of the two: a key may appear only once in its table",
    "Cannot mutate": "keep one of the two: a table in braces cannot be added to",
    "Cannot redefine": "keep one of the two: a key may appear only once in its table",
    "Duplicate": "keep one of the two: a key may appear only once in its table",
    "Invalid value": 'put text in quotes: name = "Main office"; true and false are in lower case',
    "Unterminated": "close the quotes where the text ends",
    "Illegal character": "close the quotes on the line where the text begins",
    "Unescaped": r"write a backslash twice, or use single quotes: 'a\b'",
    "Unclosed": "close the bracket or brace, and put commas between entries",
    "Expected newline": "write one key per line",
    "Expected '='": 'write key = "value", the key in quotes if it has spaces',
    "Expected ']": "close the header's brackets: [defaults]",
    "Invalid date": "write a date that exists, such as 2026-12-25",
}
_SECRET = re.compile(r"(?:password|token|heartbeat)\W*$", re.IGNORECASE)
"""The end of a key whose value may be a secret, which is not repeated."""

_GENERAL = 'TOML looks like key = "value" under a [table]'


def fault_of(file: Path, content: bytes, error: Exception) -> Fault:
    """Return the fault of a file whose reading, decoding or parsing raised an error."""
    if isinstance(error, OSError):
        return _cannot_be_read(file, error)
    return _not_toml(file, content, error)


def _cannot_be_read(file: Path, error: OSError) -> Fault:
    if isinstance(error, IsADirectoryError):
        return Fault(str(file), "", "is a directory, not a file", "name a file in it, or move it")
    fix = "check the path, and that you have permission to read it"
    return Fault(str(file), "", f"the file cannot be read: {error.strerror}", fix)


def _not_toml(file: Path, content: bytes, error: Exception) -> Fault:
    if isinstance(error, UnicodeDecodeError):
        line = error.object.count(b"\n", 0, error.start) + 1
        problem = f"the file is not UTF-8 text: byte 0x{error.object[error.start]:02x}"
        fix = "save it as UTF-8: look for `encoding` in your editor's `Save as`"
        return Fault(str(file), "", problem, fix, line)
    if isinstance(error, RecursionError):
        fix = f"no key has more than {MOST_PARTS} parts, and no list is deeper"
        return Fault(str(file), "", "it is nested too deeply", fix)
    message = str(error)
    if "digits" in message:
        return Fault(str(file), "", "not valid TOML: a number in it is too long", _GENERAL)
    position = _POSITION.search(message)
    what = _POSITION.sub("", message)
    fix = next((fix for start, fix in _FIXES.items() if what.startswith(start)), _GENERAL)
    if what.startswith(("Invalid value", "Expected newline")) and position and position[1]:
        lines = content.decode(errors="replace").split("\n")
        if written := _with_toml_value(lines[int(position[1]) - 1]):
            also = ", and true and false in lower case" if what.startswith("Invalid") else ""
            fix = f"put text in quotes{also}: {written}"
    problem = _plainly(what) + (f" at column {position[2]}" if position and position[2] else "")
    line = int(position[1]) if position and position[1] else content.count(b"\n") + 1
    return Fault(str(file), "", f"not valid TOML: {problem}", fix, line)


def _with_toml_value(line: str) -> str:
    """Return a line `key = value` with its value as TOML; an empty text if it cannot be read."""
    name, equals, value = (part.strip() for part in line.partition("#")[0].partition("="))
    if not equals or not name or not re.fullmatch(r"[\w +:/.@%-]+", value):
        return ""
    if _SECRET.search(name) or (name == "url" and "/" in value.partition("://")[2]):
        return ""
    lower = value.lower()
    return f"{name} = {lower if lower in ('true', 'false') else toml(value)}"


def _plainly(what: str) -> str:
    """Return the parser's message without the Python values in it."""
    if what.startswith(("Cannot declare", "Cannot redefine", "Cannot mutate")):
        return "a table is defined twice"
    if what.startswith(("Cannot overwrite", "Duplicate")):
        return "a key appears twice"
    return what[:1].lower() + what[1:]
