"""Find the lengths, opening hours and dates that a text may have meant.

It is loaded for a fault alone.
"""

import re
from calendar import monthrange
from collections.abc import Sequence
from contextlib import suppress
from datetime import date

from slt_cli.domain.calendar.hours import DAY_SECONDS, Interval, parse_interval
from slt_cli.domain.calendar.instant import MONTHS

_UNITS = {"s": 1, "m": 60, "h": 3600, "d": DAY_SECONDS, "w": 7 * DAY_SECONDS}
_UNIT_WORDS = re.compile(r"s|secs?|seconds?|m|mins?|minutes?|h|hrs?|hours?|d|days?|w|wks?|weeks?")
_NUMBERS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_AMOUNT = re.compile(r"(\d+)(?:[.,](\d+))?\s*(?:(?:business|working|support)[\s-]*)?([a-z]*)")
_BUSINESS_DAYS = re.compile(
    r"(\d{1,4})(?:[.,](\d{1,6}))?[\s-]*(?:bds?|(?:business|working)[\s-]*days?)[\s_-]*(end)?"
)
_LONGEST_DAYS = 3660
_ALL_DAY = ("24/7", "24x7", "24h", "24 hours", "always", "all day", "open")
_NEVER = ("none", "no", "never", "off", "-")
_TIME = re.compile(r"(\d{1,2})(?:[:.h](\d{2}))?\s*([ap])?\.?(?:m\.?)?")


def share(text: str) -> str:
    """Return a share of the target: 25 and 0.25 are 25%; what is too much or too little is cut."""
    found = re.match(r"(\d{1,9})(?:[.,](\d{1,2})\d*)?\s*(%|percent|$)", text)
    if found is None:
        return ""
    is_fraction = found[2] and int(found[1]) == 0 and not found[3]
    share = int(found[2].ljust(2, "0")) if is_fraction else int(found[1])
    return f"{max(1, min(share, 100))}%"


def durations(text: str) -> list[str]:
    """Return the durations that a text may have meant; two for a number without a unit."""
    text = text.strip().lower()
    if re.fullmatch(r"\d{1,6}", text):
        return [f"{int(text)}m", f"{int(text)}h"]
    if found := re.fullmatch(r"(\d{1,4}):(\d{2})(?::\d{2})?", text):
        return _as_duration(int(found[1]) * 3600 + int(found[2]) * 60)
    if found := re.fullmatch(r"p(?:(\d{1,4})d)?t?(?:(\d{1,4})h)?(?:(\d{1,4})m)?", text):
        amounts = zip(found.groups("0"), ("d", "h", "m"), strict=True)
        return _as_duration(sum(int(amount) * _UNITS[unit] for amount, unit in amounts))
    for number, word in enumerate(_NUMBERS):
        text = re.sub(rf"\b{word}\b", str(number), text)
    text = re.sub(r"\b(?:an?)\b", "1", text)
    if days := business_days(text):
        return [days]
    seconds, unit = 0, ""
    for whole, part, word in _AMOUNT.findall(text):
        smaller = {"d": "h", "h": "m", "m": "s"}.get(unit, "")
        unit = word[:1] if _UNIT_WORDS.fullmatch(word) else ("" if word else smaller)
        if not unit:
            return []
        seconds += int(whole[:12]) * _UNITS[unit]
        seconds += int(part[:6] or 0) * _UNITS[unit] // 10 ** len(part[:6])
    rest = re.sub(r"\band\b|[\s,.;-]", "", _AMOUNT.sub("", text))
    return [] if rest else _as_duration(seconds)


def business_days(text: str) -> str:
    """Return the length in business days that a text may have meant; empty for any other text."""
    if text in ("eod", "cob", "end of day", "close of business", "end of business day"):
        return "1bd-end"
    text = re.sub(r"^(?:the )?(?:end|close) of (.*)", r"\1 end", text)
    text = re.sub(r"^(?:the )?next\b", "1", text)
    found = _BUSINESS_DAYS.fullmatch(text)
    if found is None:
        return ""
    days = int(found[1]) + bool(int(found[2] or 0))
    return f"{max(1, days)}bd{'-end' if found[3] else ''}"


def _as_duration(seconds: int) -> list[str]:
    if seconds > _LONGEST_DAYS * DAY_SECONDS:
        return [f"{_LONGEST_DAYS}d"]
    units = ("d",) if seconds % DAY_SECONDS == 0 else ("h", "m", "s")
    written = ""
    for unit in units:
        amount, seconds = divmod(seconds, _UNITS[unit])
        written += f"{amount}{unit}" if amount else ""
    return [written] if written else []


def hours(text: str) -> list[str | list[str]]:
    """Return the opening hours that a text may have meant: `9-17`, `9am to 5pm`, `24/7`."""
    text = text.lower()
    if text in _ALL_DAY:
        return ["00:00-24:00"]
    if text in _NEVER:
        return ["closed"]
    return joined_hours(re.split(r"\s*(?:,|;|&|\band\b)\s*", text))


def joined_hours(texts: Sequence[str]) -> list[str | list[str]]:
    """Return opening hours with what overlaps joined, as a text or a list; nothing if unreadable.

    What says `closed` beside other hours is left out.
    """
    intervals: list[Interval] = []
    for text in texts:
        if text.strip().lower() == "closed":
            continue
        ends = re.split(r"\s*(?:-|–|—|\bto\b|\buntil\b)\s*", text.strip().lower())  # noqa: RUF001
        times = [_time(end, is_end=number > 0) for number, end in enumerate(ends)]
        if len(times) != 2 or None in times:
            return []
        interval = _in_the_afternoon(ends, parse_interval("-".join(filter(None, times))))
        intervals.append(interval)
    joined: list[Interval] = []
    for interval in sorted(intervals):
        if joined and interval.opens <= joined[-1].closes:
            closes = max(joined[-1].closes, interval.closes)
            joined[-1] = Interval(joined[-1].opens, min(closes, joined[-1].opens + DAY_SECONDS))
        else:
            joined.append(interval)
    written = [*map(str, joined)]
    return [written[0]] if len(written) == 1 else [written] * bool(written)


def _in_the_afternoon(ends: Sequence[str], interval: Interval) -> Interval:
    """Return `9-5` as 09:00-17:00: the end of hours that no one would write for a night."""
    is_plain = all(re.fullmatch(r"\d{1,2}(?:[:.]\d{2})?", end) and len(end) < 5 for end in ends)
    opens, closes = interval
    if is_plain and opens <= DAY_SECONDS // 2 and DAY_SECONDS < closes <= DAY_SECONDS * 3 // 2:
        return Interval(opens, closes - DAY_SECONDS // 2)
    return interval


def _time(text: str, *, is_end: bool) -> str | None:
    found = _TIME.fullmatch(text)
    if found is None:
        return None
    hour, minute = int(found[1]), int(found[2] or 0)
    if found[3]:
        hour = hour % 12 + (12 if found[3] == "p" else 0)
    minutes = hour * 60 + minute
    minutes = min(minutes, 1440) if is_end else minutes % 1440
    return f"{minutes // 60:02}:{minutes % 60:02}"


def month_days(text: str) -> list[str]:
    """Return the yearly dates that a text may have meant; two for a day that its month lacks."""
    numbers = [int(number[:6]) for number in re.findall(r"\d+", text)]
    month, day = numbers[-2:] if len(numbers) in (2, 3) else (0, 0)
    if month > 12 >= day:
        month, day = day, month
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return []
    last = monthrange(2000, month)[1]
    if day <= last:
        return [f"{month:02}-{day:02}"]
    return [f"{month:02}-{last}", f"{month + 1:02}-01"]


def dates(text: str) -> list[date]:
    """Return the dates that a text may have meant; two if day and month may be exchanged."""
    numbers = [int(number[:6]) for number in re.findall(r"\d+", text.partition("T")[0])]
    names = [word[:3].title() for word in re.findall(r"[a-z]{3,}", text.lower())]
    months = [MONTHS.index(name) + 1 for name in names if name in MONTHS]
    if months and len(numbers) == 2:
        day, year = sorted(numbers)
        orders = [(year, months[0], day)]
    elif len(numbers) >= 3 and numbers[0] > 31:
        orders = [(numbers[0], numbers[1], numbers[2])]
    elif len(numbers) >= 3:
        first, second, year = numbers[:3]
        orders = [(year, second, first)]
        orders += [(year, first, second)] if "." not in text else []
    else:
        return []
    found = []
    for year, month, day in orders:
        with suppress(ValueError):
            found.append(date(year, month, day))
    return found
