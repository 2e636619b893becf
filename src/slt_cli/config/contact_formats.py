"""Formats of phone numbers, e-mail addresses and URLs.

These are plain string tests: they run at every start, and compiling a pattern would cost more.
"""

from string import ascii_letters, digits, whitespace

_EMAIL_LOCAL = frozenset(ascii_letters + digits + "!#$%&'*+-/=?^_`{|}~.")
_PHONE = frozenset(digits + " -./()")
_NOT_IN_URL = frozenset(whitespace + '"<>\\^`{|}')
_LONGEST = 254


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
    host, colon, port = _before(_before(_before(rest, "/"), "?"), "#").partition(":")
    if colon and not (port.isdecimal() and port.isascii() and 0 < int(port[:6]) < 65536):
        return False
    return _is_host(host)


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
