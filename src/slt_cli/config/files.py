"""Find and read the configuration files."""

from codecs import BOM_UTF8
from errno import EMFILE, ENFILE
from pathlib import Path
from typing import Any

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
LARGEST_FILE = 4_000_000
"""Bytes; a configuration with a thousand regions has less than 200,000."""

STORE_POLICY = Path("store policy")
"""Stands for the team's policy in the store where a file is named."""


class Source:
    """A configuration file as it was read: its path, its text, and its tables."""

    def __init__(self, file: Path, text: str, tables: Table) -> None:
        self.file, self.text, self.tables = file, text, tables


def default_file() -> Path:
    """Return the path of the shipped defaults."""
    return shipped_file(DEFAULT_FILE)


def weights_file() -> Path:
    """Return the path of the shipped weights of `slt classify`."""
    return shipped_file(WEIGHTS_FILE)


def shipped_file(name: str) -> Path:
    """Return the path of a shipped file: in the installed package, else in the checkout."""
    packaged = Path(__file__).parent.parent / name
    return packaged if packaged.exists() else Path(__file__).parents[3] / "config" / name


def user_file() -> Path | None:
    """Return the path of the user's own configuration file, whether it exists or not.

    None if the user has no home directory.
    """
    directory = user_directory("config")
    return directory and directory / "config.toml"


def read_own(explicit: Path | None) -> list[Source]:
    """Return the user's file, if any, and the explicit one; raises ConfigError.

    That is if one cannot be read or is not TOML, or if the explicit one is missing.
    """
    return read_sources(user_file(), explicit=explicit)


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
    """Read a file, or return None if it does not exist; raises ConfigError if it cannot be read.

    Raises OSError where this process may open no more files: the file has no fault then.
    """
    try:
        with file.open("rb") as stream:
            return parsed(file, stream.read(LARGEST_FILE + 1))
    except (FileNotFoundError, NotADirectoryError):  # a home such as /dev/null
        return None
    except OSError as error:
        if error.errno in (EMFILE, ENFILE):
            raise
        raise _unusable(file, b"", error) from None


def parsed(file: Path, content: bytes) -> Source:
    """Return a file with its tables, given its content; raises ConfigError if it is not TOML."""
    from slt_cli.config.toml_text import toml_tables  # noqa: PLC0415 - most users have no file

    if len(content) > LARGEST_FILE:
        what = f"it is too large: over {LARGEST_FILE:,} bytes"
        fix = "name a file with TOML: a configuration is far smaller"
        raise ConfigError([Fault(str(file), "", what, fix_in(file, fix))])
    try:
        text = content.removeprefix(BOM_UTF8).decode()  # "utf-8-sig" would load one more module
        return Source(file, text, toml_tables(text))
    except (ValueError, RecursionError) as error:
        raise _unusable(file, content, error) from None


def _unusable(file: Path, content: bytes, error: Exception) -> ConfigError:
    from slt_cli.config.unreadable import fault_of  # noqa: PLC0415 - only for a fault

    fault = fault_of(file, content, error)
    return ConfigError([fault._replace(fix=fix_in(file, fault.fix))])


def fix_in(file: Path, fix: str) -> str:
    """Return a fix with what applies it, if that is not an editor."""
    return f"{fix}; then `slt store policy set FILE`" if file == STORE_POLICY else fix
