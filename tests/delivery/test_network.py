"""Why a connection failed is said in few words, which do not name the other side."""

import errno
import socket
import ssl

import pytest

from slt_cli.delivery.network import connection_failure

UNREACHABLE = OSError(errno.EHOSTUNREACH, "No route to chat.example.com")
REASONS = {
    "a name that nobody knows": (
        socket.gaierror(socket.EAI_NONAME, "chat.example.com"),
        "the host name is not known, or cannot be looked up",
    ),
    "no route": (UNREACHABLE, "no route to host"),
    "no number": (OSError("chat.example.com"), "the connection failed"),
    "the end within TLS": (ssl.SSLEOFError(8, "chat.example.com"), "the connection was lost"),
    "TLS without a reason": (ssl.SSLError(1, "chat.example.com"), "TLS failed: unknown"),
    "the limit": (TimeoutError("chat.example.com"), "no answer within 30 s"),
}


@pytest.mark.parametrize(("error", "reason"), REASONS.values(), ids=REASONS)
def test_a_reason_does_not_name_the_other_side(error, reason):
    found = connection_failure(error, 30)
    assert (found.reason, found.is_final) == (reason, False)


def test_a_certificate_out_of_its_dates():
    error = ssl.SSLCertVerificationError(1, "chat.example.com")
    error.verify_code = 10
    reason = "the certificate has expired, or is not valid yet"
    assert connection_failure(error, 30).reason == reason
