"""Which hosts are this machine."""

import pytest

from slt_cli.domain.hosts import is_loopback

HOSTS = {
    "its name": ("localhost", True),
    "its name in capitals": ("LOCALHOST", True),
    "its address": ("127.0.0.1", True),
    "another address of it": ("127.1.2.3", True),
    "its address in IPv6": ("::1", True),
    "an address cut short": ("127.1", False),
    "a name that begins as its address": ("127.0.0.example.com", False),
    "a name that begins as its name": ("localhost.example.com", False),
    "another address": ("192.0.2.1", False),
    "nothing": ("", False),
}


@pytest.mark.parametrize(("host", "expected"), HOSTS.values(), ids=HOSTS)
def test_what_is_this_machine(host: str, *, expected: bool):
    assert is_loopback(host) is expected
