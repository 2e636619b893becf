"""The team's policy, as a store keeps it."""

from datetime import datetime
from typing import NamedTuple


class TeamPolicy(NamedTuple):
    """The team's policy in a store: its TOML, when and by whom it was set.

    `text` is None where the policy is cleared. `zones` is the version of the time zone data of the
    machine that set it, None if that is unknown.
    """

    text: str | None
    set_at: datetime
    who: str
    zones: str | None
