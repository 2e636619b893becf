"""Check the versions of slt and of what it needs."""

import platform
from importlib import metadata

from slt_cli import __version__
from slt_cli.finding import Finding

PACKAGES = ("typer", "rich", "sqlite-utils", "platformdirs", "tomli-w")


def version_findings(engine: Finding) -> list[Finding]:
    """Return the versions in use, that of the store's `engine` included, and missing packages."""
    own = f"slt {__version__}, Python {platform.python_version()}"
    return [Finding("version", "ok", own), engine, *_packages()]


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
