"""Where the configuration files are, and how one is laid over the other."""

import tomllib
from codecs import BOM_UTF8
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from slt_cli.errors import ConfigError, Fault

KeyPath = tuple[str, ...]
Table = dict[str, Any]
Finding = tuple[KeyPath, str, str]
"""What a check found: at which key, what is wrong, and how to mend it."""

DEFAULT_FILE = "default.toml"
VOCABULARY_FILE = "classify.toml"
VOCABULARY_TABLE = "classify"
WEIGHTS_FILE = "classify.weights"
NAMED = ("priorities", "plans", "partner_types", "regions", "links")
"""Tables whose entries bear names that the user chooses; `name = false` leaves one out."""


class Source(NamedTuple):
    """Hold one configuration file: where it is, its text, and the tables in it."""

    file: Path
    text: str
    tables: Table


class Layers(NamedTuple):
    """Hold the merged tables, the files they came from in order, and which file set which key.

    `texts` are the files as they were read.
    """

    tables: Table
    files: tuple[Path, ...]
    origins: Mapping[KeyPath, Path]
    texts: Mapping[Path, str] = MappingProxyType({})

    def origin(self, key: KeyPath) -> Path:
        """Return the file that set a key: the nearest one recorded at or above it."""
        for end in range(len(key), 0, -1):
            if (file := self.origins.get(key[:end])) is not None:
                return file
        return self.files[0]


def default_file() -> Path:
    """Return the shipped defaults: inside an installed package, else in the checkout."""
    return _shipped(DEFAULT_FILE)


def weights_file() -> Path:
    """Return the shipped weights of `classify`."""
    return _shipped(WEIGHTS_FILE)


def _shipped(name: str) -> Path:
    packaged = Path(__file__).parent.parent / name
    return packaged if packaged.exists() else Path(__file__).parents[3] / "config" / name


def user_file() -> Path:
    """Return where the user's own configuration file is expected; it need not exist."""
    from platformdirs import user_config_path  # noqa: PLC0415 - not needed to show a version

    return user_config_path("slt", appauthor=False) / "config.toml"


def read_layers(explicit: Path | None = None) -> Layers:
    """Return the defaults with the user's file, if any, and an explicit file laid over them.

    Raises ConfigError for files that cannot be read or are not TOML; an explicit one must exist.
    """
    return lay_over(read_sources(default_file(), user_file(), explicit=explicit))


def read_vocabulary_layers(layers: Layers) -> Layers:
    """Return the shipped vocabulary with what the configuration says of it laid over."""
    shipped = lay_over(read_sources(_shipped(VOCABULARY_FILE)))
    tables, origins = shipped.tables, dict(shipped.origins)
    above = {VOCABULARY_TABLE: _copied(layers.tables[VOCABULARY_TABLE])}
    _overlay(tables, origins, above, shipped.files[0], ())
    for name, table in above[VOCABULARY_TABLE].items():
        for key in table:
            path = (VOCABULARY_TABLE, name, key)
            origins[path] = layers.origin(path)
    files, texts = (*shipped.files, *layers.files), {**shipped.texts, **layers.texts}
    return Layers(tables, files, origins, texts)


def read_sources(*files: Path, explicit: Path | None = None) -> list[Source]:
    """Return the files that exist, and an explicit one that must; ConfigError tells all faults."""
    sources, faults = [], []
    for file in (*files, *([] if explicit is None else [explicit])):
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
    """Return a file's text and tables; None where there is no such file."""
    try:
        content = file.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        from slt_cli.config.unreadable import cannot_be_read  # noqa: PLC0415 - only for a fault

        raise ConfigError([cannot_be_read(file, error)]) from None
    try:
        text = content.removeprefix(BOM_UTF8).decode()  # the codec of that name is a module more
        return Source(file, text, tomllib.loads(text))
    except (ValueError, RecursionError) as error:  # not UTF-8, not TOML, or endless digits
        from slt_cli.config.unreadable import not_toml  # noqa: PLC0415 - only for a fault

        raise ConfigError([not_toml(file, content, error)]) from None


def lay_over(sources: Iterable[Source]) -> Layers:
    """Return the tables of each source laid over those before it."""
    tables: Table = {}
    origins: dict[KeyPath, Path] = {}
    texts = {}
    for file, text, content in sources:
        _overlay(tables, origins, _copied(content), file, ())
        texts[file] = text
    return Layers(tables, tuple(texts), origins, texts)


def replaced_whole(key: KeyPath) -> bool:
    """Return whether a table is replaced whole, as lists are, where others are merged."""
    return len(key) == 3 and key[0] == "regions" and key[2] == "hours"


def _copied(table: Table) -> Table:
    """Return a table whose inner tables can be changed; lists never are."""
    return {
        key: _copied(value) if isinstance(value, dict) else value for key, value in table.items()
    }


def _overlay(
    below: Table, origins: dict[KeyPath, Path], above: Table, file: Path, path: KeyPath
) -> None:
    for key, value in above.items():
        here = (*path, key)
        old = below.get(key)
        if isinstance(value, dict) and isinstance(old, dict) and not replaced_whole(here):
            _overlay(old, origins, value, file, here)
            continue
        for stale in [known for known in origins if known[: len(here)] == here]:
            del origins[stale]
        origins[here] = file
        if value is False and isinstance(old, dict) and len(here) == 2 and here[0] in NAMED:
            del below[key]
        else:
            below[key] = value
