"""A message that could not be sent."""

from datetime import datetime
from typing import NamedTuple

from slt_cli.domain.notices import LASTING_FAILURE


class Failure(NamedTuple):
    """A message that was not sent: why, since when, and whether it is given up."""

    channel: str
    reason: str
    since: datetime
    ids: tuple[str, ...]
    given_up: bool

    def needs_a_person(self, now: datetime) -> bool:
        """Return whether trying again alone is not enough."""
        return self.given_up or now - self.since > LASTING_FAILURE
