"""The error about a package that is not installed, as it belongs to an extra."""

from slt_cli.errors import SltError


def missing_package(package: str) -> SltError:
    """Return the error that a package for holidays is missing."""
    fix = (
        "pip install 'slt-cli[holidays]', with uv: uv tool install 'slt-cli[holidays]', "
        "or with pipx: pipx inject slt-cli holidays icalendar"
    )
    return SltError(f"this needs the package `{package}`, which is not installed", fix)
