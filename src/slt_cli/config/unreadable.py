"""Why a file is no configuration at all: it cannot be read, is not UTF-8, or is not TOML."""

import re
from pathlib import Path

from slt_cli.errors import Fault

_PLACE = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")
_FIXES = {
    "Cannot declare": "give a table one header, and write all its keys below it",
    "Cannot overwrite": "keep one of the two: a key stands once in its table",
    "Cannot mutate": "keep one of the two: a table in braces cannot be added to",
    "Cannot redefine": "keep one of the two: a key stands once in its table",
    "Duplicate": "keep one of the two: a key stands once in its table",
    "Invalid value": 'put a text in quotes: name = "USA"; true and false are written small',
    "Unterminated": "close the quotes where the text ends",
    "Illegal character": "close the quotes on the line where the text begins",
    "Unescaped": r"write a backslash twice, or use single quotes: 'a\b'",
    "Unclosed": "close the bracket or brace, and put commas between entries",
    "Expected newline": "write one key on a line",
    "Expected '='": 'write key = "value", the key in quotes if it has blanks',
    "Expected ']": "close the header's brackets: [regions.usa]",
    "Invalid date": "write a date that exists, such as 2026-12-25",
}
_GENERAL = 'TOML is written like key = "value" under a [table]'


def cannot_be_read(file: Path, error: OSError) -> Fault:
    """Return the fault of a file that the system does not let us read."""
    if isinstance(error, IsADirectoryError):
        return Fault(str(file), "", "is a directory, not a file", "name a file in it, or move it")
    fix = "check the path and its permissions: you must be able to read it"
    return Fault(str(file), "", f"the file cannot be read: {error.strerror}", fix)


def not_toml(file: Path, content: bytes, error: Exception) -> Fault:
    """Return the fault of a file whose content is no TOML."""
    if isinstance(error, UnicodeDecodeError):
        line = content.count(b"\n", 0, error.start) + 1
        problem = f"the file is not UTF-8 text: byte 0x{content[error.start]:02x}"
        fix = "save it with the encoding UTF-8: your editor's `Save as` offers it"
        return Fault(str(file), "", problem, fix, line)
    if isinstance(error, RecursionError):
        return Fault(str(file), "", "not valid TOML: it is nested too deeply", _GENERAL)
    message = str(error)
    if "digits" in message:
        return Fault(str(file), "", "not valid TOML: a number in it is too long", _GENERAL)
    place = _PLACE.search(message)
    what = _PLACE.sub("", message)
    fix = next((fix for start, fix in _FIXES.items() if what.startswith(start)), _GENERAL)
    said = _plainly(what) + (f" at column {place[2]}" if place and place[2] else "")
    line = int(place[1]) if place and place[1] else content.count(b"\n") + 1
    return Fault(str(file), "", f"not valid TOML: {said}", fix, line)


def _plainly(what: str) -> str:
    """Return the parser's words without the Python values in them."""
    if what.startswith(("Cannot declare", "Cannot redefine", "Cannot mutate")):
        return "a table is defined twice"
    if what.startswith(("Cannot overwrite", "Duplicate")):
        return "a key stands twice"
    return what[:1].lower() + what[1:]
