"""A message, and what became of it."""

from datetime import UTC, datetime
from typing import NamedTuple

from slt_cli.delivery.message import Delivery, DeliveryError, Message

MESSAGE = Message(
    id="0123456789abcdef0123456789abcdef",
    at=datetime(2026, 11, 25, 16, 10, tzinfo=UTC),
    subject="LATE: CASE-411 S2 response, 1 h late: Call queue drops",
    text="1 answer is late.\n\nCASE-411\nDurée: 1 h\n.\n.a line with a dot\nFrom here\n",
    data={"items": [{"case": "CASE-411", "subject": 'Café $(id) "x" \n;'}]},
)


class Failure(NamedTuple):
    """Why a message was not taken."""

    reason: str
    is_final: bool = False
    retry_after: int | None = None


def failure(delivery: Delivery, message: Message = MESSAGE) -> Failure | None:
    """Return why a message was not taken; None if it was."""
    try:
        delivery.send(message)
    except DeliveryError as error:
        return Failure(error.reason, error.is_final, error.retry_after)
    return None
