"""A support clock that is slow and obviously right: it looks at the wall, minute after minute.

It shares nothing with the program. It writes down what a clock on the wall shows at every UTC
minute of a window, and reads rule 1.6 off that list: an interval opens at the first minute that
shows its opening time, closes at the last that shows its closing time, and where no minute shows
it, at the minute at which the wall clock jumped over it. Every modern change of a zone's offset is
on a whole minute, so minutes miss nothing; seconds are counted within them.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import cached_property

MINUTE = timedelta(minutes=1)
DAY_MINUTES = 24 * 60

Hours = Sequence[tuple[int, int]]
"""The intervals of a day, each as seconds from its midnight to opening and to closing."""


class Wall:
    """What a wall clock in a zone shows at each UTC minute of some days."""

    def __init__(self, zone: tzinfo, first: datetime, days: int) -> None:
        self.zone = zone
        self.first = first
        self.shown: list[datetime] = []
        self.minutes_showing: dict[datetime, list[int]] = defaultdict(list)
        for minute in range(days * DAY_MINUTES):
            local = (first + minute * MINUTE).astimezone(zone).replace(tzinfo=None, fold=0)
            self.shown.append(local)
            self.minutes_showing[local].append(minute)

    @property
    def dates(self) -> Iterator[date]:
        """Every date whose intervals, a night after it included, lie inside the window."""
        day = self.shown[0].date() + timedelta(days=1)
        while day <= self.shown[-1].date() - timedelta(days=3):
            yield day
            day += timedelta(days=1)

    @cached_property
    def changes(self) -> list[int]:
        """The minutes at which the wall clock was put forward or back."""
        return [
            minute
            for minute in range(1, len(self.shown))
            if self.shown[minute] - self.shown[minute - 1] != MINUTE
        ]

    def first_minute(self, wall: datetime) -> int:
        return min(self.minutes_showing.get(wall) or [self._jump_over(wall)])

    def last_minute(self, wall: datetime) -> int:
        return max(self.minutes_showing.get(wall) or [self._jump_over(wall)])

    def _jump_over(self, wall: datetime) -> int:
        [jump] = [m for m in self.changes if self.shown[m - 1] < wall < self.shown[m]]
        return jump


class Oracle:
    """Answer for a week and its exceptions, in seconds since the first minute of the window."""

    def __init__(self, wall: Wall, week: Sequence[Hours], exceptions: Mapping[date, Hours]) -> None:
        self.is_open_minute = bytearray(len(wall.shown))
        for day in wall.dates:
            midnight = datetime.combine(day, time())
            for opens, closes in exceptions.get(day, week[day.weekday()]):
                first = wall.first_minute(midnight + timedelta(seconds=opens))
                last = wall.last_minute(midnight + timedelta(seconds=closes))
                for minute in range(first, last):
                    self.is_open_minute[minute] = 1

    def is_open(self, second: int) -> bool:
        return bool(self.is_open_minute[second // 60])

    def next_change(self, second: int) -> int | None:
        """The first later second at which it opens or closes; None when not in the window."""
        minute = self.is_open_minute.find(not self.is_open(second), second // 60)
        return None if minute < 0 else minute * 60

    def spans(self, start: int, end: int) -> list[tuple[int, int]]:
        found = []
        while start < end:
            change = self.next_change(start)
            until = end if change is None else min(change, end)
            if self.is_open(start):
                found.append((start, until))
            start = until
        return found

    def elapsed(self, start: int, end: int) -> int:
        """The open seconds from start to end: minutes counted one by one, cut at both ends."""
        minutes = sum(self.is_open_minute[start // 60 : end // 60])
        return 60 * minutes - start % 60 * self.is_open(start) + end % 60 * self.is_open(end)

    def due(self, start: int, seconds: int) -> int:
        """The earliest second by which so many open seconds have passed since start."""
        while seconds:
            if self.is_open(start):
                counted = min(60 - start % 60, seconds)
                seconds -= counted
                start += counted
            else:
                start = 60 * self.is_open_minute.index(1, start // 60)
        return start

    def before(self, end: int, seconds: int) -> int:
        """The latest second from which so many open seconds pass until end."""
        while seconds:
            if self.is_open(end - 1):
                counted = min((end - 1) % 60 + 1, seconds)
                seconds -= counted
                end -= counted
            else:
                end = 60 * (self.is_open_minute.rindex(1, 0, end // 60) + 1)
        return end


def wall_around(zone: tzinfo, instant: datetime, days: int) -> Wall:
    """The wall clock for so many days on either side of the UTC day of an instant."""
    midnight = datetime.combine(instant.astimezone(UTC).date(), time(), UTC)
    return Wall(zone, midnight - timedelta(days=days), 2 * days)


def changes_of_year(zone: tzinfo, year: int) -> list[datetime]:
    """The UTC midnights before which, in the day gone by, the zone's offset changed."""
    midnights = [datetime(year, 1, 1, tzinfo=UTC) + timedelta(days=n) for n in range(366)]
    return [
        day
        for day in midnights
        if day.astimezone(zone).utcoffset()
        != (day - timedelta(days=1)).astimezone(zone).utcoffset()
    ]
