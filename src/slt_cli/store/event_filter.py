"""Which events were recorded: the key of each, and what can be asked for."""

from datetime import datetime
from typing import NamedTuple

from slt_cli.domain.texts import folded


class EventKey(NamedTuple):
    """Which event it is, by the id of its case: sorted, events are in the order of the log."""

    at: datetime
    recorded_at: datetime
    case: int
    id: int
    who: str


class EventFilter(NamedTuple):
    """Which events are wanted: recorded since an instant, before another one, and by whom.

    None does not restrict. `who` is a whole name, in upper or lower case. With a limit they are
    the newest by when they were recorded.
    """

    since: datetime | None = None
    until: datetime | None = None
    who: str | None = None
    limit: int | None = None

    def takes(self, key: EventKey) -> bool:
        """Return whether an event is by the person wanted."""
        return self.who is None or folded(key.who) == folded(self.who)
