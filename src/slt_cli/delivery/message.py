"""A message for a channel, what brings it there, and why it could not be brought."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple, Protocol

TIME_LIMIT_SECONDS = 30


class Message(NamedTuple):
    """What is sent: mail uses `subject` and `text`, a webhook and a command the JSON of `data`.

    A message that is sent again has the same `id`, of 32 hexadecimal digits.
    """

    id: str
    at: datetime
    subject: str
    text: str
    data: Mapping[str, Any]


class DeliveryError(Exception):
    """A message was not taken, or it is not known whether it was.

    `reason` is a short line for people, which has no secret and no address in it. `is_final` means
    that it will never be taken. `retry_after` is how many seconds the other side asks to be left
    alone.
    """

    def __init__(
        self, reason: str, *, is_final: bool = False, retry_after: int | None = None
    ) -> None:
        super().__init__(reason)
        self.reason = reason
        self.is_final = is_final
        self.retry_after = retry_after


class Delivery(Protocol):
    """What brings messages to one channel."""

    def send(self, message: Message) -> None:
        """Send a message within the time limit; raises DeliveryError if it was not taken."""
