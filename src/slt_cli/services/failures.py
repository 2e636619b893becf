"""A message that could not be sent, and the channels that fail for so long that it matters."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from slt_cli.domain.notices import LASTING_FAILURE
from slt_cli.store.outbox import Notice


class Failure(NamedTuple):
    """A message that was not sent: why, since when, its notices, and whether it is given up."""

    channel: str
    reason: str
    since: datetime
    ids: tuple[str, ...]
    given_up: bool


def lasting_failures(notices: Iterable[Notice], now: datetime) -> dict[str, datetime]:
    """Return the channels that need a person, and since when what they do not take is tried."""
    since: dict[str, datetime] = {}
    for notice in notices:
        if notice.state == "retry" and notice.failing_since is not None:
            channel = notice.key.channel
            since[channel] = min(notice.failing_since, since.get(channel, notice.failing_since))
    return {key: at for key, at in sorted(since.items()) if now - at > LASTING_FAILURE}
