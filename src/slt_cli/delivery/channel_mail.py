"""The mail that a message becomes for a channel."""

import re

from slt_cli.delivery.mail_format import mail
from slt_cli.delivery.message import DeliveryError, Message
from slt_cli.domain.channels import Mail

_ADDRESS = re.compile(r"[^\s\0-\x20\x7f@,;:<>()\[\]\\\"]+@[^\s\0-\x20\x7f@,;:<>()\\\"]+", re.ASCII)


def channel_mail(channel: Mail, message: Message) -> str:
    """Return the mail, ready to be sent; raises DeliveryError for what is not a plain address."""
    for address in (channel.sender, *channel.to):
        if not (address.isascii() and _ADDRESS.fullmatch(address)):
            raise DeliveryError("an address of the channel is not a plain e-mail address")
    return mail(
        to=", ".join(channel.to),
        subject=_encodable(" ".join(message.subject.splitlines())),
        body=_encodable(message.text),
        at=message.at,
        message_id=f"<{message.id}@slt.invalid>",
        sender=channel.sender,
    )


def _encodable(text: str) -> str:
    return text.encode(errors="replace").decode()
