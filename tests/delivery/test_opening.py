"""Each channel has what brings messages to it, which loads no other and asks nobody else."""

import subprocess
import sys

import pytest

from slt_cli.delivery.command import ByCommand
from slt_cli.delivery.opening import delivery_of
from slt_cli.delivery.sendmail import BySendmail
from slt_cli.delivery.smtp import BySmtp
from slt_cli.delivery.webhook import ByWebhook
from slt_cli.domain.channels import Channel, Command, Mail, SmtpServer, Webhook
from tests.delivery.servers import HOST, mail_server, web_server

MAIL = Mail(("desk@example.com",), "slt@example.com")
SERVER = SmtpServer("mail.example.com", 587, "starttls")
KINDS = {
    "sendmail": (MAIL, BySendmail),
    "a mail server": (MAIL._replace(smtp=SERVER), BySmtp),
    "a webhook": (Webhook("https://chat.example.com/x"), ByWebhook),
    "a command": (Command(("ntfy",)), ByCommand),
}


@pytest.mark.parametrize(("by", "expected"), KINDS.values(), ids=KINDS)
def test_each_kind_has_its_own(by, expected):
    delivery = delivery_of(Channel("desk", by), {"A": "b"})
    assert type(delivery) is expected
    assert (delivery.environment, delivery.seconds) == ({"A": "b"}, 30)


LOADED = """
import sys
from slt_cli.delivery.opening import delivery_of
from slt_cli.domain.channels import *
delivery_of(Channel("desk", {by!r}), {{}})
print(*sorted({{"smtplib", "ssl", "http.client", "subprocess"}} & set(sys.modules)))
"""
NEEDED = {
    "sendmail": "subprocess",
    "a mail server": "smtplib ssl",
    "a webhook": "http.client ssl",
    "a command": "subprocess",
}


def python(code, *arguments):
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout.splitlines()


@pytest.mark.parametrize("kind", KINDS)
def test_each_loads_what_it_needs(kind):
    assert python(LOADED.format(by=KINDS[kind][0])) == [NEEDED[kind]]


GUARDED = """
import sys
from slt_cli.delivery.message import DeliveryError
from slt_cli.delivery.opening import call_heartbeat, delivery_of
from slt_cli.domain.channels import *
from tests.delivery.samples import MESSAGE, failure

def watch(event, arguments):
    if event in ("socket.connect", "socket.sendto", "socket.sendmsg"):
        print(event, *arguments[1][:2])

sys.addaudithook(watch)
mail, web = map(int, sys.argv[1:])
failure(delivery_of(Channel("a", Mail(("desk@example.com",), "slt@example.com",
                                      SmtpServer("127.0.0.1", mail, "none"))), {}))
failure(delivery_of(Channel("b", Webhook(f"http://127.0.0.1:{web}/x")), {}))
try:
    call_heartbeat(f"http://127.0.0.1:{web}/x", {})
except DeliveryError as error:
    print(error.reason)
"""


def test_nothing_but_what_is_configured_is_connected_to():
    with (
        mail_server({}) as box,
        web_server() as other,
        web_server(302, {"Location": other.url}) as site,
    ):
        said = python(GUARDED, str(box.port), str(site.port))
    assert said == [
        f"socket.connect {HOST} {box.port}",
        f"socket.connect {HOST} {site.port}",
        f"socket.connect {HOST} {site.port}",
        "HTTP 302 Found: it redirects elsewhere",
    ]
    assert (len(box.taken), len(site.seen), other.seen) == (1, 2, [])
