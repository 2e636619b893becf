"""Types of the values of channels and notices: addresses, mail servers, secrets, moments.

What may be a secret is never repeated in an error.
"""

from collections.abc import Callable
from typing import Any

from slt_cli.config.contact_formats import host_of, is_email, is_url
from slt_cli.config.display import brief
from slt_cli.config.value_types import ValueType, hours, name, text
from slt_cli.domain.calendar.hours import DAY_SECONDS, Interval
from slt_cli.domain.hosts import is_loopback
from slt_cli.domain.owners import ME
from slt_cli.domain.texts import folded

SECRET_SOURCES = ("env", "file")

_WHERE = 'write "env:NAME" for an environment variable, or "file:/PATH" for a file'
_LONGEST_MOMENT = 60
_SMTP_PORTS = {"smtp": 587, "smtps": 465}


class KnownFixError(ValueError):
    """A value with a fix that is not built from it, as it may be a secret."""

    def __init__(self, problem: str, fix: str) -> None:
        super().__init__(problem)
        self.fix = fix


def one_or_several(one: ValueType, *, or_none: bool = False) -> ValueType:
    """Return a type that takes a value, or a list of values, which may be empty with `or_none`."""

    def parse(value: object) -> tuple[Any, ...]:
        given = value if isinstance(value, list) else [value]
        if not given and not or_none:
            raise ValueError("must not be an empty list")
        return tuple(dict.fromkeys(map(one.parse, given)))

    return ValueType(f"{one.name}, or a list of these", parse, one.example)


def is_here(url: str) -> bool:
    """Return whether an address is on this machine."""
    return is_loopback(host_of(url).partition(":")[0])


def smtp_parts(given: str) -> tuple[str, int, bool]:
    """Return the host and the port of a mail server, and whether TLS is there from the start."""
    scheme, separator, rest = given.partition("://")
    scheme = scheme.lower() if separator else "smtp"
    host, _, port = (rest if separator else given).rstrip("/").partition(":")
    return host, int(port or _SMTP_PORTS[scheme]), scheme == "smtps"


def _mail_address(value: object) -> str:
    address: str = text.parse(value).strip()
    if not (is_email(address) and address.isascii()):
        raise ValueError(f"{brief(value)} is not a mail address such as desk@example.com")
    return address


def _secret(value: object) -> tuple[str, str]:
    """Return where a secret is: what kind of place, and its name or path."""
    source, _, place = value.strip().partition(":") if isinstance(value, str) else ("", "", "")
    if source.lower() not in SECRET_SOURCES:
        raise KnownFixError("must say where the secret is, not the secret itself", _WHERE)
    if source.lower() == "env":
        if not (place.isascii() and place.replace("_", "x").isalnum()) or place[0].isdigit():
            raise KnownFixError("is not the name of an environment variable", _WHERE)
    elif not place.startswith(("/", "~")) or not place.isprintable():
        fix = 'write the whole path: "file:/etc/slt/token", or "file:~/token"'
        raise KnownFixError("the path of the file must be absolute", fix)
    return source.lower(), place


def _address(what: str) -> Callable[[Any], str | tuple[str, str]]:
    def parse(value: object) -> str | tuple[str, str]:
        given = value.strip() if isinstance(value, str) else ""
        if given.lower().startswith(("env:", "file:")):
            return _secret(given)
        if not is_url(given):
            fix = f'write "https://...", or where {what} is: "env:NAME" or "file:/PATH"'
            raise KnownFixError("is not an address that begins with https://", fix)
        if not given.isascii():
            fix = "write the host as xn--..., and what follows with %: browsers copy it so"
            raise KnownFixError("is an address with characters other than ASCII", fix)
        return given

    return parse


def _heartbeat(value: object) -> str | tuple[str, str]:
    if value == "":
        return ""
    given = _address("it")(value)
    if isinstance(given, str) and not given.lower().startswith("https:") and not is_here(given):
        fix = "write the address with https://: what is called over http can be seen by others"
        raise KnownFixError("is an address without encryption", fix)
    return given


def _smtp(value: object) -> str:
    given: str = text.parse(value).strip()
    if "@" in given:
        fix = 'write smtp = "mail.example.com:587", and user and password as keys of their own'
        raise KnownFixError("must be a mail server alone, without a login", fix)
    scheme, separator, rest = given.partition("://")
    if (separator and scheme.lower() not in _SMTP_PORTS) or not is_url(
        f"http://{(rest if separator else given).rstrip('/')}"
    ):
        raise ValueError(f"{brief(value)} is not a mail server such as mail.example.com:587")
    if smtp_parts(given)[0].isdigit():
        raise ValueError(f"{brief(value)} has no mail server, only a number")
    if "/" in (rest if separator else given).rstrip("/"):
        raise ValueError(f"{brief(value)} has a path, which no mail server has")
    return given


def _command(value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not value:
        raise ValueError(
            'must be a list of a program and its arguments, such as ["ntfy", "publish"]'
        )
    if (
        not all(isinstance(part, str) and "\0" not in part for part in value)
        or not value[0].strip()
    ):
        raise ValueError("must have texts only, and a program first")
    return tuple(value)


def _quiet(value: object) -> tuple[Interval, ...]:
    intervals: tuple[Interval, ...] = hours.parse(value)
    if not intervals:
        raise ValueError(f"{brief(value)} does not say when it is quiet")
    if intervals[-1].closes - DAY_SECONDS > intervals[0].opens:
        raise ValueError(f"{intervals[-1]} and {intervals[0]} overlap")
    if sum(closes - opens for opens, closes in intervals) >= DAY_SECONDS:
        raise ValueError(f"{brief(value)} leaves no time that is not quiet")
    return intervals


def _moment(value: object) -> Any:  # noqa: ANN401 - loaded only where there are notices
    from slt_cli.domain.notice_moments import parse_moment  # noqa: PLC0415 - most have no notices

    if len(given := text.parse(value)) > _LONGEST_MOMENT:
        raise ValueError(f"{brief(value)} is too long")
    return parse_moment(given)


def _owner(value: object) -> str:
    owner: str = name.parse(value)
    if folded(owner) == ME:
        fix = 'write the name of the owner, or "none" for cases without one'
        raise KnownFixError(f"{brief(value)} is nobody here: no one asks for a notice", fix)
    return owner


mail_address = ValueType("mail address", _mail_address, '"desk@example.com"')
mail_addresses = one_or_several(mail_address)
secret = ValueType("secret", _secret, '"env:SLT_MAIL_PASSWORD"')
webhook_url = ValueType("address or secret", _address("the address"), '"env:SLACK_URL"')
heartbeat = ValueType("address or secret", _heartbeat, '"https://example.com/ping"')
smtp = ValueType("mail server", _smtp, '"mail.example.com:587"')
command = ValueType("program and its arguments", _command, '["ntfy", "publish", "desk"]')
quiet = ValueType("hours of a day", _quiet, '"22:00-07:00"')
moments = one_or_several(ValueType("moment", _moment, '["75%", "due"]'))
owners = one_or_several(ValueType("name", _owner, '"none"'))
names = one_or_several(name)
names_or_none = one_or_several(name, or_none=True)
