"""The directories of the user in which slt keeps its own files."""

import os
from pathlib import Path
from typing import Literal

Kind = Literal["config", "data", "state"]


def user_directory(kind: Kind) -> Path:
    """Return slt's own directory for a kind of file; it need not exist."""
    import platformdirs  # noqa: PLC0415 - not where --config and --db name the files

    find = {
        "config": platformdirs.user_config_path,
        "data": platformdirs.user_data_path,
        "state": platformdirs.user_state_path,
    }
    return find[kind]("slt", appauthor=False)


def path_in(variable: str | None) -> Path | None:
    """Return the path that a variable names, with ~ as a home directory; None if it is not set."""
    return Path(os.path.expanduser(variable)) if variable else None  # noqa: PTH111 - see location_in
