"""Which files are the configuration in force, so that nothing else is written over them."""

import os
from pathlib import Path

from slt_cli.config.files import user_file
from slt_cli.errors import RefusedError


def require_no_configuration(given: Path, explicit: Path | None) -> None:
    """Refuse to replace the user's configuration file, or the `explicit` one, by another file."""
    for file, what in (
        (explicit, "the configuration file that --config or SLT_CONFIG names"),
        (user_file(), "your configuration file"),
    ):
        if file is not None and _is_same(given, file):
            raise RefusedError(f"{given} is {what} and was not touched", "name another file")


def _is_same(given: Path, other: Path) -> bool:
    """Return whether a path leads to a file, by a link of any kind, or would make it."""
    if os.path.realpath(given) == os.path.realpath(other):
        return True
    return given.exists() and other.exists() and given.samefile(other)
