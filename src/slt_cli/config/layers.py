"""Lay the configuration files over each other."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from slt_cli.config.files import (
    STORE_POLICY,
    KeyPath,
    Source,
    Table,
    default_file,
    parsed,
    read_own,
    read_sources,
    shipped_file,
)
from slt_cli.config.inheritance import leave_out
from slt_cli.config.origins import Origins, forget, rename
from slt_cli.config.references import named_twice, use_keys

NAMED_TABLES = (
    *("priorities", "clocks", "plans", "partner_types"),
    *("regions", "schedules", "links", "channels"),
)
"""Tables whose entries have names that the user chooses; `name = false` leaves an entry out."""

_REPLACED_WHOLE = {("regions", "hours"), ("regions", "hotline_hours"), ("schedules", "hours")}

PERSONAL_TABLES = ("defaults", "channels")
"""What counts in a user's own files where the store has the team's policy."""

PREFERENCES = ("output", "times", "me")
"""The keys of [defaults] that count only in a user's own files."""


class Layers(NamedTuple):
    """The merged tables, the files they came from in order, and which file set which key.

    `texts` has the text of each file as it was read. `left_out` has the tables of each file that do
    not count, because the store has the team's policy. `twice` has each key of a file that names
    the same entry as a key before it, with that key. `is_team`: the policy is the team's.
    """

    tables: Table
    files: tuple[Path, ...]
    origins: Mapping[KeyPath, Path]
    texts: Mapping[Path, str] = MappingProxyType({})
    left_out: Mapping[Path, tuple[str, ...]] = MappingProxyType({})
    twice: tuple[tuple[KeyPath, str], ...] = ()
    is_team: bool = False

    def origin(self, key: KeyPath) -> Path:
        """Return the file that set a key, or the nearest table above it."""
        for end in range(len(key), 0, -1):
            if (file := self.origins.get(key[:end])) is not None:
                return file
        return self.files[0]


def read_layers(explicit: Path | None = None, team: str | None = None) -> Layers:
    """Return the defaults with the user's file, if any, and an explicit file laid over them.

    `team` is the text of the team's policy. Raises ConfigError if a file cannot be read or is not
    TOML, or if the explicit one is missing.
    """
    return over_defaults(read_own(explicit), team)


def over_defaults(own: Iterable[Source], team: str | None) -> Layers:
    """Return the defaults with the user's own files laid over them.

    With the team's policy, that is laid over the defaults, and of the own files only the personal
    tables count. The policy has no say in what each user prefers.
    """
    (shipped,) = read_sources(default_file())
    return lay_over([shipped, *own]) if team is None else _with_policy(team, shipped, *own)


def _with_policy(team: str, shipped: Source, *own: Source) -> Layers:
    personal = [
        Source(s.file, s.text, {n: t for n, t in s.tables.items() if n in PERSONAL_TABLES})
        for s in own
    ]
    others = {s.file: tuple(n for n in s.tables if n not in PERSONAL_TABLES) for s in own}
    policy = parsed(STORE_POLICY, team.encode())
    for name in PREFERENCES:
        if isinstance(defaults := policy.tables.get("defaults"), dict):
            defaults.pop(name, None)
    layers = lay_over([shipped, policy, *personal])
    return layers._replace(left_out={f: n for f, n in others.items() if n}, is_team=True)


def read_with_shipped(layers: Layers, file: str, table: str) -> Layers:
    """Return a table of a shipped file with the user's changes to it laid over."""
    shipped = lay_over(read_sources(shipped_file(file)))
    tables, changed = shipped.tables, dict[KeyPath, Path]()
    above = _copied({table: layers.tables.get(table, {})})
    _overlay(tables, changed, above, shipped.files[0], ())
    origins = {**shipped.origins, **{path: layers.origin(path) for path in changed}}
    origins |= {path: own for path, own in layers.origins.items() if path[0] == table}
    files, texts = (*shipped.files, *layers.files), {**shipped.texts, **layers.texts}
    return Layers(tables, files, origins, texts)


def lay_over(sources: Iterable[Source]) -> Layers:
    """Return the tables of each source laid over those before it."""
    tables: Table = {}
    origins: Origins = {}
    texts = {}
    twice: list[tuple[KeyPath, str]] = []
    for source in sources:
        file, content = source.file, source.tables
        if content.get("inherit") is False:
            leave_out(tables, origins, file)
        _overlay(tables, origins, _copied(content), file, ())
        for new, old, value in use_keys(tables):
            rename(origins, old, new, value)
        for second in named_twice(content, tables):
            twice.append(second)
            origins[second[0]] = file
        texts[file] = source.text
    return Layers(tables, tuple(texts), origins, texts, twice=tuple(twice))


def is_replaced_whole(key: KeyPath) -> bool:
    """Return whether a table is replaced whole, as lists are, and not merged key by key."""
    return len(key) == 3 and (key[0], key[2]) in _REPLACED_WHOLE


def _copied(table: Table) -> Table:
    """Return a copy of a table, its inner tables and lists of tables; other lists are shared."""
    return {key: _copied_value(value) for key, value in table.items()}


def _copied_value(value: Any) -> Any:  # noqa: ANN401 - TOML data
    if isinstance(value, list) and value and isinstance(value[0], dict):
        return [_copied_value(entry) for entry in value]
    return _copied(value) if isinstance(value, dict) else value


def _overlay(below: Table, origins: Origins, above: Table, file: Path, path: KeyPath) -> None:
    for key, value in above.items():
        here = (*path, key)
        old = below.get(key)
        if isinstance(value, dict) and isinstance(old, dict) and not is_replaced_whole(here):
            _overlay(old, origins, value, file, here)
            continue
        forget(origins, here, old)
        origins[here] = file
        if value is False and isinstance(old, dict) and len(here) == 2 and here[0] in NAMED_TABLES:
            del below[key]
        else:
            below[key] = value
