"""What is encrypted goes through the proxy that the environment names; all else goes directly."""

import pytest

from slt_cli.delivery.proxy import Proxy, proxy_of
from slt_cli.delivery.webhook import ByWebhook
from slt_cli.domain.channels import Webhook
from tests.delivery.samples import Failure, failure
from tests.delivery.servers import HOST, connects_to, is_silent, server_that, web_server

NAMED = {
    "none": ({}, None),
    "an empty one": ({"HTTPS_PROXY": ""}, None),
    "one": ({"HTTPS_PROXY": "http://proxy:3128"}, Proxy("proxy", 3128, {})),
    "in small letters": ({"https_proxy": "proxy:3128"}, Proxy("proxy", 3128, {})),
    "with a login": (
        {"HTTPS_PROXY": "http://me:p%40ss@proxy"},
        Proxy("proxy", 80, {"Proxy-Authorization": "Basic bWU6cEBzcw=="}),
    ),
    "the one of http": ({"HTTP_PROXY": "http://proxy:3128"}, None),
    "but not for the host": ({"HTTPS_PROXY": "proxy:1", "NO_PROXY": "x, chat.example.com"}, None),
    "but not for the domain": ({"HTTPS_PROXY": "proxy:1", "no_proxy": ".example.com"}, None),
    "but for none": ({"HTTPS_PROXY": "proxy:1", "NO_PROXY": "*"}, None),
    "but not for another host": (
        {"HTTPS_PROXY": "proxy:1", "NO_PROXY": "at.example.com,,ple.com"},
        Proxy("proxy", 1, {}),
    ),
}


@pytest.mark.parametrize(("environment", "expected"), NAMED.values(), ids=NAMED)
def test_the_environment_names_a_proxy(environment, expected):
    assert proxy_of("chat.example.com", environment) == expected


@pytest.mark.parametrize("given", ["https://me:secret@proxy", "socks5://proxy", "http://", "a:b:c"])
def test_a_proxy_of_another_kind_is_refused_without_repeating_it(given):
    delivery = ByWebhook(Webhook("https://chat.example.com/x"), {"HTTPS_PROXY": given})
    assert failure(delivery) == Failure("the proxy of HTTPS_PROXY is not an http:// address")


def test_a_proxy_learns_the_host_alone(authority):
    asked = []

    def refuses(connection):
        asked.append(connection.recv(65536))
        connection.sendall(b"HTTP/1.1 407 Proxy Authentication Required\r\n\r\n")
        is_silent(connection)

    with server_that(refuses) as port:
        environment = {"HTTPS_PROXY": f"http://{HOST}:{port}", **authority.environment}
        delivery = ByWebhook(Webhook("https://chat.example.com/the-path"), environment)
        assert failure(delivery) == Failure("the proxy refused to connect")
    assert asked[0].startswith(b"CONNECT chat.example.com:443 HTTP/1.")
    assert b"the-path" not in asked[0]


THROUGH = {
    "the right host": ("chat.example.com", None, 1),
    "another host": (HOST, Failure("the certificate is for another host"), 0),
}


@pytest.mark.parametrize(("name", "expected", "seen"), THROUGH.values(), ids=THROUGH)
def test_the_certificate_is_that_of_the_host_behind_the_proxy(authority, name, expected, seen):
    with (
        web_server(tls=authority.server(name)) as site,
        server_that(connects_to(site.port)) as port,
    ):
        environment = {"HTTPS_PROXY": f"http://{HOST}:{port}", **authority.environment}
        delivery = ByWebhook(Webhook("https://chat.example.com/the-path"), environment)
        assert failure(delivery) == expected
    assert [each.path for each in site.seen] == ["/the-path"] * seen


def test_what_is_not_encrypted_goes_directly():
    with web_server() as site:
        delivery = ByWebhook(Webhook(site.url), {"HTTPS_PROXY": f"http://{HOST}:1"})
        assert failure(delivery) is None
    assert len(site.seen) == 1
