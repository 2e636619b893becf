"""Formats of phone numbers, e-mail addresses and URLs.

The tests are of plain strings: they run at every start, and compiling a pattern would cost more.
What finds a number or an address in a text runs for a fault alone.
"""

import re
from string import ascii_letters, ascii_uppercase, digits, whitespace

_EMAIL_LOCAL = frozenset(ascii_letters + digits + "!#$%&'*+-/=?^_`{|}~.")
_PHONE = frozenset(digits + " -./()")
_NOT_IN_URL = frozenset(whitespace + '"<>\\^`{|}')
_LONGEST = 254
_KEYPAD = "22233344455566677778889999"


def is_phone(text: str) -> bool:
    """Return whether a text is a phone number, with or without an extension after `x` or `ext.`.

    A number with `+` begins with its country code and has 7 to 15 digits; one without has 3 to 15.
    """
    number, _, extension = text.lower().replace("ext.", "x").partition("x")
    international = number.startswith("+")
    body = number[1:] if international else number
    count = sum(character.isdigit() for character in body)
    if not _PHONE.issuperset(body) or body.count("(") != body.count(")"):
        return False
    if "x" in text.lower() and not (extension.strip().isdecimal() and extension.isascii()):
        return False
    if international:
        return 7 <= count <= 15 and body[0] in digits and body[0] != "0"
    return 3 <= count <= 15


def is_email(text: str) -> bool:
    """Return whether a text is a single e-mail address, without a name before it."""
    local, at, domain = text.rpartition("@")
    return (
        bool(at)
        and 0 < len(local) <= 64
        and _EMAIL_LOCAL.issuperset(local)
        and all(local.split("."))
        and "." in domain
        and _is_host(domain)
    )


def is_url(text: str) -> bool:
    """Return whether a text is an http or https URL with a host."""
    scheme, separator, rest = text.partition("://")
    if scheme.lower() not in ("http", "https") or not separator or not text.isprintable():
        return False
    if not _NOT_IN_URL.isdisjoint(rest):
        return False
    host, colon, port = host_of(text).partition(":")
    if colon and not (port.isdecimal() and port.isascii() and 0 < int(port[:6]) < 65536):
        return False
    return _is_host(host)


def host_of(url: str) -> str:
    """Return the host of a URL, with its port if it has one."""
    return _before(_before(_before(url.partition("://")[2], "/"), "?"), "#")


def phones_in(text: str) -> list[str]:
    """Return what may be the phone number in a text, likeliest first; not all are valid."""
    number = re.sub(r"^tel:", "", text.strip(), flags=re.IGNORECASE).replace("(+", "+(")
    shorter = re.search(r"\+?\d[\d ./()-]{5,}", number)
    plain = re.sub(r"[()]", "", number)
    lettered = (
        number.upper().translate(str.maketrans(ascii_uppercase, _KEYPAD))
        if re.search(r"\d", number)
        else ""
    )
    return [*dict.fromkeys([number, plain, lettered, shorter[0].strip() if shorter else ""])]


def email_in(text: str) -> str:
    """Return the first e-mail address in a text; an empty text if there is none."""
    found = re.search(r"[\w.!#$%&'*+/=?^`{|}~-]+@[\w-]+(?:\.[\w-]+)+", text, re.ASCII)
    return found[0] if found else ""


def phone_in(text: str) -> str:
    """Return the phone number in a text; an empty text if there is none."""
    return next(filter(is_phone, phones_in(text)), "")


def _before(text: str, mark: str) -> str:
    return text.partition(mark)[0]


def _is_host(text: str) -> bool:
    """Return whether a text is a host name: labels of letters, digits and inner hyphens."""
    return 0 < len(text) <= _LONGEST and all(
        0 < len(label) <= 63
        and label.replace("-", "").isalnum()
        and label[0] != "-"
        and label[-1] != "-"
        for label in text.split(".")
    )
