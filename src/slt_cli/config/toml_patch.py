"""Write changed tables into a TOML text, keeping its comments and its order if possible.

Each patch is tried and parsed: if the result is not exactly the tables wanted, it is discarded. If
no patch works, the whole text is written again, which loses comments.

tomlkit (0.15) would take half as many lines. But it puts new keys below a comment that belongs to
the next table, and removes that comment with the last entry of a list, without notice.
"""

import tomllib
from collections.abc import Callable
from typing import Any, NamedTuple

import tomli_w

from slt_cli.config.display import dotted, toml
from slt_cli.config.edit import has, value_at
from slt_cli.config.files import KeyPath, Table
from slt_cli.config.toml_positions import Position, positions


class Written(NamedTuple):
    """The new text of a file, and whether comments of the old one were lost."""

    text: str
    comments_lost: bool = False


Positions = dict[KeyPath, Position]
Patch = Callable[[str, KeyPath, Table, Positions], "str | None"]


def rewritten(old: str, path: KeyPath, tables: Table) -> Written:
    """Return a file's text after a change at or below a key; `tables` are its new content."""
    found = positions(old)
    for patch in (_replaced, _appended, _inserted, _removed):
        if (text := _tried(patch, old, path, tables, found)) is not None:
            return Written(text)
    return Written(tomli_w.dumps(tables), "#" in old)


def _tried(patch: Patch, old: str, path: KeyPath, tables: Table, found: Positions) -> str | None:
    try:
        text = patch(old, path, tables, found)
        return text if text is not None and tomllib.loads(text) == tables else None
    except (LookupError, tomllib.TOMLDecodeError):
        return None


def _replaced(old: str, path: KeyPath, tables: Table, found: Positions) -> str | None:
    """Replace the old value, or the inline table or list that it is in."""
    for depth in range(len(path), 0, -1):
        position = found.get(path[:depth])
        if position is None or position.value is None:
            continue
        try:
            value = value_at(tables, path[:depth])
        except LookupError:
            continue
        if "#" in old[position.value : position.end]:  # it may have a comment in it
            return None
        return old[: position.value] + toml(value) + old[position.end :]
    return None


def _appended(old: str, path: KeyPath, tables: Table, found: Positions) -> str | None:
    """Add entries to a list of tables, each under a header of its own."""
    for depth in range(1, len(path) + 1):
        entries = value_at(tables, path[:depth])
        if isinstance(entries, list) and all(isinstance(entry, dict) for entry in entries):
            key = path[:depth]
            added = "".join(
                f"\n[[{dotted(key)}]]\n{_pairs(entry)}"
                for number, entry in enumerate(entries, start=1)
                if (*key, str(number)) not in found
            )
            return _after_section(old, key[:-1], found, added)
    return None


def _inserted(old: str, path: KeyPath, tables: Table, found: Positions) -> str | None:
    """Add a key below the header of its table, or with a new header."""
    value = toml(value_at(tables, path))
    for depth in range(len(path) - 1, 0, -1):
        position = found.get(path[:depth])
        if position is not None and position.value is None and position.end:
            line = f"\n{dotted(path[depth:])} = {value}"
            end = _line_end(old, position.end)
            return old[:end] + line + old[end:]
    table = value_at(tables, path[:-1])
    if len(path) == 1 or not isinstance(table, dict):
        return None
    header = f"\n[{dotted(path[:-1])}]\n{_pairs(table)}"
    return _after_section(old, path[:-2], found, header)


def _removed(old: str, path: KeyPath, tables: Table, found: Positions) -> str | None:
    """Remove the lines of a key or of a table, and of tables that become empty."""
    while len(path) > 1 and not has(tables, path[:-1]):
        path = path[:-1]
    inside = [where for key, where in found.items() if key[: len(path)] == path and where.end]
    kept, done = "", 0
    for position in sorted(inside, key=lambda position: position.start):
        start = old.rfind("\n", 0, position.start) + 1
        if start >= done:
            kept += old[done:start]
            done = _line_end(old, position.end) + 1
            if old.startswith("\n", done) and (not kept or kept.endswith("\n\n")):
                done += 1  # keep one blank line
    return kept + old[done:]


def _after_section(old: str, path: KeyPath, found: Positions, added: str) -> str:
    """Add lines after the last statement of a table and its inner tables, else at the end."""
    ends = [where.end for key, where in found.items() if path and key[: len(path)] == path]
    end = _line_end(old, max(ends, default=0) or len(old))
    before, after = old[:end], old[end:].lstrip("\n")
    if before and not before.endswith("\n"):
        before += "\n"
    return before + (added if before else added.lstrip("\n")) + (f"\n{after}" if after else "")


def _pairs(entry: dict[str, Any]) -> str:
    return "".join(f"{dotted((name,))} = {toml(value)}\n" for name, value in entry.items())


def _line_end(text: str, offset: int) -> int:
    end = text.find("\n", offset)
    return len(text) if end < 0 else end
