"""A little language for the worked examples: stories of one week in London in winter, where the
wall shows UTC.

"Mon 09:00" is Monday 12 January 2026; "Mon+1" is the Monday after it. Support is open Monday to
Friday 08:00-18:00.
"""

from datetime import UTC, datetime, timedelta

from tests.domain.oracle.life_oracle import Level, Moment, Policy, Refused, Region, Result, simulate

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONDAY = datetime(2026, 1, 12, tzinfo=UTC)
OFFICE = [[(480, 1080)]] * 5 + [[], []]
H, E = "support-hours", "24x7"


def policy(**other: object) -> Policy:
    """The policy of all examples; lengths in minutes, those of gold in plain time."""
    settings: dict[str, object] = {
        "regions": {
            "london": Region("Europe/London", OFFICE),
            "singapore": Region("Asia/Singapore", OFFICE),
        },
        "priorities": ("S1", "S2", "S3"),
        "targets": {
            "certified": {
                "S1": {
                    "response": (60, H), "next": (120, H), "update": (240, H),
                    "workaround": (480, H), "resolution": (1200, H), "diagnosis": (120, H),
                },
                "S2": {"response": (120, H), "next": (240, H), "resolution": (2400, H)},
                "S3": {"response": (480, H)},
            },
            "gold": {"S1": {"response": (60, E), "update": (240, E), "resolution": (1440, E)}},
            "referral": None,
        },
        "levels": (Level(240), Level({"S1": 60, "S2": 120, "S3": 240}), Level(240, "24x7")),
        "portal": frozenset({"referral"}),
    }  # fmt: skip
    return Policy(**{**settings, **other})  # type: ignore[arg-type]


P = policy()


def instant(text: str) -> datetime:
    """Read "Mon 09:00" or "Tue+1 18:00"."""
    day, clock = text.split()
    name, _, weeks = day.partition("+")
    hour, minute = clock.split(":")
    days = DAYS.index(name) + 7 * int(weeks or 0)
    return MONDAY + timedelta(days=days, hours=int(hour), minutes=int(minute))


def text(when: datetime | None) -> str:
    """Write an instant as the stories do; "-" for none."""
    if when is None:
        return "-"
    weeks, days = divmod((when - MONDAY).days, 7)
    return f"{DAYS[days]}{f'+{weeks}' if weeks else ''} {when:%H:%M}"


def story(told: str) -> list[Moment]:
    """Read moments parted by ";": "Mon 09:00 opened S1; Mon 09:30 answered hold; Mon 10:00 marked
    workaround".
    """
    moments = []
    for part in told.split(";"):
        day, clock, kind, *rest = part.split()
        data: dict[str, object] = {}
        if kind == "opened":
            filled = [*rest, *("S1", "london", "certified")[len(rest) :]]
            data = {"priority": filled[0], "region": filled[1], "partner_type": filled[2]}
        elif kind == "answered":
            data = {"hold": rest == ["hold"]}
        elif kind == "marked":
            data = {"name": rest[0]}
        elif kind == "raised":
            data = {"level": int(rest[0])} | ({"late_for": rest[1]} if rest[1:] else {})
        elif kind == "changed":
            data = {pair.partition("=")[0]: pair.partition("=")[2] for pair in rest}
        moments.append(Moment(instant(f"{day} {clock}"), kind, data))
    return moments


def look(told: str, now: str, policy: Policy = P) -> Result:
    """The case at `now`; every moment of the story must be accepted in its turn."""
    moments = story(told)
    for count in range(1, len(moments) + 1):
        found = simulate(policy, moments[:count], moments[0].at)
        assert not isinstance(found, Refused), (moments[count - 1], found)
    result = simulate(policy, moments, instant(now))
    assert isinstance(result, Result)
    return result


def refused(told: str, policy: Policy = P) -> str:
    """Why the last moment of the story is refused; "" if it is not. Those before it must be
    accepted.
    """
    moments = story(told)
    look(";".join(told.split(";")[:-1]), "Sun+9 00:00", policy)
    found = simulate(policy, moments, instant("Sun+9 00:00"))
    return found.reason if isinstance(found, Refused) else ""


def row(result: Result, kind: str, cycle: int = 1) -> str:
    """One clock in a line; an escalation is asked for by its level."""
    key = (kind, 1, cycle) if kind == "escalation" else (kind, cycle, 0)
    clock = result.clocks.get(key)
    if clock is None:
        return "none"
    left = "" if clock.remaining is None else f" left {clock.remaining}"
    return f"{clock.state} due {text(clock.due_at)} active {clock.active}{left}"
