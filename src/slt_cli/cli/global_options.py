"""The application for the global options that were given."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from slt_cli.app import App
from slt_cli.errors import UsageError
from slt_cli.options import Options, word_of
from slt_cli.output import COLORS, FORMATS
from slt_cli.output.times import WHOSE
from slt_cli.store.location import location_of, without_password
from slt_cli.user_directories import with_home

NewApp = Callable[[Options], App]
"""Makes an application; a test gives one its own terminal, clock or environment."""


def app_for(given: Mapping[str, Any], new_app: NewApp = App) -> App:
    """Return an application with the global options; raises UsageError for an invalid value."""
    output = None
    if given["output"] is not None:
        output = word_of("output format", given["output"], FORMATS)
    if given["as_json"]:
        if output not in (None, "json"):
            raise UsageError(f"--json and --output {output} contradict each other", "give one")
        output = "json"
    return new_app(
        Options(
            config=_path(given["config"]),
            db=None if given["db"] is None else without_password(location_of(given["db"])),
            output=output,
            quiet=given["quiet"],
            color="auto"
            if given["color"] is None
            else word_of("value of --color", given["color"], COLORS),
            times=None
            if given["times"] is None
            else word_of("value of --times", given["times"], WHOSE),
            no_pager=given["no_pager"],
        )
    )


def _path(given: str | Path | None) -> Path | None:
    return None if given is None else Path(with_home(str(given)))
