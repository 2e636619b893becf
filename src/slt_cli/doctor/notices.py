"""Whether what the channels of this machine need is there: secrets, and programs."""

from collections.abc import Iterator, Mapping

from slt_cli.delivery.message import DeliveryError
from slt_cli.delivery.needed import require_needed
from slt_cli.delivery.web_address import web_address
from slt_cli.domain.channels import Channel, Secret
from slt_cli.finding import Finding


def channel_findings(
    channels: Mapping[str, Channel], heartbeat: str | Secret | None, environment: Mapping[str, str]
) -> Iterator[Finding]:
    """Yield what is missing for each channel, and for the heartbeat; nothing is sent."""
    for channel in channels.values():
        try:
            require_needed(channel, environment)
        except DeliveryError as error:
            found = f"the channel {channel.key} cannot send: {error.reason}"
            fix = f"correct that, then `slt notify --test {channel.key}` sends a test"
            yield Finding("channels", "problem", found, fix)
    if heartbeat is not None:
        try:
            web_address(heartbeat, environment)
        except DeliveryError as error:
            found = f"the heartbeat cannot be called: {error.reason}"
            yield Finding("channels", "problem", found, "correct that, or defaults.heartbeat")
