"""What a user prefers, and who they are: `defaults.output`, `defaults.times`, `defaults.me`."""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from typing import Any, NamedTuple

from slt_cli.config.files import Source
from slt_cli.output import Format
from slt_cli.output.times import Whose


class Preferences(NamedTuple):
    """What a user prefers where no option says otherwise; None where nothing is preferred.

    `me` is the name to record under.
    """

    output: Format | None = None
    times: Whose | None = None
    me: str | None = None


def preferences_in(files: Iterable[Source]) -> Preferences:
    """Return what a user's files prefer, the last one first.

    An invalid value counts as none: it is reported when the configuration is checked, and commands
    that do without the configuration still answer.
    """
    found = Preferences()
    for file in files:
        defaults = file.tables.get("defaults")
        if isinstance(defaults, dict):
            found = _with(found, defaults)
    return found


def _with(found: Preferences, given: Mapping[str, Any]) -> Preferences:
    """Return the preferences with what a table of defaults says instead."""
    from slt_cli.config import default_keys, value_types  # noqa: PLC0415 - most users have no file

    with suppress(KeyError, ValueError):
        found = found._replace(output=default_keys.output_format.parse(given["output"]))
    with suppress(KeyError, ValueError):
        found = found._replace(times=default_keys.whose_time.parse(given["times"]))
    with suppress(KeyError, ValueError):
        found = found._replace(me=value_types.own_name.parse(given["me"]))
    return found
