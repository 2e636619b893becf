"""Which texts are phone numbers, e-mail addresses and URLs, and which are not."""

import pytest

from slt_cli.config.contact_formats import is_email, is_phone, is_url


@pytest.mark.parametrize(
    "text",
    [
        "+1 408 956 6066",
        "+44 203 953 5407",
        "+44 (0)20 7946-0000",
        "+442079460000",
        "0800 123 4567",
        "0800/1234567",
        "112",
        "4711",
        "+1 212 555 0100 ext. 12",
        "+1 212 555 0100x12",
    ],
)
def test_phone_numbers(text: str) -> None:
    assert is_phone(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "+",
        "+1",
        "+0 12345678",
        "+1 408 956 6066 6066 6066",
        "12",
        "call me",
        "+1 408 CALLME",
        "++14089566066",
        "(408 956 6066",
        "+1 408 956 6066 ext.",
        "+1 408 956 6066 x1x2",
        "+(1) 408 956 6066",
        "١٢٣٤٥٦٧",
        "tel:+14089566066",
    ],
)
def test_no_phone_numbers(text: str) -> None:
    assert not is_phone(text)


@pytest.mark.parametrize(
    "text",
    [
        "Partner-supportmanagers-escalations@8x8.com",
        "a@b.co",
        "first.last+tag@sub.example.org",
        "o'neil@example.com",
    ],
)
def test_email_addresses(text: str) -> None:
    assert is_email(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a",
        "@b.co",
        "a@",
        "a@b",
        "a@b..co",
        "a..b@c.co",
        ".a@b.co",
        "a b@c.co",
        "a@b@c.co",
        "a@-b.co",
        "Bob <bob@example.com>",
        "mailto:a@b.co\n",
        f"{'a' * 65}@b.co",
        "a@b.co, c@d.co",
    ],
)
def test_no_email_addresses(text: str) -> None:
    assert not is_email(text)


@pytest.mark.parametrize(
    "text",
    [
        "https://8x8.force.com/partnerxchange",
        "http://intranet/slt",
        "HTTPS://Example.com:8443?x=1#y",
        "https://münchen.example/straße",
        "https://example.com/a%20b",
    ],
)
def test_urls(text: str) -> None:
    assert is_url(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "example.com",
        "https://",
        "https:///path",
        "ftp://example.com",
        "javascript:alert(1)",
        "https://a b.com",
        "https://example.com/a b",
        "https://example..com",
        "https://example.com:0",
        "https://example.com:99999",
        "https://example.com:x",
        "https://user@example.com",
        'https://example.com/"x"',
        "https://example.com/\n",
        "https://-a.com",
    ],
)
def test_no_urls(text: str) -> None:
    assert not is_url(text)
