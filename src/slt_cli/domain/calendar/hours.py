"""Weekly opening hours: parsed from `mon-fri = "05:00-18:00"`, shown as `Mon-Fri 05:00-18:00`."""

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from slt_cli.domain.calendar.instant import DAYS

DAY_SECONDS = 86400
_INTERVAL = r"(\d{2}):(\d{2})\s*-\s*(\d{2}):(\d{2})"


class Interval(NamedTuple):
    """One stretch of opening hours, in seconds after the local midnight of the day it starts.

    `closes` is more than 86,400 if the interval ends on the next day. Half-open: [opens, closes).
    """

    opens: int
    closes: int

    def __str__(self) -> str:
        """Return the interval as `05:00-18:00`."""
        closes = self.closes if self.closes <= DAY_SECONDS else self.closes - DAY_SECONDS
        return f"{_clock(self.opens)}-{_clock(closes)}"


Week = tuple[tuple[Interval, ...], ...]
"""Seven days from Monday, each with its intervals in order."""


def parse_interval(text: str) -> Interval:
    """Return the interval in a text such as `05:00-18:00`, `22:00-06:00` or `00:00-24:00`.

    An interval whose end is not after its start ends on the next day. Raises ValueError for any
    other text.
    """
    found = re.fullmatch(_INTERVAL, text.strip(), re.ASCII)
    if found is None:
        raise ValueError(f"{text!r} is not an interval such as 05:00-18:00")
    start_hour, start_minute, end_hour, end_minute = map(int, found.groups())
    opens = start_hour * 3600 + start_minute * 60
    closes = end_hour * 3600 + end_minute * 60
    if max(start_minute, end_minute) > 59 or opens >= DAY_SECONDS or closes > DAY_SECONDS:
        raise ValueError(f"{text!r} has a time outside 00:00 to 24:00")
    return Interval(opens, closes if closes > opens else closes + DAY_SECONDS)


def parse_intervals(texts: Sequence[str]) -> tuple[Interval, ...]:
    """Return a day's intervals in order; `closed` alone means none.

    Raises ValueError for a malformed interval and for intervals that overlap.
    """
    if [text.strip().lower() for text in texts] == ["closed"]:
        return ()
    intervals = sorted(parse_interval(text) for text in texts)
    for earlier, later in pairwise(intervals):
        if later.opens < earlier.closes:
            raise ValueError(f"{earlier} and {later} overlap")
    return tuple(intervals)


def parse_days(text: str) -> tuple[int, ...]:
    """Return the weekdays (Monday is 0) in a text such as `mon`, `mon-fri` or `fri-mon`.

    Raises ValueError for anything else.
    """
    names = [day.lower() for day in DAYS]
    ends = text.strip().lower().split("-")
    if len(ends) > 2 or not all(end in names for end in ends):
        raise ValueError(f"{text!r} is not a day such as mon, or days such as mon-fri")
    first, last = names.index(ends[0]), names.index(ends[-1])
    return tuple((first + step) % 7 for step in range((last - first) % 7 + 1))


def week_of(hours: Mapping[str, tuple[Interval, ...]]) -> Week:
    """Return the week that is described by hours for days such as `mon-fri`; all others are closed.

    Raises ValueError for an unknown day.
    """
    week: list[tuple[Interval, ...]] = [()] * 7
    for days, intervals in hours.items():
        for number in parse_days(days):
            week[number] = intervals
    return tuple(week)


def format_week(week: Week) -> str:
    """Return opening hours as `Mon-Thu 09:00-17:00, Fri 09:00-12:00`, without closed days."""
    runs: list[tuple[int, int]] = []
    for day, intervals in enumerate(week):
        if runs and week[runs[-1][0]] == intervals:
            runs[-1] = (runs[-1][0], day)
        else:
            runs.append((day, day))
    return ", ".join(
        f"{DAYS[first] if first == last else f'{DAYS[first]}-{DAYS[last]}'} "
        + " and ".join(map(str, week[first]))
        for first, last in runs
        if week[first]
    )


def _clock(seconds: int) -> str:
    return f"{seconds // 3600:02}:{seconds % 3600 // 60:02}"
