"""Random policies for the independent oracle (see life_oracle.py)."""

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random

from tests.domain.oracle.life_policy import (
    AROUND_THE_CLOCK,
    DEFAULT_RULES,
    SUPPORT_HOURS,
    Interval,
    Level,
    Policy,
    Region,
    Rule,
    Target,
)

ZONES = (
    "America/Los_Angeles",
    "Europe/London",
    "Asia/Singapore",
    "Australia/Lord_Howe",
    "Asia/Kolkata",
)
CLOCK_CHANGES = (
    ("America/Los_Angeles", date(2026, 3, 8)),
    ("America/Los_Angeles", date(2026, 11, 1)),
    ("Europe/London", date(2026, 3, 29)),
    ("Europe/London", date(2026, 10, 25)),
    ("Australia/Lord_Howe", date(2026, 4, 5)),  # half an hour back
    ("Australia/Lord_Howe", date(2026, 10, 4)),  # half an hour forward
)

Week = tuple[tuple[Interval, ...], ...]
CLOSED: tuple[Interval, ...] = ()


def _week(
    workday: tuple[Interval, ...], saturday: tuple[Interval, ...], sunday: tuple[Interval, ...]
) -> Week:
    return (workday,) * 5 + (saturday, sunday)


WEEKS: tuple[Week, ...] = (
    _week(((480, 1080),), CLOSED, CLOSED),  # 08:00-18:00
    _week(((300, 1080),), ((540, 780),), CLOSED),
    _week(((0, 1440),), ((0, 1440),), ((0, 1440),)),
    _week(((0, 1440),), CLOSED, CLOSED),
    _week(((540, 750), (810, 1035)), CLOSED, CLOSED),  # a lunch break
    _week(((1320, 1800),), CLOSED, ((1320, 1800),)),  # 22:00-06:00, overnight
    _week(
        ((90, 585),), ((90, 585),), ((90, 585),)
    ),  # edges within the hours that are lost or come twice
    _week(((600, 960),), ((135, 165), (600, 960)), ((135, 165), (600, 960))),  # 02:15-02:45
    _week(((0, 120), (120, 600)), ((0, 120),), ((60, 120), (120, 600))),  # spans that touch
    _week(((780, 1575),), CLOSED, ((780, 1575),)),  # 13:00-02:15
    _week(
        ((780, 1545),), ((780, 1545),), CLOSED
    ),  # 13:00-01:45: closes within the hour that comes twice
    _week(
        ((0, 100), (110, 600)), CLOSED, ((0, 100), (110, 600))
    ),  # closes and opens again within it
)
EXCEPTIONS: tuple[tuple[Interval, ...], ...] = (
    CLOSED,
    CLOSED,
    ((600, 840),),
    ((1200, 1710),),
    ((0, 1440),),
)
LENGTHS = (15, 30, 60, 90, 120, 240, 480, 600, 720, 1200, 1440, 2400, 4800)


def random_policy(rng: Random, zone: str, first_day: date) -> Policy:
    """Two or three regions, two plans, a partner type without one, and up to three levels."""
    others = rng.sample([other for other in ZONES if other != zone], rng.randint(1, 2))
    rules: dict[str, Rule] = dict(DEFAULT_RULES)
    if rng.random() < 0.3:
        again = rng.random() < 0.5
        rules["action-plan"] = {
            "starts": "answer",
            "stops": ("marked",),
            "again": again,
            "pauses": True,
        }
    priorities = ("S1", "S2", "S3")
    kinds = [kind for kind in rules if kind != "escalation"]
    return Policy(
        regions={
            name.split("/")[1].lower(): _region(rng, name, first_day) for name in (zone, *others)
        },
        priorities=priorities,
        targets={
            "certified": {priority: _targets(rng, kinds) for priority in priorities},
            "silver": {priority: _targets(rng, kinds) for priority in priorities},
            "referral": None,
        },
        rules=rules,
        levels=[_level(rng) for _ in range(rng.choice((0, 2, 3, 3)))],
        portal=frozenset({"referral"}),
        on_change="restart" if rng.random() < 0.25 else "keep",
    )


def _region(rng: Random, zone: str, first_day: date) -> Region:
    days = [first_day + timedelta(days=rng.randint(-1, 12)) for _ in range(rng.randint(0, 3))]
    return Region(zone, rng.choice(WEEKS), {day: rng.choice(EXCEPTIONS) for day in days})


def _targets(rng: Random, kinds: Sequence[str]) -> dict[str, Target]:
    chosen = [kind for kind in kinds if rng.random() < (0.9 if kind == "response" else 0.7)]
    return {kind: (rng.choice(LENGTHS), _schedule(rng)) for kind in chosen}


def _schedule(rng: Random) -> str:
    return SUPPORT_HOURS if rng.random() < 0.75 else AROUND_THE_CLOCK


def _level(rng: Random) -> Level:
    """One length for all priorities, or one for each."""
    length = rng.choice(LENGTHS)
    if rng.random() < 0.7:
        return Level(length, _schedule(rng))
    lengths = {priority: rng.choice(LENGTHS) for priority in ("S1", "S2", "S3")}
    return Level(lengths, _schedule(rng))
