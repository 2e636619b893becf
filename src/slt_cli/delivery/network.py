"""What mail servers and web servers have in common: certificates, and why a connection failed."""

import os
import ssl
from collections.abc import Mapping
from socket import gaierror

from slt_cli.delivery.message import DeliveryError

_OTHER_NAME = (62, 64)
_OUTSIDE_ITS_DATES = (9, 10)
"""Codes of OpenSSL's x509_vfy.h: host name or address differs; not valid yet, or no longer."""


def tls_context(environment: Mapping[str, str]) -> ssl.SSLContext:
    """Return what checks certificates and host names; SSL_CERT_FILE and SSL_CERT_DIR count."""
    try:
        return ssl.create_default_context(
            cafile=environment.get("SSL_CERT_FILE") or None,
            capath=environment.get("SSL_CERT_DIR") or None,
        )
    except OSError:
        raise DeliveryError("the certificates of SSL_CERT_FILE cannot be read") from None


def unanswered(seconds: float) -> str:
    """Return that nothing came within the time limit."""
    return f"no answer within {seconds:g} s"


def connection_failure(error: OSError | UnicodeError, seconds: float) -> DeliveryError:
    """Return why a connection failed, in words that do not name the other side."""
    return DeliveryError(_reason(error, seconds))


def _reason(error: OSError | UnicodeError, seconds: float) -> str:
    match error:
        case UnicodeError():
            return "the host name is not valid"
        case ssl.SSLCertVerificationError():
            return _certificate_reason(error)
        case ssl.SSLEOFError() | ssl.SSLZeroReturnError():
            return "the connection was lost"
        case ssl.SSLError():
            why = getattr(error, "reason", None) or "unknown"
            return f"TLS failed: {why.replace('_', ' ').lower()}"
        case gaierror():
            return "the host name is not known, or cannot be looked up"
        case TimeoutError():
            return unanswered(seconds)
        case ConnectionRefusedError():
            return "connection refused"
        case ConnectionError():
            return "the connection was lost"
    return os.strerror(error.errno).lower() if error.errno else "the connection failed"


def _certificate_reason(error: ssl.SSLCertVerificationError) -> str:
    if error.verify_code in _OTHER_NAME:
        return "the certificate is for another host"
    if error.verify_code in _OUTSIDE_ITS_DATES:
        return "the certificate has expired, or is not valid yet"
    return "the certificate is not trusted"
