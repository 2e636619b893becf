"""Find and read the configuration files, and lay one over the other."""

import tomllib
from codecs import BOM_UTF8
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from slt_cli.config.depth import LARGEST_FILE, is_too_deep
from slt_cli.config.inheritance import leave_out
from slt_cli.config.origins import Origins, forget, rename
from slt_cli.config.references import named_twice, use_keys
from slt_cli.errors import ConfigError, Fault
from slt_cli.user_directories import user_directory

KeyPath = tuple[str, ...]
Table = dict[str, Any]
Finding = tuple[KeyPath, str, str]
"""What a check found: the key, what is wrong, and how to fix it."""

DEFAULT_FILE = "default.toml"
VOCABULARY_FILE = "classify.toml"
VOCABULARY_TABLE = "classify"
IMPORTS_FILE = "imports.toml"
IMPORTS_TABLE = "imports"
WEIGHTS_FILE = "classify.weights"
NAMED_TABLES = (
    *("priorities", "clocks", "plans", "partner_types"),
    *("regions", "schedules", "links", "channels"),
)
"""Tables whose entries have names that the user chooses; `name = false` leaves an entry out."""

_REPLACED_WHOLE = {("regions", "hours"), ("regions", "hotline_hours"), ("schedules", "hours")}

STORE_POLICY = Path("store policy")
"""Stands for the team's policy in the store where a file is named."""

PERSONAL_TABLES = ("defaults", "channels")
"""What counts in a user's own files where the store has the team's policy."""

PREFERENCES = ("output", "times", "me")
"""The keys of [defaults] that count only in a user's own files."""


class Source(NamedTuple):
    """A configuration file as it was read: its path, its text, and its tables."""

    file: Path
    text: str
    tables: Table


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


def default_file() -> Path:
    """Return the path of the shipped defaults: in the installed package, else in the checkout."""
    return _shipped(DEFAULT_FILE)


def weights_file() -> Path:
    """Return the path of the shipped weights of `slt classify`."""
    return _shipped(WEIGHTS_FILE)


def _shipped(name: str) -> Path:
    packaged = Path(__file__).parent.parent / name
    return packaged if packaged.exists() else Path(__file__).parents[3] / "config" / name


def user_file() -> Path | None:
    """Return the path of the user's own configuration file, whether it exists or not.

    None if the user has no home directory.
    """
    directory = user_directory("config")
    return directory and directory / "config.toml"


def read_layers(explicit: Path | None = None, team: str | None = None) -> Layers:
    """Return the defaults with the user's file, if any, and an explicit file laid over them.

    `team` is the text of the team's policy. Raises ConfigError if a file cannot be read or is not
    TOML, or if the explicit one is missing.
    """
    return over_defaults(read_own(explicit), team)


def read_own(explicit: Path | None) -> list[Source]:
    """Return the user's file, if any, and the explicit one; raises ConfigError as above."""
    return read_sources(user_file(), explicit=explicit)


def over_defaults(own: Iterable[Source], team: str | None) -> Layers:
    """Return the defaults with the user's own files laid over them.

    With the team's policy, that is laid over the defaults, and of the own files only the personal
    tables count. The policy has no say in what each user prefers.
    """
    (shipped,) = read_sources(default_file())
    return lay_over([shipped, *own]) if team is None else _with_policy(team, shipped, *own)


def _with_policy(team: str, shipped: Source, *own: Source) -> Layers:
    personal = [
        source._replace(tables={n: t for n, t in source.tables.items() if n in PERSONAL_TABLES})
        for source in own
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
    shipped = lay_over(read_sources(_shipped(file)))
    tables, changed = shipped.tables, dict[KeyPath, Path]()
    above = _copied({table: layers.tables.get(table, {})})
    _overlay(tables, changed, above, shipped.files[0], ())
    origins = {**shipped.origins, **{path: layers.origin(path) for path in changed}}
    origins |= {path: own for path, own in layers.origins.items() if path[0] == table}
    files, texts = (*shipped.files, *layers.files), {**shipped.texts, **layers.texts}
    return Layers(tables, files, origins, texts)


def read_sources(*files: Path | None, explicit: Path | None = None) -> list[Source]:
    """Read the files that exist, and the explicit one; raises ConfigError with every fault."""
    sources, faults = [], []
    for file in filter(None, (*files, explicit)):
        try:
            if (source := read_source(file)) is not None:
                sources.append(source)
            elif file is explicit:
                fix = "name an existing file with --config or SLT_CONFIG, or unset SLT_CONFIG"
                faults.append(Fault(str(file), "", "there is no such file", fix))
        except ConfigError as error:
            faults += error.faults
    if faults:
        raise ConfigError(faults)
    return sources


def read_source(file: Path) -> Source | None:
    """Read a file, or return None if it does not exist; raises ConfigError if it cannot be read."""
    try:
        with file.open("rb") as stream:
            return parsed(file, stream.read(LARGEST_FILE + 1))
    except (FileNotFoundError, NotADirectoryError):  # a home such as /dev/null
        return None
    except OSError as error:
        raise _unusable(file, b"", error) from None


def parsed(file: Path, content: bytes) -> Source:
    """Return a file with its tables, given its content; raises ConfigError if it is not TOML."""
    try:
        text = content.removeprefix(BOM_UTF8).decode()  # "utf-8-sig" would load one more module
        if len(content) > LARGEST_FILE or is_too_deep(tables := tomllib.loads(text)):
            raise RecursionError  # noqa: TRY301 - as the parser does where it cannot go deeper
        return Source(file, text, tables)
    except (ValueError, RecursionError) as error:
        raise _unusable(file, content, error) from None


def _unusable(file: Path, content: bytes, error: Exception) -> ConfigError:
    from slt_cli.config.unreadable import fault_of  # noqa: PLC0415 - only for a fault

    fault = fault_of(file, content, error)
    return ConfigError([fault._replace(fix=fix_in(file, fault.fix))])


def fix_in(file: Path, fix: str) -> str:
    """Return a fix with what applies it, if that is not an editor."""
    return f"{fix}; then `slt store policy set FILE`" if file == STORE_POLICY else fix


def lay_over(sources: Iterable[Source]) -> Layers:
    """Return the tables of each source laid over those before it."""
    tables: Table = {}
    origins: Origins = {}
    texts = {}
    twice: list[tuple[KeyPath, str]] = []
    for file, text, content in sources:
        if content.get("inherit") is False:
            leave_out(tables, origins, file)
        _overlay(tables, origins, _copied(content), file, ())
        for new, old, value in use_keys(tables):
            rename(origins, old, new, value)
        for second in named_twice(content, tables):
            twice.append(second)
            origins[second[0]] = file
        texts[file] = text
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
