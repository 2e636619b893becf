"""The proxy that the environment names for a host, as curl and others read it."""

import base64
from collections.abc import Mapping
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from slt_cli.delivery.message import DeliveryError


class Proxy(NamedTuple):
    """A proxy, with the headers that it is asked with."""

    host: str
    port: int
    headers: Mapping[str, str]


def proxy_of(host: str, environment: Mapping[str, str]) -> Proxy | None:
    """Return the proxy of HTTPS_PROXY, in capitals or not; None for a host that NO_PROXY names.

    Only what is encrypted goes through a proxy, which so can read none of it.
    """
    given = _either("https_proxy", environment)
    if not given or _is_direct(host, _either("no_proxy", environment)):
        return None
    try:
        parts = urlsplit(given if "//" in given else f"http://{given}")
        port = parts.port or 80
    except ValueError:
        raise _wrong() from None
    if not parts.hostname or parts.scheme != "http":
        raise _wrong()
    headers = {}
    if parts.username is not None:
        login = f"{unquote(parts.username)}:{unquote(parts.password or '')}"
        headers["Proxy-Authorization"] = f"Basic {base64.b64encode(login.encode()).decode()}"
    return Proxy(parts.hostname, port, headers)


def _either(name: str, environment: Mapping[str, str]) -> str:
    return environment.get(name) or environment.get(name.upper(), "")


def _is_direct(host: str, exceptions: str) -> bool:
    """Return whether a list such as `localhost, .example.com` names a host or a domain of it."""
    names = [name.strip().lower().lstrip(".") for name in exceptions.split(",")]
    return any(name == "*" or f".{host}".endswith(f".{name}") for name in names if name)


def _wrong() -> DeliveryError:
    return DeliveryError("the proxy of HTTPS_PROXY is not an http:// address")
