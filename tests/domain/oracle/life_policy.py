"""A small support policy, and the calendar of its regions, minute by minute.

Part of the independent oracle (see life_oracle.py). Written from the rules alone, to be obviously
right and not fast. All instants inside the oracle are whole minutes since 1970 (UTC); the outside
sees aware UTC datetimes.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import cache, lru_cache
from typing import Any, NamedTuple, TypedDict
from zoneinfo import ZoneInfo

Interval = tuple[
    int, int
]  # opening and closing, in minutes of the local day; the closing may be past 1440
Target = tuple[int, str]  # minutes, and "support-hours" or "24x7"

SUPPORT_HOURS = "support-hours"
AROUND_THE_CLOCK = "24x7"
DAY = 24 * 60
HORIZON = 10 * 366 * DAY  # rule 1.8: a longer closure is an error
PORTAL_TARGET: Target = (4 * 60, SUPPORT_HOURS)  # rule 2.1: "level 1's, else 4 h"


class Rule(TypedDict):
    """What starts a clock, what stops it, whether it starts again, and whether a hold pauses it
    (rule 2.2).

    `starts` is one of opened, answer, message, raised; `stops` holds some of answer, marked,
    resolved, closed. "marked" means the mark that has the clock's own name.
    """

    starts: str
    stops: tuple[str, ...]
    again: bool
    pauses: bool


DEFAULT_RULES: dict[str, Rule] = {
    "response": {"starts": "opened", "stops": ("answer",), "again": False, "pauses": False},
    "next": {"starts": "message", "stops": ("answer",), "again": True, "pauses": False},
    "update": {"starts": "answer", "stops": ("answer",), "again": True, "pauses": True},
    "workaround": {
        "starts": "opened",
        "stops": ("marked", "resolved"),
        "again": False,
        "pauses": True,
    },
    "resolution": {"starts": "opened", "stops": ("resolved",), "again": False, "pauses": True},
    "escalation": {
        "starts": "raised",
        "stops": ("answer", "resolved", "closed"),
        "again": True,
        "pauses": False,
    },
    "diagnosis": {"starts": "opened", "stops": ("marked",), "again": False, "pauses": True},
}


@dataclass(frozen=True, eq=False)
class Region:
    """A zone, the hours of each weekday (Monday first), and dates with other hours."""

    zone: str
    hours: Sequence[Sequence[Interval]]
    exceptions: Mapping[date, Sequence[Interval]] = field(default_factory=dict)


@dataclass(frozen=True)
class Level:
    """An escalation level: its target in minutes, one for all priorities or one for each."""

    minutes: int | Mapping[str, int]
    clock: str = SUPPORT_HOURS


@dataclass(frozen=True, eq=False)
class Policy:
    """Everything that the life of a case depends on, but its moments.

    `targets` has an entry for each partner type; None is a partner type without a plan (rule 2.1).
    `portal` names the partner types that escalate through the portal.
    """

    regions: Mapping[str, Region]
    priorities: Sequence[str]
    targets: Mapping[str, Mapping[str, Mapping[str, Target]] | None]
    rules: Mapping[str, Rule] = field(default_factory=lambda: DEFAULT_RULES)
    levels: Sequence[Level] = ()
    portal: frozenset[str] = frozenset()
    on_change: str = "keep"
    warn: int = 25  # per cent of the target

    def target(self, kind: str, level: int, priority: str, partner_type: str) -> Target | None:
        """The present target of a clock, or None when the case has none of this kind."""
        if kind != "escalation":
            plan = self.targets[partner_type]
            return None if plan is None else plan.get(priority, {}).get(kind)
        number = 1 if partner_type in self.portal else level
        if number > len(self.levels):
            return PORTAL_TARGET
        there = self.levels[number - 1]
        return (
            there.minutes if isinstance(there.minutes, int) else there.minutes[priority],
            there.clock,
        )


class Moment(NamedTuple):
    """Something that happened to the case. A list of moments is in the order of recording."""

    at: datetime
    kind: str
    data: Mapping[str, Any] = {}


def in_order(moments: Sequence[Moment]) -> list[tuple[int, Moment]]:
    """The moments as rule 2.4 counts them, each with its place in the recording."""
    return sorted(enumerate(moments), key=lambda numbered: (numbered[1].at, numbered[0]))


def to_minute(instant: datetime) -> int:
    """Whole minutes since 1970. Anything finer, or without a zone, is a mistake of the test."""
    seconds, rest = divmod(int(instant.astimezone(UTC).timestamp()), 60)
    if instant.tzinfo is None or rest or instant.microsecond:
        raise ValueError(f"not an aware instant on a whole minute: {instant}")
    return seconds


def to_instant(minute: int) -> datetime:
    """The aware UTC datetime of a minute."""
    return datetime.fromtimestamp(minute * 60, UTC)


def wall_time(zone: str, minute: int) -> datetime:
    """What a clock on the wall shows there at this minute (without a zone)."""
    return datetime.fromtimestamp(minute * 60, ZoneInfo(zone)).replace(tzinfo=None)


@cache
def instants_with_wall_time(zone: str, wall: datetime) -> tuple[int, int]:
    """The first and the last minute at which the wall shows this time (rule 1.6).

    A time that the clocks jump over means the instant of the jump. No zone is more than 15 hours
    from UTC, so a walk over 30 hours sees every minute in question.
    """
    as_if_utc = to_minute(wall.replace(tzinfo=UTC))
    walk = range(as_if_utc - 15 * 60, as_if_utc + 15 * 60)
    shift = walk[0] - to_minute(wall_time(zone, walk[0]).replace(tzinfo=UTC))
    if walk[-1] - to_minute(wall_time(zone, walk[-1]).replace(tzinfo=UTC)) == shift:
        return as_if_utc + shift, as_if_utc + shift  # the clocks do not change on this walk
    shown = [minute for minute in walk if wall_time(zone, minute) == wall]
    if not shown:
        jump = next(minute for minute in walk if wall_time(zone, minute) > wall)
        return jump, jump
    return shown[0], shown[-1]


def intervals_of(region: Region, day: date) -> Iterator[tuple[int, int]]:
    """The intervals that start on this local date: those of its exception, else of its weekday."""
    midnight = datetime.combine(day, time())
    for opening, closing in region.exceptions.get(day, region.hours[day.weekday()]):
        overnight = closing + DAY if closing <= opening else closing
        first, _ = instants_with_wall_time(region.zone, midnight + timedelta(minutes=opening))
        _, last = instants_with_wall_time(region.zone, midnight + timedelta(minutes=overnight))
        yield first, last


class Calendar:
    """Every open minute of a region, written down one by one, as far as anybody asks."""

    def __init__(self, region: Region, first_minute: int) -> None:
        self.region = region
        self.begin = self.known_until = first_minute
        self.next_day = to_instant(first_minute).date() - timedelta(days=3)
        self.open: set[int] = set()

    def is_open(self, minute: int) -> bool:
        """Whether support is open during this minute."""
        while minute >= self.known_until:
            self._write_down_a_day()
        return minute in self.open

    def _write_down_a_day(self) -> None:
        if self.known_until > self.begin + HORIZON:
            raise OverflowError("no open minute within ten years")
        for opening, closing in intervals_of(self.region, self.next_day):
            self.open.update(range(opening, closing))
        self.next_day += timedelta(days=1)
        # The days to come open after their midnight there, which is less than a day before UTC's.
        midnight = datetime.combine(self.next_day, time(), UTC)
        self.known_until = max(self.begin, to_minute(midnight) - DAY)


@lru_cache(maxsize=64)
def calendar_of(region: Region, first_minute: int) -> Calendar:
    """The calendar of a region from a minute on, kept for the next question."""
    return Calendar(region, first_minute)
