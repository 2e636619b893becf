"""The versions of slt and of what it stands on."""

import platform
import sqlite3
from importlib import metadata

from slt_cli import __version__
from slt_cli.doctor import Finding

PACKAGES = ("typer", "rich", "sqlite-utils", "platformdirs", "tomli-w")
_OLDEST_SQLITE = (3, 37, 0)  # the first one with STRICT tables


def version_findings() -> list[Finding]:
    """Return the versions in use; a package that is missing is a problem."""
    own = f"slt {__version__}, Python {platform.python_version()}"
    return [Finding("version", "ok", own), sqlite_finding(sqlite3.sqlite_version), *_packages()]


def sqlite_finding(version: str) -> Finding:
    """Return whether a version of SQLite can keep the cases."""
    if tuple(map(int, version.split("."))) >= _OLDEST_SQLITE:
        return Finding("version", "ok", f"SQLite {version}")
    needed = ".".join(map(str, _OLDEST_SQLITE))
    return Finding(
        "version", "problem", f"SQLite {version} is too old", f"use a Python with SQLite {needed}"
    )


def _packages() -> list[Finding]:
    found, missing = [], []
    for name in PACKAGES:
        try:
            found.append(f"{name} {metadata.version(name)}")
        except metadata.PackageNotFoundError:
            missing.append(name)
    lacking = [
        Finding("version", "problem", f"{name} is not installed", f"pip install {name}")
        for name in missing
    ]
    return [Finding("version", "ok", ", ".join(found)), *lacking]
