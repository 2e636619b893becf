"""Hide what is secret in configured values: the paths of the addresses of webhooks."""

import re
from typing import Any

from slt_cli.config.contact_formats import host_of
from slt_cli.config.files import KeyPath


def hidden(path: KeyPath, value: Any) -> Any:  # noqa: ANN401 - TOML data
    """Return a value as it may be shown, at any depth: of a secret address only the host.

    A password or a token is never in the configuration, only where it is.
    """
    if isinstance(value, dict):
        return {name: hidden((*path, name), inner) for name, inner in value.items()}
    if isinstance(value, str) and "://" in value and _is_secret(path):
        return f"{value.partition('://')[0].strip()}://{host_of(value)}/..."
    return value


def without_addresses(path: KeyPath, sentence: str) -> str:
    """Return a sentence on a key without the addresses in it, if one may be secret there."""
    may_be_secret = path[:1] == ("channels",) or _is_secret(path)
    return re.sub(r"://\w[^\s\"']*", "://...", sentence) if may_be_secret else sentence


def _is_secret(path: KeyPath) -> bool:
    is_webhook = len(path) == 3 and path[0] == "channels" and path[2] == "url"
    return is_webhook or path == ("defaults", "heartbeat")
