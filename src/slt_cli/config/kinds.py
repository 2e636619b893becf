"""What a configured value may be: each kind checks a TOML value and returns it parsed.

A kind raises ValueError with what is wrong; whoever calls it knows the file and the key.
"""

import re
from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from slt_cli.domain.duration import parse_duration
from slt_cli.domain.hours import Interval, parse_intervals
from slt_cli.domain.standing import Warn
from slt_cli.errors import did_you_mean

Kind = Callable[[Any], Any]

_PREFIX = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,19}")
_PERCENT = re.compile(r"(\d{1,3})\s*%", re.ASCII)


def text(value: object) -> str:
    """Take a text that is not blank."""
    if not isinstance(value, str):
        raise ValueError(f"must be a text in quotes, not {_shown(value)}")  # noqa: TRY004
    if not value.strip():
        raise ValueError("must not be empty")
    return value


def texts(value: object) -> tuple[str, ...]:
    """Take a list of texts."""
    if not isinstance(value, list):
        raise ValueError(f'must be a list such as ["a", "b"], not {_shown(value)}')  # noqa: TRY004
    return tuple(text(item) for item in value)


def weights(value: object) -> tuple[float, ...]:
    """Take one number for each of the three severities."""
    numbers = value if isinstance(value, list) else []
    if len(numbers) != 3 or not all(type(number) in (int, float) for number in numbers):
        raise ValueError(f"must be a list of three numbers, not {_shown(value)}")
    return tuple(map(float, numbers))


def flag(value: object) -> bool:
    """Take true or false."""
    if not isinstance(value, bool):
        raise ValueError(f"must be true or false, not {_shown(value)}")  # noqa: TRY004
    return value


def choice(*allowed: str) -> Kind:
    """Make a kind that takes one of these words."""

    def check(value: object) -> str:
        if text(value) not in allowed:
            raise ValueError(f"must be {_either(allowed)}, not {_shown(value)}")
        return str(value)

    return check


def duration(value: object) -> int:
    """Take a length of time of at least a second; in seconds."""
    seconds = parse_duration(text(value))
    if seconds == 0:
        raise ValueError(f"{value!r} must be longer than nothing")
    return seconds


def warn(value: object) -> Warn:
    """Take a share of the target such as `25%`, or a length of time such as `30m`."""
    percent = _PERCENT.fullmatch(text(value).strip())
    if percent is None:
        return Warn(seconds=duration(value))
    if not 0 < int(percent[1]) <= 100:
        raise ValueError(f"{value!r} must lie between 1% and 100%")
    return Warn(percent=int(percent[1]))


def zone(value: object) -> ZoneInfo:
    """Take the IANA name of a time zone."""
    name = text(value)
    try:
        return ZoneInfo(name)
    except (OSError, ValueError, LookupError):
        from zoneinfo import available_timezones  # noqa: PLC0415 - walks the whole database

        hint = did_you_mean(name, sorted(available_timezones()))
        raise ValueError(
            f"unknown time zone {name!r}; {hint}names are like Europe/London"
        ) from None


def hours(value: object) -> tuple[Interval, ...]:
    """Take a day's opening hours: an interval, a list of intervals, or "closed"."""
    return parse_intervals(texts(value if isinstance(value, list) else [text(value)]))


def day(value: object) -> date:
    """Take a date, as TOML writes it or in quotes."""
    if isinstance(value, str):
        try:
            return date.fromisoformat(value)
        except ValueError:
            raise ValueError(f"{value!r} is not a date such as 2026-12-25") from None
    if not isinstance(value, date) or isinstance(value, datetime):
        raise ValueError(f"must be a date such as 2026-12-25, not {_shown(value)}")  # noqa: TRY004
    return value


def prefix(value: object) -> str:
    """Take what a case id begins with: letters, digits and underscores."""
    if not _PREFIX.fullmatch(text(value)):
        raise ValueError(f"{value!r} must be a letter followed by letters, digits or _")
    return str(value)


def _shown(value: object) -> str:
    return "a table" if isinstance(value, dict) else repr(value)


def _either(words: Sequence[str]) -> str:
    return " or ".join(f'"{word}"' for word in words)
