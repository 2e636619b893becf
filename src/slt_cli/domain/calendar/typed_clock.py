"""The time of day in a text that somebody typed: 17:30, 9:05, 9am, 9:30pm, noon."""

import re
from datetime import time

from slt_cli.domain.calendar import UnreadableTimeError

NOON, MIDNIGHT = "noon", "midnight"

_CLOCK = r"(\d+)(?::(\d+))?(?::(\d+)(?:[.,]\d+)?)?([ap]m)?(?![\d:.,])(.*)"
_NOON_HOUR, _HOURS, _SIXTY, _TWO_DIGITS, _FOUR_DIGITS = 12, 24, 60, 2, 4


def is_clock(word: str) -> bool:
    """Return whether a word is meant as a time of day: it may still be one that does not exist."""
    if word in (NOON, MIDNIGHT):
        return True
    return re.match(r"\d+(:\d|(:\d+)*[ap]m)", word, re.ASCII) is not None


def clock_of(word: str) -> tuple[time, str]:
    """Return the time of day in a word, and what follows it, such as `Z`.

    Raises UnreadableTimeError, whose fixes are times of day.
    """
    if word == NOON:
        return time(_NOON_HOUR), ""
    if word == MIDNIGHT:
        raise UnreadableTimeError(
            "midnight can be the start or the end of a day", "today 0:00", "tomorrow 0:00"
        )
    found = re.fullmatch(_CLOCK, word, re.ASCII)
    if found is None:
        raise UnreadableTimeError(f"{word!r} is not a time of day", "17:30")
    hours, minutes, seconds, half, rest = found.groups()
    minutes, seconds = minutes or "00", seconds or "00"
    for unit, digits in (("minutes", minutes), ("seconds", seconds)):
        if len(digits) != _TWO_DIGITS:
            ways = (f"{hours}:{digits:0>2}", f"{hours}:{digits:0<2}") if unit == "minutes" else ()
            raise UnreadableTimeError(f"the {unit} in {word!r} do not have two digits", *ways)
        if int(digits) >= _SIXTY:
            last = f"{hours}:59" if unit == "minutes" else f"{hours}:{minutes}:59"
            problem = f"{unit} go from 0 to 59, not to {digits}"
            raise UnreadableTimeError(problem, f"{last}{half or ''}{rest}")
    hour = _hour(int(hours), minutes, half) if half else int(hours)
    if hour >= _HOURS:
        problem = f"the hours of a day go from 0 to 23, not to {hour}"
        raise UnreadableTimeError(problem, f"23:59{rest}")
    return time(hour, int(minutes), int(seconds)), rest


def _hour(hour: int, minutes: str, half: str) -> int:
    """Return the hour from 0 to 23 of one with am or pm."""
    if not 1 <= hour <= _NOON_HOUR:
        problem = f"hours with {half} go from 1 to 12, not to {hour}"
        raise UnreadableTimeError(problem, f"{hour}:{minutes}")
    if hour == _NOON_HOUR and minutes == "00":
        problem = f"12{half} can be noon or midnight: write 12:00 or 0:00"
        raise UnreadableTimeError(problem, "12:00", "0:00")
    return hour % _NOON_HOUR + (_NOON_HOUR if half == "pm" else 0)


def clocks_in_digits(digits: str) -> tuple[str, ...]:
    """Return the times of day that digits without a colon may mean."""
    if len(digits) == _FOUR_DIGITS:
        return (f"{digits[:2]}:{digits[2:]}",)
    if len(digits) > _TWO_DIGITS:
        return ()
    return tuple(f"{hour}:00" for hour in (int(digits), int(digits) + _NOON_HOUR))
