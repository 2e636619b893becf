"""The home directory: whether there is one for slt's own files."""

import os
from pathlib import Path

from slt_cli.finding import Finding
from slt_cli.user_directories import NO_HOME, is_closed_home, with_home

_FIX = "set HOME to a directory of yours, or name the store with --db and files with --config"


def home_finding() -> Finding:
    """Return whether the user has a home directory that exists."""
    home = with_home("~")
    if not Path(home).is_absolute():
        found = f"{NO_HOME}: only files that are named are used"
        return Finding("home", "warning", found, _FIX)
    if is_closed_home():
        found = f"you may not enter {home}: only files that are named are used"
        return Finding("home", "warning", found, _FIX)
    if not os.path.isdir(home):  # noqa: PTH112 - pathlib raises where it may not look
        return Finding("home", "warning", f"{home} is not a directory that exists", _FIX)
    return Finding("home", "ok", home)
