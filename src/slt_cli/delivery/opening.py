"""What brings messages to a channel: each loads only what it needs itself."""

from collections.abc import Mapping
from typing import assert_never

from slt_cli.delivery.message import TIME_LIMIT_SECONDS, Delivery
from slt_cli.domain.channels import Channel, Command, Mail, Secret, Webhook


def delivery_of(channel: Channel, environment: Mapping[str, str]) -> Delivery:
    """Return what brings messages to a channel; secrets are read when a message is sent."""
    match channel.by:
        case Mail() as mail:
            return _mail_delivery(mail, environment)
        case Webhook() as webhook:
            from slt_cli.delivery.webhook import ByWebhook  # noqa: PLC0415 - the kind in use

            return ByWebhook(webhook, environment)
        case Command() as command:
            from slt_cli.delivery.command import ByCommand  # noqa: PLC0415 - the kind in use

            return ByCommand(command, environment)
        case _:
            assert_never(channel.by)


def call_heartbeat(
    address: str | Secret, environment: Mapping[str, str], seconds: float = TIME_LIMIT_SECONDS
) -> None:
    """Ask for the address of a watcher; raises DeliveryError unless the answer is 2xx."""
    from slt_cli.delivery.webhook import ask_for  # noqa: PLC0415 - the kind in use

    ask_for(address, environment, seconds)


def _mail_delivery(mail: Mail, environment: Mapping[str, str]) -> Delivery:
    if mail.smtp is None:
        from slt_cli.delivery.sendmail import BySendmail  # noqa: PLC0415 - the kind in use

        return BySendmail(mail, environment)
    from slt_cli.delivery.smtp import BySmtp  # noqa: PLC0415 - the kind in use

    return BySmtp(mail, mail.smtp, environment)
