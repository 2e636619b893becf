"""Values of channels are taken as people write them, and refused with what is wrong."""

import pytest

from slt_cli.config import channel_types
from slt_cli.config.notice_keys import NOTICE_KEYS
from slt_cli.config.value_types import ValueType, choice
from slt_cli.domain.channels import FORMATS
from slt_cli.domain.notice_moments import NoticeMoment


def shown(value: object) -> str:
    """Return the id of a value in a table."""
    return value.name if isinstance(value, ValueType) else repr(value)


TAKEN: list[tuple[ValueType, object, object]] = [
    (channel_types.mail_address, " desk@example.com ", "desk@example.com"),
    (channel_types.mail_addresses, "desk@example.com", ("desk@example.com",)),
    (channel_types.mail_addresses, ["a@example.com"] * 2, ("a@example.com",)),
    (channel_types.secret, "env:TOKEN", ("env", "TOKEN")),
    (channel_types.secret, "ENV:_token2", ("env", "_token2")),
    (channel_types.secret, "file:/etc/slt/my token", ("file", "/etc/slt/my token")),
    (channel_types.secret, " file:~/token", ("file", "~/token")),
    (channel_types.webhook_url, "https://example.com/x", "https://example.com/x"),
    (channel_types.webhook_url, "file:/etc/slt/url", ("file", "/etc/slt/url")),
    (channel_types.heartbeat, "", ""),
    (channel_types.smtp, "relay", "relay"),
    (channel_types.command, ["x", ""], ("x", "")),
    (channel_types.moments, ["due", "Due"], (NoticeMoment("due"),)),
    (channel_types.owners, "None", ("None",)),
    (channel_types.names_or_none, [], ()),
]

REFUSED: list[tuple[ValueType, object]] = [
    (channel_types.mail_address, "desk"),
    (channel_types.mail_address, "desk@example.com\nBcc: x@example.com"),
    (channel_types.mail_addresses, []),
    (channel_types.mail_addresses, [["a@example.com"]]),
    (channel_types.secret, ""),
    (channel_types.secret, "env:"),
    (channel_types.secret, "env:2"),
    (channel_types.secret, "env:A B"),
    (channel_types.secret, "file:"),
    (channel_types.secret, "file:/a\nb"),
    (channel_types.secret, 5),
    (channel_types.webhook_url, "ftp://example.com"),
    (channel_types.webhook_url, "env:A-B"),
    (channel_types.webhook_url, ["https://example.com"]),
    (channel_types.smtp, "mail.example.com:0"),
    (channel_types.smtp, "ldap://mail.example.com"),
    (channel_types.command, []),
    (channel_types.command, [" "]),
    (channel_types.command, ["x", "a\0b"]),
    (channel_types.command, "x"),
    (channel_types.moments, []),
    (channel_types.owners, "me"),
    (channel_types.names, []),
]


@pytest.mark.parametrize(("value_type", "given", "parsed"), TAKEN, ids=shown)
def test_taken(value_type: ValueType, given: object, parsed: object) -> None:
    assert value_type.parse(given) == parsed


@pytest.mark.parametrize(("value_type", "given"), REFUSED, ids=shown)
def test_refused(value_type: ValueType, given: object) -> None:
    assert not value_type.takes(given)


@pytest.mark.parametrize(
    ("given", "parts"),
    [
        ("mail.example.com", ("mail.example.com", 587, False)),
        ("mail.example.com:25", ("mail.example.com", 25, False)),
        ("smtp://mail.example.com/", ("mail.example.com", 587, False)),
        ("SMTPS://mail.example.com", ("mail.example.com", 465, True)),
        ("smtps://mail.example.com:4650", ("mail.example.com", 4650, True)),
    ],
)
def test_the_parts_of_a_mail_server(given: str, parts: tuple[str, int, bool]) -> None:
    assert channel_types.smtp_parts(given) == parts


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("http://localhost:80/x", True),
        ("http://127.0.0.1", True),
        ("http://127.example.com", False),
        ("http://localhost.example.com", False),
    ],
)
def test_an_address_on_this_machine(url: str, expected: bool) -> None:
    assert channel_types.is_here(url) is expected


def test_the_forms_of_webhooks_are_those_of_the_domain() -> None:
    (key,) = (key for key in NOTICE_KEYS if key.path.endswith(".format"))

    assert key.value_type.name == choice(*FORMATS).name
