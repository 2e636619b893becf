"""What a user prefers, and who they are: `defaults.output`, `defaults.times`, `defaults.me`."""

from collections.abc import Iterable
from contextlib import suppress
from typing import NamedTuple

from slt_cli.config import value_types
from slt_cli.config.files import Source
from slt_cli.domain.calendar.whose import Whose
from slt_cli.output import Format

output_format = value_types.choice(*Format)
whose_time = value_types.choice(*Whose)


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
        given = defaults if isinstance(defaults, dict) else {}
        with suppress(KeyError, ValueError):
            found = found._replace(output=Format(output_format.parse(given["output"])))
        with suppress(KeyError, ValueError):
            found = found._replace(times=Whose(whose_time.parse(given["times"])))
        with suppress(KeyError, ValueError):
            found = found._replace(me=value_types.own_name.parse(given["me"]))
    return found
