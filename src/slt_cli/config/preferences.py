"""What a user prefers, and who they are: `defaults.output`, `defaults.times`, `defaults.me`."""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from typing import Any

from slt_cli.config.files import Source
from slt_cli.output import Format
from slt_cli.output.times import Whose


class Preferences:
    """What a user prefers where no option says otherwise; None where nothing is preferred.

    `me` is the name to record under.
    """

    def __init__(
        self,
        output: Format | None = None,
        times: Whose | None = None,
        me: str | None = None,
    ) -> None:
        self.output, self.times, self.me = output, times, me


def preferences_in(files: Iterable[Source]) -> Preferences:
    """Return what a user's files prefer, the last one first.

    An invalid value counts as none: it is reported when the configuration is checked, and commands
    that do without the configuration still answer.
    """
    found = Preferences()
    for file in files:
        defaults = file.tables.get("defaults")
        if isinstance(defaults, dict):
            _take(found, defaults)
    return found


def _take(found: Preferences, given: Mapping[str, Any]) -> None:
    """Take what a table of defaults says instead."""
    from slt_cli.config import default_keys, value_types  # noqa: PLC0415 - most users have no file

    with suppress(KeyError, ValueError):
        found.output = default_keys.output_format.parse(given["output"])
    with suppress(KeyError, ValueError):
        found.times = default_keys.whose_time.parse(given["times"])
    with suppress(KeyError, ValueError):
        found.me = value_types.own_name.parse(given["me"])
