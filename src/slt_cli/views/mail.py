"""An e-mail as RFC 5322 has it, ready to be sent."""

from collections.abc import Sequence
from datetime import datetime
from email.header import Header
from email.message import Message
from email.utils import format_datetime
from typing import Any


def mail(
    to: str, subject: str, body: str, at: datetime, message_id: str, earlier: Sequence[str]
) -> str:
    """Return an e-mail as text; `earlier` are the ids of the messages before it in its thread."""
    message: Message[Any, Any] = Message()
    message["To"] = to
    message["Subject"] = Header(subject, header_name="Subject")
    message["Date"] = format_datetime(at)
    message["Message-ID"] = message_id
    message["In-Reply-To"] = earlier[-1]
    message["References"] = " ".join(earlier)
    message.set_payload(body, "us-ascii" if body.isascii() else "utf-8")
    return message.as_string()
