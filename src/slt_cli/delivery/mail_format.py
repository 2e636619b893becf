"""An e-mail as RFC 5322 and RFC 2047 have it, ready to be sent."""

from collections.abc import Sequence
from datetime import datetime
from email.charset import QP, Charset
from email.header import Header
from email.message import Message
from email.utils import format_datetime, formataddr
from typing import Any

_LONGEST_LINE = 78
_LONGEST_WORD = 60


def mail(
    to: str,
    subject: str,
    body: str,
    at: datetime,
    message_id: str,
    earlier: Sequence[str] = (),
    sender: str = "",
) -> str:
    """Return an e-mail as text; `earlier` are the ids of the messages before it in its thread.

    A mail with a `sender` is sent by slt itself, and so is marked as one that nobody wrote.
    `Message` folds every header as `Header` does. The newer `EmailMessage` reads a subject before
    it writes it, and so loses blanks and what looks like an encoded word.
    """
    message: Message[Any, Any] = Message()
    if sender:
        message["From"] = formataddr(("slt", sender))
        message["Auto-Submitted"] = "auto-generated"
    message["To"] = to
    charset = "us-ascii" if _is_plain_header(subject) else "utf-8"
    message["Subject"] = Header(subject, charset, header_name="Subject")
    message["Date"] = format_datetime(at)
    message["Message-ID"] = message_id
    if earlier:
        message["In-Reply-To"] = earlier[-1]
        message["References"] = " ".join(earlier)
    message.set_payload(body, "us-ascii" if _is_plain_body(body) else _quoted_printable())
    return message.as_string(maxheaderlen=_LONGEST_LINE)


def _is_plain_header(text: str) -> bool:
    """Return whether a text reads back as it is, folded at its blanks."""
    words = text.split()
    return (
        text.isascii()
        and text.isprintable()
        and text == " ".join(words)
        and "=?" not in text
        and all(len(word) <= _LONGEST_WORD for word in words)
    )


def _is_plain_body(text: str) -> bool:
    """Return whether a text arrives as it is without an encoding."""
    return text.isascii() and all(
        len(line) <= _LONGEST_LINE and line == line.rstrip() and line.isprintable()
        for line in text.split("\n")
    )


def _quoted_printable() -> Charset:
    charset = Charset("utf-8")
    charset.body_encoding = QP
    return charset
