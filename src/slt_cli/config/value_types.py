"""What a configured value may be: each kind checks a TOML value and returns it parsed.

A kind raises ValueError with what is wrong; whoever calls it knows the file and the key.
"""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from slt_cli.config import contact_formats
from slt_cli.domain.calendar.duration import parse_duration
from slt_cli.domain.calendar.hours import Interval, parse_intervals
from slt_cli.domain.standing import Warn

_FIRST_YEAR, _LAST_YEAR = 1900, 9900
_LONGEST_FIGURE = 40
_LONGEST_PREFIX = 20


class Kind:
    """Hold what people call a kind of value, how one is read, and an example as TOML writes it."""

    __slots__ = ("example", "name", "read")

    def __init__(self, name: str, read: Callable[[Any], Any], example: str) -> None:
        self.name = name
        self.read = read
        self.example = example

    def __call__(self, value: object) -> Any:  # noqa: ANN401 - each kind has its own type
        """Return the value parsed; raises ValueError where it is not of this kind."""
        return self.read(value)


def choice(*allowed: str) -> Kind:
    """Make a kind that takes one of these words."""
    words = " or ".join(f'"{word}"' for word in allowed)

    def read(value: object) -> str:
        if _text(value) not in allowed:
            raise ValueError(f"must be {words}, not {_shown(value)}")
        return str(value)

    return Kind(words, read, f'"{allowed[0]}"')


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError(f"must be a text in quotes, not {_shown(value)}")  # noqa: TRY004
    if not value.strip():
        raise ValueError("must not be empty")
    return value


def _short(value: object) -> str:
    if len(_text(value)) > _LONGEST_FIGURE:
        raise ValueError(f"{_shown(value)} is too long")
    return str(value)


def _texts(value: object) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise ValueError(f'must be a list such as ["a", "b"], not {_shown(value)}')  # noqa: TRY004
    return tuple(_text(item) for item in value)


def _name(value: object) -> str:
    if not _text(value).isprintable():
        raise ValueError(f"{_shown(value)} has characters that cannot be seen")
    return str(value).strip()


def _names(value: object) -> tuple[str, ...]:
    return tuple(map(_name, _texts(value)))


def _flag(value: object) -> bool:
    if not isinstance(value, bool):
        raise ValueError(f"must be true or false, not {_shown(value)}")  # noqa: TRY004
    return value


def _duration(value: object) -> int:
    seconds = parse_duration(_short(value))
    if seconds == 0:
        raise ValueError(f"{_shown(value)} must be longer than nothing")
    return seconds


def _warn(value: object) -> Warn:
    share, sign, rest = _short(value).strip().partition("%")
    share = share.rstrip()
    if not sign or rest or not (share.isdecimal() and share.isascii()):
        return Warn(seconds=_duration(value))
    if not 0 < int(share) <= 100:
        raise ValueError(f"{_shown(value)} must lie between 1% and 100%")
    return Warn(percent=int(share))


def _zone(value: object) -> ZoneInfo:
    name = _text(value)
    try:
        return ZoneInfo(name)
    except (OSError, ValueError, LookupError):
        from slt_cli.config.zone_names import (  # noqa: PLC0415 - walk the whole database
            NoZoneDataError,
            has_tzdata,
            nearest_zone,
        )

        hint = nearest_zone(name)
        if not hint and not has_tzdata():
            raise NoZoneDataError(f"this machine has no data of the zone {_shown(value)}") from None
        raise ValueError(f"unknown time zone {_shown(value)}{hint}") from None


def _hours(value: object) -> tuple[Interval, ...]:
    texts = _texts(value) if isinstance(value, list) else [_text(value)]
    return parse_intervals([_short(interval) for interval in texts])


def _day(value: object) -> date:
    if isinstance(value, str):
        try:
            value = date.fromisoformat(value)
        except ValueError:
            raise ValueError(f"{_shown(value)} is not a date such as 2026-12-25") from None
    if not isinstance(value, date) or isinstance(value, datetime):
        raise ValueError(f"must be a date such as 2026-12-25, not {_shown(value)}")  # noqa: TRY004
    if not _FIRST_YEAR <= value.year <= _LAST_YEAR:
        raise ValueError(f"{value} lies outside the years {_FIRST_YEAR} to {_LAST_YEAR}")
    return value


def _prefix(value: object) -> str:
    prefix = _text(value)
    is_word = prefix.isascii() and prefix.replace("_", "x").isalnum() and prefix[0].isalpha()
    if not is_word or len(prefix) > _LONGEST_PREFIX:
        form = f"a letter followed by letters, digits or _, {_LONGEST_PREFIX} at most"
        raise ValueError(f"{_shown(value)} must be {form}")
    return prefix


def _made_of(accepts: Callable[[str], bool], form: str) -> Callable[[Any], str]:
    """Return how a text is read that some test accepts, or that is told its right form."""

    def read(value: object) -> str:
        if not accepts(_text(value)):
            raise ValueError(f"{_shown(value)} is not {form}")
        return str(value)

    return read


def _shown(value: object) -> str:
    from slt_cli.config.display import brief  # noqa: PLC0415 - only for a fault

    return brief(value)


text = Kind("text", _text, '"a text"')
texts = Kind("list of texts", _texts, '["one", "another"]')
name = Kind("name", _name, '"a name"')
names = Kind("list of names", _names, '["one", "another"]')
flag = Kind("true or false", _flag, "true")
duration = Kind("duration", _duration, '"1h30m"')
warn = Kind("percentage or duration", _warn, '"25%"')
zone = Kind("time zone", _zone, '"Europe/London"')
hours = Kind("hours", _hours, '"08:00-18:00"')
day = Kind("date", _day, "2026-12-25")
prefix = Kind("case prefix", _prefix, '"CASE"')
phone = Kind(
    "phone number",
    _made_of(contact_formats.is_phone, "a phone number such as +44 20 7946 0000"),
    '"+44 20 7946 0000"',
)
url = Kind(
    "URL",
    _made_of(contact_formats.is_url, "an address such as https://example.com"),
    '"https://example.com"',
)
