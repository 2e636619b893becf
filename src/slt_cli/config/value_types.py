"""Types of configured values: each parses a TOML value, or raises ValueError with what is wrong.

The file and the key are added where a type is used.
"""

from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from slt_cli.config import contact_formats
from slt_cli.config.display import brief
from slt_cli.domain.calendar.duration import parse_duration
from slt_cli.domain.calendar.hours import Interval, parse_intervals
from slt_cli.domain.owners import stands_for_another
from slt_cli.domain.standing import Warn
from slt_cli.output.text import is_visible

_FIRST_YEAR, _LAST_YEAR = 1900, 9900
_LONGEST_FIGURE = 40
_LONGEST_PREFIX = 20


class ValueType(NamedTuple):
    """A type of value: its name in the documentation, its parser, and an example in TOML."""

    name: str
    parse: Callable[[Any], Any]
    example: str

    def takes(self, value: object) -> bool:
        """Return whether a value is of this type."""
        try:
            self.parse(value)
        except ValueError:
            return False
        return True


def choice(*allowed: str) -> ValueType:
    """Return a type that takes one of these words, in upper or lower case."""
    words = " or ".join(f'"{word}"' for word in allowed)

    def parse(value: object) -> str:
        given = _text(value).strip().casefold()
        if given not in allowed:
            raise ValueError(f"must be {words}, not {brief(value)}")
        return given

    return ValueType(words, parse, f'"{allowed[0]}"')


def choices(*allowed: str) -> ValueType:
    """Return a type that takes one of these words, or a list of at least one of them."""
    one = choice(*allowed)

    def parse(value: object) -> tuple[str, ...]:
        given = value if isinstance(value, list) else [value]
        if not given:
            raise ValueError(f"must not be an empty list: name at least one of {one.name}")
        return tuple(dict.fromkeys(map(one.parse, given)))

    return ValueType(f"{one.name}, or a list of these", parse, one.example)


def _any_text(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError(f"must be text in quotes, not {brief(value)}")  # noqa: TRY004
    return value


def _text(value: object) -> str:
    text = _any_text(value)
    if not text.strip():
        raise ValueError("must not be empty")
    return text


def _short(value: object) -> str:
    if len(_text(value)) > _LONGEST_FIGURE:
        raise ValueError(f"{brief(value)} is too long")
    return str(value)


def _texts(value: object) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise ValueError(f'must be a list such as ["a", "b"], not {brief(value)}')  # noqa: TRY004
    return tuple(_text(item) for item in value)


def _name(value: object) -> str:
    if not is_visible(_text(value)):
        raise ValueError(f"{brief(value)} has invisible characters")
    return str(value).strip()


def _own_name(value: object) -> str:
    name = _name(value)
    if stands_for_another(name):
        raise ValueError(f"{brief(value)} cannot be a name: as an owner it stands for another one")
    return name


def _names(value: object) -> tuple[str, ...]:
    return tuple(map(_name, _texts(value)))


def _flag(value: object) -> bool:
    if not isinstance(value, bool):
        raise ValueError(f"must be true or false, not {brief(value)}")  # noqa: TRY004
    return value


def _duration(value: object) -> int:
    seconds = parse_duration(_short(value))
    if seconds == 0:
        raise ValueError(f"{brief(value)} must be longer than zero")
    return seconds


def _duration_or_false(value: object) -> int | None:
    return None if value is False else _duration(value)


def _warn(value: object) -> Warn:
    share, sign, rest = _short(value).strip().partition("%")
    share = share.rstrip()
    if not sign or rest or not (share.isdecimal() and share.isascii()):
        return Warn(seconds=_duration(value))
    if not 0 < int(share) <= 100:
        raise ValueError(f"{brief(value)} must be between 1% and 100%")
    return Warn(percent=int(share))


def _zone(value: object) -> ZoneInfo:
    name = _text(value)
    zone = None
    with suppress(OSError, ValueError, LookupError):
        zone = ZoneInfo(name)
    if zone is not None and "/" in name and not name.startswith(("right/", "posix/")):
        return zone
    from slt_cli.config.zone_names import usable_zone  # noqa: PLC0415 - rarely needed

    return usable_zone(name, zone)


def _zone_or_region(value: object) -> ZoneInfo | str:
    is_region = isinstance(value, str) and value.strip().casefold() == "region"
    return "region" if is_region else _zone(value)


def _hours(value: object) -> tuple[Interval, ...]:
    texts = _texts(value) if isinstance(value, list) else [_text(value)]
    return parse_intervals([_short(interval) for interval in texts])


def _day(value: object) -> date:
    if isinstance(value, str):
        try:
            value = date.fromisoformat(value)
        except ValueError:
            raise ValueError(f"{brief(value)} is not a date such as 2026-12-25") from None
    if not isinstance(value, date) or isinstance(value, datetime):
        raise ValueError(f"must be a date such as 2026-12-25, not {brief(value)}")  # noqa: TRY004
    if not _FIRST_YEAR <= value.year <= _LAST_YEAR:
        raise ValueError(f"{value} is outside the years {_FIRST_YEAR} to {_LAST_YEAR}")
    return value


def _prefix(value: object) -> str:
    prefix = _text(value)
    is_word = prefix.isascii() and prefix.replace("_", "x").isalnum() and prefix[0].isalpha()
    if not is_word or len(prefix) > _LONGEST_PREFIX:
        form = f"a letter followed by letters, digits or _, {_LONGEST_PREFIX} at most"
        raise ValueError(f"{brief(value)} must be {form}")
    return prefix


def _text_that(accepts: Callable[[str], bool], form: str) -> Callable[[Any], str]:
    """Return a parser of texts that pass a test; its error names the right form."""

    def parse(value: object) -> str:
        if not accepts(_text(value)):
            raise ValueError(f"{brief(value)} is not {form}")
        return str(value)

    return parse


text = ValueType("text", _text, '"some text"')
any_text = ValueType("text, or empty", _any_text, '"text"')
texts = ValueType("list of texts", _texts, '["one", "another"]')
name = ValueType("name", _name, '"a name"')
own_name = ValueType("name", _own_name, '"desk-1"')
names = ValueType("list of names", _names, '["one", "another"]')
flag = ValueType("true or false", _flag, "true")
duration = ValueType("duration", _duration, '"1h30m"')
duration_or_false = ValueType("duration or false", _duration_or_false, '"4h"')
warn = ValueType("percentage or duration", _warn, '"25%"')
zone = ValueType("time zone", _zone, '"Europe/London"')
zone_or_region = ValueType('time zone or "region"', _zone_or_region, '"Europe/London"')
hours = ValueType("hours", _hours, '"08:00-18:00"')
day = ValueType("date", _day, "2026-12-25")
prefix = ValueType("case prefix", _prefix, '"CASE"')
phone = ValueType(
    "phone number",
    _text_that(contact_formats.is_phone, "a phone number such as +44 20 7946 0000"),
    '"+44 20 7946 0000"',
)
url = ValueType(
    "URL",
    _text_that(contact_formats.is_url, "an address such as https://example.com"),
    '"https://example.com"',
)
