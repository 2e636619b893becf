"""Bring a message to people by a web server."""

import json
from collections.abc import Mapping
from typing import NamedTuple

from slt_cli.delivery.message import TIME_LIMIT_SECONDS, DeliveryError, Message
from slt_cli.delivery.request import Request, make_request
from slt_cli.delivery.secrets import secret_of
from slt_cli.delivery.web_address import web_address
from slt_cli.domain.channels import Secret, Webhook


class ByWebhook(NamedTuple):
    """An address that gets the facts as JSON; the key lets it know what it has already."""

    webhook: Webhook
    environment: Mapping[str, str]
    seconds: float = TIME_LIMIT_SECONDS

    def send(self, message: Message) -> None:
        """Send a message; raises DeliveryError unless the answer is 2xx."""
        address = web_address(self.webhook.url, self.environment)
        headers = {"Content-Type": "application/json", "Idempotency-Key": message.id}
        if self.webhook.token is not None:
            if not address.is_safe_for_tokens:
                raise DeliveryError("a token is sent to an https:// address only")
            token = secret_of(self.webhook.token, self.environment)
            headers["Authorization"] = f"Bearer {token}"
        body = json.dumps(message.data).encode()
        make_request(Request(address, headers, body), self.environment, self.seconds)


def ask_for(address: str | Secret, environment: Mapping[str, str], seconds: float) -> None:
    """Ask for an address with GET; raises DeliveryError unless the answer is 2xx."""
    make_request(Request(web_address(address, environment), {}), environment, seconds)
