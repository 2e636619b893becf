"""The directories of the user in which slt keeps its own files, if the user has a home."""

import os
import pwd
import sys
from pathlib import Path
from typing import Literal

Kind = Literal["config", "data", "state"]

_ON_LINUX: dict[Kind, tuple[str, str]] = {
    "config": ("XDG_CONFIG_HOME", "~/.config"),
    "data": ("XDG_DATA_HOME", "~/.local/share"),
    "state": ("XDG_STATE_HOME", "~/.local/state"),
}
"""The variable that names the directory above slt's own, and that directory without it."""

NO_HOME = "there is no home directory that you may use"
"""What is wrong where slt's own directory would be needed."""


def user_directory(kind: Kind) -> Path | None:
    """Return slt's own directory for a kind of file; it need not exist.

    None if the user has no home directory, or one that only somebody else may enter, and no
    variable such as XDG_DATA_HOME names another directory.
    """
    found = _on_linux(kind) if sys.platform == "linux" else _elsewhere(kind)
    if found is None or not found.is_absolute():
        return None
    return None if found.is_relative_to(with_home("~")) and is_closed_home() else found


def _on_linux(kind: Kind) -> Path:
    """Return the directory as platformdirs does, which costs a start more than all else here."""
    variable, usual = _ON_LINUX[kind]
    given = os.environ.get(variable, "")
    return Path(given if given.startswith("/") else with_home(usual), "slt")


def _elsewhere(kind: Kind) -> Path | None:
    import platformdirs  # noqa: PLC0415 - not on Linux

    find = {
        "config": platformdirs.user_config_path,
        "data": platformdirs.user_data_path,
        "state": platformdirs.user_state_path,
    }
    try:
        return find[kind]("slt", appauthor=False)
    except (RuntimeError, KeyError):  # no home; no entry for this user
        return None


def is_closed_home() -> bool:
    """Return whether the home directory is one that the user may not enter, such as root's."""
    home = with_home("~")
    return os.path.isdir(home) and not os.access(home, os.X_OK)  # noqa: PTH112 - pathlib may raise


def path_in(variable: str | None) -> Path | None:
    """Return the path that a variable names, with ~ as a home directory; None if it is not set."""
    return Path(with_home(variable)) if variable else None


def with_home(path: str) -> str:
    """Return a path with ~ as the home directory; where that is not known, the path as it is."""
    if path.partition("/")[0] != "~" or os.path.isabs(os.environ.get("HOME", "")):  # noqa: PTH117
        return os.path.expanduser(path)  # noqa: PTH111 - pathlib refuses ~nobody
    try:
        home = pwd.getpwuid(os.getuid()).pw_dir
    except KeyError:
        return path
    return home.rstrip("/") + path[1:] if home.startswith("/") else path
