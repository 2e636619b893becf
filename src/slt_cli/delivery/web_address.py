"""An address of the web, checked before anything is sent to it."""

from collections.abc import Mapping
from typing import NamedTuple
from urllib.parse import urlsplit

from slt_cli.delivery.message import DeliveryError
from slt_cli.delivery.secrets import secret_of
from slt_cli.domain.channels import Secret
from slt_cli.domain.hosts import is_loopback

_PORTS = {"http": 80, "https": 443}


class WebAddress(NamedTuple):
    """Where a request goes; `target` is the path with the query, and may be a secret."""

    is_encrypted: bool
    host: str
    port: int
    target: str

    @property
    def is_safe_for_tokens(self) -> bool:
        """Return whether nobody else can read what is sent: it is encrypted, or stays here."""
        return self.is_encrypted or is_loopback(self.host)


def web_address(given: str | Secret, environment: Mapping[str, str]) -> WebAddress:
    """Return an address; raises DeliveryError, which does not repeat it, if it is not one."""
    text = secret_of(given, environment) if isinstance(given, Secret) else given
    try:
        parts = urlsplit(text)
        host, port = parts.hostname, parts.port
    except ValueError:
        raise _wrong() from None
    is_plain = text.isascii() and text.isprintable() and " " not in text
    if not (is_plain and host and parts.scheme in _PORTS and "@" not in parts.netloc):
        raise _wrong()
    query = f"?{parts.query}" if parts.query else ""
    return WebAddress(
        is_encrypted=parts.scheme == "https",
        host=host,
        port=_PORTS[parts.scheme] if port is None else port,
        target=f"{parts.path or '/'}{query}",
    )


def _wrong() -> DeliveryError:
    return DeliveryError(
        "the address is not an http:// or https:// address without a user name in it"
    )
