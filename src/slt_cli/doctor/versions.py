"""The versions of slt, Python, the store's engine and the packages that slt needs."""

import platform
from importlib import metadata

from slt_cli import __version__
from slt_cli.finding import Finding

PACKAGES = ("typer", "rich", "sqlite-utils", "platformdirs", "tomli-w")


def version_findings(engine: Finding) -> list[Finding]:
    """Return the versions in use, `engine` among them; a missing package is a problem."""
    own = f"slt {__version__}, Python {platform.python_version()}"
    return [Finding("version", "ok", own), engine, *_packages()]


def _packages() -> list[Finding]:
    installed, missing = [], []
    for name in PACKAGES:
        try:
            installed.append(f"{name} {metadata.version(name)}")
        except metadata.PackageNotFoundError:
            missing.append(name)
    return [
        Finding("packages", "ok", ", ".join(installed)),
        *(
            Finding("packages", "problem", f"{name} is not installed", f"pip install {name}")
            for name in missing
        ),
    ]
