"""Where the configuration files are, and how one is laid over the other."""

import copy
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from slt_cli.errors import ConfigError, Fault

KeyPath = tuple[str, ...]
Table = dict[str, Any]

DEFAULT_FILE = "default.toml"
VOCABULARY_FILE = "classify.toml"
VOCABULARY_TABLE = "classify"


class Layers(NamedTuple):
    """Hold the merged tables, the files they came from in order, and which file set which key."""

    tables: Table
    files: tuple[Path, ...]
    origins: Mapping[KeyPath, Path]

    def origin(self, key: KeyPath) -> Path:
        """Return the file that set a key: the nearest one recorded at or above it."""
        for end in range(len(key), 0, -1):
            if (file := self.origins.get(key[:end])) is not None:
                return file
        return self.files[0]


def default_file() -> Path:
    """Return the shipped defaults: inside an installed package, else in the checkout."""
    return _shipped(DEFAULT_FILE)


def _shipped(name: str) -> Path:
    packaged = Path(__file__).parent.parent / name
    return packaged if packaged.exists() else Path(__file__).parents[3] / "config" / name


def user_file() -> Path:
    """Return where the user's own configuration file is expected; it need not exist."""
    from platformdirs import user_config_path  # noqa: PLC0415 - not needed to show a version

    return user_config_path("slt", appauthor=False) / "config.toml"


def read_layers(explicit: Path | None = None) -> Layers:
    """Return the defaults with the user's file, if any, and an explicit file laid over them.

    Raises ConfigError for a file that cannot be read or is not TOML; an explicit one must exist.
    """
    tables: Table = {}
    origins: dict[KeyPath, Path] = {}
    files = []
    for file in (default_file(), user_file(), explicit):
        if file is not None and (content := _read(file)) is not None:
            _overlay(tables, origins, content, file, ())
            files.append(file)
        elif file is not None and file is explicit:
            fix = "name an existing file with --config or SLT_CONFIG, or unset SLT_CONFIG"
            raise ConfigError([Fault(str(file), "", "there is no such file", fix)])
    return Layers(tables, tuple(files), origins)


def read_vocabulary_layers(layers: Layers) -> Layers:
    """Return the shipped vocabulary with what the configuration says of it laid over."""
    file = _shipped(VOCABULARY_FILE)
    tables: Table = {}
    origins: dict[KeyPath, Path] = {}
    _overlay(tables, origins, _read(file) or {}, file, ())
    above = {VOCABULARY_TABLE: copy.deepcopy(layers.tables[VOCABULARY_TABLE])}
    _overlay(tables, origins, above, file, ())
    for name, table in above[VOCABULARY_TABLE].items():
        for key in table:
            path = (VOCABULARY_TABLE, name, key)
            origins[path] = layers.origin(path)
    return Layers(tables, (file, *layers.files), origins)


def _read(file: Path) -> Table | None:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    except OSError as error:
        problem = f"the file cannot be read: {error.strerror}"
        raise ConfigError([Fault(str(file), "", problem, "check its permissions")]) from None
    except (ValueError, RecursionError) as error:  # not TOML, not UTF-8, or endless digits
        fix = 'TOML is written like `key = "value"` under a [table]'
        raise ConfigError([Fault(str(file), "", f"not valid TOML: {error}", fix)]) from None


def _overlay(
    below: Table, origins: dict[KeyPath, Path], above: Table, file: Path, path: KeyPath
) -> None:
    for key, value in above.items():
        here = (*path, key)
        old = below.get(key)
        if isinstance(value, dict) and isinstance(old, dict) and not _replaced_whole(here):
            _overlay(old, origins, value, file, here)
            continue
        for stale in [known for known in origins if known[: len(here)] == here]:
            del origins[stale]
        below[key] = value
        origins[here] = file


def _replaced_whole(key: KeyPath) -> bool:
    return len(key) == 3 and key[0] == "regions" and key[2] == "hours"
