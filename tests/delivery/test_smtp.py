"""A mail server takes a message, or it is known why not; nothing is sent to a false one."""

from contextlib import contextmanager
from email import policy
from email.parser import BytesParser

import pytest

from slt_cli.delivery.smtp import BySmtp
from slt_cli.domain.channels import Mail, Secret, SmtpServer
from tests.delivery.samples import MESSAGE, Failure, failure
from tests.delivery.servers import (
    HOST,
    drips,
    is_silent,
    mail_server,
    server_that,
    unused_port,
)

SHORT = 0.5
PASSWORD = "pass word%1"
TO = ("desk@example.com", "lead@example.com")
MAIL = Mail(TO, "slt@example.com")
LOGIN = ("slt", PASSWORD)


def by(port, environment, tls="none", user="", seconds=20.0, host=HOST):
    secret = Secret("env", "SLT_MAIL_PASSWORD") if user else None
    server = SmtpServer(host, port, tls, user, secret)
    return BySmtp(MAIL, server, {"SLT_MAIL_PASSWORD": PASSWORD, **environment}, seconds)


def read(envelope):
    return BytesParser(policy=policy.default).parsebytes(envelope.content)


def test_a_message_arrives_as_it_is():
    with mail_server({}) as box:
        assert failure(by(box.port, {})) is None
    (envelope,) = box.taken
    mail = read(envelope)
    assert (envelope.mail_from, tuple(envelope.rcpt_tos)) == (MAIL.sender, TO)
    assert mail.get_content().replace("\r\n", "\n") == MESSAGE.text
    assert {name: mail[name] for name in ("From", "To", "Subject", "Message-ID", "Date")} == {
        "From": "slt <slt@example.com>",
        "To": "desk@example.com, lead@example.com",
        "Subject": MESSAGE.subject,
        "Message-ID": "<0123456789abcdef0123456789abcdef@slt.invalid>",
        "Date": "Wed, 25 Nov 2026 16:10:00 +0000",
    }
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail.defects == []


HOSTILE = {
    "line breaks": "Down\r\nBcc: x@example.com\n\nbody",
    "line separators": "Down\u2028Bcc: x@example.com\x85\x0bz",
    "a line break at the end": "Down\n",
    "an encoded word": "=?utf-8?q?Bcc=3A_x?=",
    "998 characters": "x" * 998,
    "998 accents": "é" * 998,
    "control characters": "a\0\x1b[31mb",
    "half of a character": "a\ud800b",
}


@pytest.mark.parametrize("subject", HOSTILE.values(), ids=HOSTILE)
def test_no_subject_makes_another_header(subject):
    with mail_server({}) as box:
        assert failure(by(box.port, {}), MESSAGE._replace(subject=subject)) is None
    mail = read(box.taken[0])
    one_line = " ".join(subject.splitlines()).encode(errors="replace").decode()
    assert mail["Subject"] == one_line
    assert len(mail.keys()) == 9
    assert "Bcc" not in mail
    assert box.taken[0].rcpt_tos == list(TO)
    assert max(map(len, box.taken[0].content.split(b"\r\n"))) <= 78


@pytest.mark.parametrize("address", ["a@b\nBcc: c@d", "a b@c", "a@b,c@d", "<a@b>", "é@x", "a", ""])
def test_what_is_not_an_address_is_not_sent_to(address):
    with mail_server({}) as box:
        delivery = by(box.port, {})._replace(mail=Mail((address,), "slt@example.com"))
        reason = "an address of the channel is not a plain e-mail address"
        assert failure(delivery) == Failure(reason)
    assert box.taken == []


@pytest.mark.parametrize("kind", ["starttls", "direct"])
def test_a_login_over_tls(authority, kind):
    with mail_server({}, login=LOGIN, **{kind: authority.server()}) as box:
        assert failure(by(box.port, authority.environment, kind, "slt")) is None
    assert len(box.taken) == 1


@contextmanager
def refusing(authority, stranger, how):
    servers = {
        "wrong user": ({"starttls": authority.server(), "login": LOGIN}, "starttls", "other"),
        "no login offered": ({"starttls": authority.server()}, "starttls", "slt"),
        "an unknown authority": ({"starttls": stranger.server()}, "starttls", ""),
        "an unknown authority, from the start": ({"direct": stranger.server()}, "direct", ""),
        "another name": ({"starttls": authority.server("mail.example.com")}, "starttls", ""),
        "no STARTTLS offered": ({}, "starttls", "slt"),
        "no TLS although it is expected": ({}, "direct", ""),
    }
    options, tls, user = servers[how]
    with mail_server({}, **options) as box:
        yield box, by(box.port, authority.environment, tls, user)


REFUSALS = {
    "wrong user": Failure("535 the login was refused"),
    "no login offered": Failure("the server offers no login that slt knows"),
    "an unknown authority": Failure("the certificate is not trusted"),
    "an unknown authority, from the start": Failure("the certificate is not trusted"),
    "another name": Failure("the certificate is for another host"),
    "no STARTTLS offered": Failure("the server offers no encryption (STARTTLS)"),
    "no TLS although it is expected": Failure("TLS failed: wrong version number"),
}


@pytest.mark.parametrize(("how", "expected"), REFUSALS.items(), ids=REFUSALS)
def test_nothing_is_sent_to_a_server_that_is_not_the_right_one(authority, stranger, how, expected):
    with refusing(authority, stranger, how) as (box, delivery):
        assert failure(delivery) == expected
    assert box.taken == []


ANSWERS = {
    "later": ({"DATA": "451 Try again later"}, Failure("451 Try again later")),
    "never": ({"DATA": "554 No"}, Failure("554 No", is_final=True)),
    "later, for all": (
        {TO[0]: "450 4.2.0 Greylisted", TO[1]: "450 4.2.0 Greylisted"},
        Failure("450 4.2.0 Greylisted (for all 2)"),
    ),
    "never, for all": (
        {TO[0]: "550 5.1.1 <desk@example.com>: unknown", TO[1]: "550 6"},
        Failure("550 5.1.1 ... unknown (for all 2)", is_final=True),
    ),
    "never for one, later for the other": (
        {TO[0]: "550 Unknown", TO[1]: "450 Later"},
        Failure("450 Later (for all 2)"),
    ),
    "a long text": ({"DATA": "554 " + "x" * 400}, Failure("554 " + "x" * 60, is_final=True)),
    "signs for a terminal": ({"DATA": "554 a\x1b[31mb"}, Failure("554 a?[31mb", is_final=True)),
    "the name of the server": ({"DATA": "451 at 127.0.0.1 now"}, Failure("451 at ... now")),
}


@pytest.mark.parametrize(("answers", "expected"), ANSWERS.values(), ids=ANSWERS)
def test_a_refusal_says_whether_it_is_final(answers, expected):
    with mail_server(answers) as box:
        assert failure(by(box.port, {})) == expected
    assert box.taken == []


def test_if_some_are_refused_the_others_have_it_once():
    with mail_server({TO[0]: "450 Mailbox full"}) as box:
        expected = Failure("450 Mailbox full (for 1 of 2, others have it)", is_final=True)
        assert failure(by(box.port, {})) == expected
    assert [envelope.rcpt_tos for envelope in box.taken] == [[TO[1]]]


ECHOED = {
    "the password": PASSWORD,
    "without its blank": "password%1",
    "in base64": "cGFzcyB3b3JkJTE=",
    "as PLAIN sends it": "AHNsdABwYXNzIHdvcmQlMQ==",
}


@pytest.mark.parametrize("echo", ECHOED.values(), ids=ECHOED)
def test_an_echoed_password_is_not_repeated(authority, echo):
    with mail_server({"DATA": f"554 {echo} no"}, starttls=authority.server(), login=LOGIN) as box:
        found = failure(by(box.port, authority.environment, "starttls", "slt"))
    assert found == Failure("554", is_final=True)


def dialogue(*answers):
    """Return what answers each line of a client, then cuts the connection."""

    def does(connection):
        connection.sendall(b"220 here\r\n")
        lines = connection.makefile("rb")
        for answer in answers:
            if answer == b"250 read":
                while lines.readline() != b".\r\n":
                    pass
                continue
            lines.readline()
            connection.sendall(answer + b"\r\n")

    return does


TAKEN = (b"250 hello", b"250 from", b"250 to", b"250 to", b"354 go on")
BROKEN = {
    "silent": (is_silent, "no answer within 0.5 s"),
    "a byte at a time": (drips(b"220-slow\r\n"), "no answer within 0.5 s"),
    "closed at once": (lambda _: None, "the connection was lost"),
    "the answer lost after the text": (dialogue(*TAKEN, b"250 read"), "the connection was lost"),
    "not SMTP": (lambda each: each.sendall(b"SSH-2.0\r\n"), "the answer is not SMTP"),
}


@pytest.mark.parametrize(("does", "reason"), BROKEN.values(), ids=BROKEN)
def test_what_breaks_is_tried_again(does, reason):
    with server_that(does) as port:
        assert failure(by(port, {}, seconds=SHORT)) == Failure(reason)


def test_after_a_greeting_that_refuses_it_is_tried_again():
    with server_that(lambda each: each.sendall(b"554 not you\r\n")) as port:
        assert failure(by(port, {})) == Failure("554 not you")


def test_after_a_server_that_cannot_encrypt_now_it_is_tried_again():
    with server_that(dialogue(b"250-hello\r\n250 STARTTLS", b"554 no TLS")) as port:
        assert failure(by(port, {}, tls="starttls")) == Failure("554 no TLS")


def test_a_login_that_cannot_be_decoded():
    with server_that(dialogue(b"250-hello\r\n250 AUTH CRAM-MD5", b"334 x")) as port:
        assert failure(by(port, {}, user="slt")) == Failure("the answer is not SMTP")


def test_a_farewell_is_not_waited_for():
    def does(connection):
        dialogue(*TAKEN, b"250 read")(connection)
        connection.sendall(b"250 taken\r\n")
        is_silent(connection)

    with server_that(does) as port:
        assert failure(by(port, {}, seconds=5)) is None


def test_a_port_on_which_nothing_listens():
    assert failure(by(unused_port(), {})) == Failure("connection refused")


@pytest.mark.parametrize("host", ["a..b", "x" * 64])
def test_a_host_that_is_no_name(host):
    assert failure(by(25, {}, host=host)) == Failure("the host name is not valid")


def test_a_password_that_is_not_set_stops_before_the_server():
    with mail_server({}) as box:
        delivery = by(box.port, {"SLT_MAIL_PASSWORD": ""}, user="slt")
        expected = Failure("the variable SLT_MAIL_PASSWORD is not set, or empty")
        assert failure(delivery) == expected


def test_a_user_with_accents_is_refused(authority):
    with mail_server({}, login=LOGIN, starttls=authority.server()) as box:
        expected = Failure("the user of the server has characters other than ASCII")
        assert failure(by(box.port, authority.environment, "starttls", "é")) == expected
