"""Write changed tables into a TOML text with its comments and its order kept where possible.

Each patch is tried and read back: a text that does not say exactly what the tables say is thrown
away, and the tables are written anew, which loses comments.
"""

import tomllib
from collections.abc import Callable
from typing import Any, NamedTuple

from slt_cli.config.display import dotted, toml
from slt_cli.config.edit import has, value_at
from slt_cli.config.files import KeyPath, Table
from slt_cli.config.toml_positions import Place, positions


class Written(NamedTuple):
    """Hold the text of a file, and whether comments in the old one were lost."""

    text: str
    comments_lost: bool = False


Places = dict[KeyPath, Place]
Patch = Callable[[str, KeyPath, Table, Places], "str | None"]


def rewritten(old: str, path: KeyPath, tables: Table) -> Written:
    """Return a file's text after a change at or below a key: `tables` are what it now says."""
    places = positions(old)
    for patch in (_replaced, _appended, _inserted, _removed):
        if (text := _tried(patch, old, path, tables, places)) is not None:
            return Written(text)
    import tomli_w  # noqa: PLC0415 - only where a patch does not do

    return Written(tomli_w.dumps(tables), "#" in old)


def _tried(patch: Patch, old: str, path: KeyPath, tables: Table, places: Places) -> str | None:
    try:
        text = patch(old, path, tables, places)
        return text if text is not None and tomllib.loads(text) == tables else None
    except (LookupError, tomllib.TOMLDecodeError):
        return None


def _replaced(old: str, path: KeyPath, tables: Table, places: Places) -> str | None:
    """Put the new value where the old one is, or the inline table or list that it is in."""
    for depth in range(len(path), 0, -1):
        place = places.get(path[:depth])
        if place is None or place.value is None:
            continue
        try:
            value = value_at(tables, path[:depth])
        except LookupError:
            continue
        is_commented = "#" in old[place.value : place.end]
        return None if is_commented else old[: place.value] + toml(value) + old[place.end :]
    return None


def _appended(old: str, path: KeyPath, tables: Table, places: Places) -> str | None:
    """Add entries to a list of tables, each under a header of its own."""
    for depth in range(1, len(path) + 1):
        entries = value_at(tables, path[:depth])
        if isinstance(entries, list) and all(isinstance(entry, dict) for entry in entries):
            key = path[:depth]
            added = "".join(
                f"\n[[{dotted(key)}]]\n{_pairs(entry)}"
                for place, entry in enumerate(entries, start=1)
                if (*key, str(place)) not in places
            )
            return _after_section(old, key[:-1], places, added)
    return None


def _inserted(old: str, path: KeyPath, tables: Table, places: Places) -> str | None:
    """Add a key below the header of its table, or with a new header."""
    value = toml(value_at(tables, path))
    for depth in range(len(path) - 1, 0, -1):
        place = places.get(path[:depth])
        if place is not None and place.value is None and place.end:
            line = f"\n{dotted(path[depth:])} = {value}"
            end = _line_end(old, place.end)
            return old[:end] + line + old[end:]
    table = value_at(tables, path[:-1])
    if len(path) == 1 or not isinstance(table, dict):
        return None
    header = f"\n[{dotted(path[:-1])}]\n{_pairs(table)}"
    return _after_section(old, path[:-2], places, header)


def _removed(old: str, path: KeyPath, tables: Table, places: Places) -> str | None:
    """Take out the lines of a key or of a table, and of tables that it leaves empty."""
    while len(path) > 1 and not has(tables, path[:-1]):
        path = path[:-1]
    inside = [place for key, place in places.items() if key[: len(path)] == path and place.end]
    kept, done = "", 0
    for place in sorted(inside, key=lambda place: place.start):
        start = old.rfind("\n", 0, place.start) + 1
        if start >= done:
            kept += old[done:start]
            done = _line_end(old, place.end) + 1
            if old.startswith("\n", done) and (not kept or kept.endswith("\n\n")):
                done += 1  # one blank line is enough between what stays
    return kept + old[done:]


def _after_section(old: str, path: KeyPath, places: Places, added: str) -> str:
    """Put lines after the last statement at or below a table, else at the end."""
    ends = [place.end for key, place in places.items() if path and key[: len(path)] == path]
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
