"""Durations in whole seconds: parsed from what people write, formatted for people to read."""

import re

_UNITS = {"d": 86400, "h": 3600, "m": 60, "s": 1}
_SHAPE = r"(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?"
_LONGEST = 10 * 366 * 86400
_WRITTEN_OUT = (  # for a text that is not in the short form
    r"(?:(\d+)\s*(?:d|days?)(?![a-z])\s*)?"
    r"(?:(\d+)\s*(?:h|hrs?|hours?)(?![a-z])\s*)?"
    r"(?:(\d+)\s*(?:m|mins?|minutes?)(?![a-z])\s*)?"
    r"(?:(\d+)\s*(?:s|secs?|seconds?)(?![a-z])\s*)?"
)


def parse_duration(text: str) -> int:
    """Return the seconds in a text such as `90s`, `1h30m`, `2d`, `1 hour` or `90 min`.

    Raises ValueError for anything else, for an empty text, and for more than ten years.
    """
    given = text.strip().lower()
    found = re.fullmatch(_SHAPE, given, re.ASCII) or re.fullmatch(_WRITTEN_OUT, given, re.ASCII)
    if found is None or not any(found.groups()):
        raise ValueError(f"{text!r} is not a duration such as 90s, 30m, 1h30m or 2d")
    amounts = zip(found.groups(default="0"), _UNITS.values(), strict=True)
    seconds = sum(int(amount.lstrip("0")[:12] or 0) * unit for amount, unit in amounts)
    if seconds > _LONGEST:
        raise ValueError(f"{text!r} is longer than ten years")
    return seconds


def format_duration(seconds: int) -> str:
    """Return a text such as `1 h 30 min`: hours and minutes, or seconds below one minute.

    It is rounded down, so that it never shows more time than there is.
    """
    if seconds < 60:
        return f"{seconds} s"
    hours, minutes = divmod(seconds // 60, 60)
    parts = [f"{hours} h"] if hours else []
    parts += [f"{minutes} min"] if minutes else []
    return " ".join(parts)


def compact_duration(seconds: int) -> str:
    """Return a length as it is written in the configuration, such as `1h30m`."""
    parts = []
    for unit, length in _UNITS.items():
        amount, seconds = divmod(seconds, length) if unit != "d" else (0, seconds)
        parts += [f"{amount}{unit}"] if amount else []
    return "".join(parts) or "0s"
