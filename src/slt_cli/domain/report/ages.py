"""How old open cases are, in days."""

from bisect import bisect_left
from collections.abc import Iterable
from datetime import datetime

AGES = (1, 3, 7)
"""The days up to which each group of ages goes; the last group has what is older."""

_DAY = 86400


def count_ages(opened: Iterable[datetime], now: datetime) -> list[int]:
    """Return how many cases are in each group of ages, from when each was opened.

    A day is 24 hours: a case is in the first group until it is a day old.
    """
    counts = [0] * (len(AGES) + 1)
    for each in opened:
        seconds = (now - each).total_seconds()
        counts[bisect_left(AGES, seconds / _DAY)] += 1
    return counts
