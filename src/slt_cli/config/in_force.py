"""Which files are the configuration in force, so that nothing else is written over them."""

from pathlib import Path

from slt_cli.config.files import user_file
from slt_cli.errors import RefusedError
from slt_cli.private_files import is_same_file


def require_no_configuration(given: Path, explicit: Path | None) -> None:
    """Refuse to replace the user's configuration file, or the `explicit` one, by another file."""
    for file, what in (
        (explicit, "the configuration file that --config or SLT_CONFIG names"),
        (user_file(), "your configuration file"),
    ):
        if file is not None and is_same_file(given, file):
            raise RefusedError(f"{given} is {what} and was not touched", "name another file")
