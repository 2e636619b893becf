"""The versions of slt, Python, SQLite and the packages that slt needs."""

import platform
import sqlite3
from importlib import metadata

from slt_cli import __version__
from slt_cli.doctor import Finding

PACKAGES = ("typer", "rich", "sqlite-utils", "platformdirs", "tomli-w")
_OLDEST_SQLITE = (3, 37, 0)  # the first one with STRICT tables


def version_findings() -> list[Finding]:
    """Return the versions in use; a missing package is a problem."""
    own = f"slt {__version__}, Python {platform.python_version()}"
    return [Finding("version", "ok", own), sqlite_finding(sqlite3.sqlite_version), *_packages()]


def sqlite_finding(version: str) -> Finding:
    """Return whether a version of SQLite is new enough for a store."""
    if tuple(map(int, version.split("."))) >= _OLDEST_SQLITE:
        return Finding("version", "ok", f"SQLite {version}")
    needed = ".".join(map(str, _OLDEST_SQLITE))
    return Finding(
        "version", "problem", f"SQLite {version} is too old", f"use a Python with SQLite {needed}"
    )


def _packages() -> list[Finding]:
    installed, missing = [], []
    for name in PACKAGES:
        try:
            installed.append(f"{name} {metadata.version(name)}")
        except metadata.PackageNotFoundError:
            missing.append(name)
    return [
        Finding("version", "ok", ", ".join(installed)),
        *(
            Finding("version", "problem", f"{name} is not installed", f"pip install {name}")
            for name in missing
        ),
    ]
