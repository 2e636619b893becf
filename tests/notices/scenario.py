"""The neutral format of a scenario: what happened, when `notify` ran, what people are told.

Every instant is UTC, on a whole minute, with its weekday, so that a slip in a hand-made table is
found: `Mon 2026-11-23 09:00`. One line each, and empty lines do not count:

- happenings, in the order of recording: INSTANT CASE WHAT, then `owner=NAME` (of an opening) and
  `recorded=2026-11-23T12:00`, the program's clock while `--at` is INSTANT (absent: the same).
  WHAT is one of `opened PRIORITY REGION`, `answered` (`slt respond`), `held`, `resumed`,
  `changed PRIORITY`, `escalated` (by hand, one level up), `closed`, `void`, `taken NAME`,
  `released`, `undone` (`slt undo`: the last one that counts is taken back). Cases are certified
  partners' and numbered from 1 in the order of recording.
- runs of `notify`: INSTANT, or INSTANT - INSTANT for each minute from one to the other, both
  included. A run sees what was recorded at its own instant. Every message that is tried arrives.
- sent: INSTANT CASE CLOCK/CYCLE MOMENT CHANNEL for a moment of a clock, INSTANT CASE MOMENT CHANNEL
  for an event or a state. These are all notices that are sent, in any order.
- dropped: the same without the instant, then `: WHY`, one of `replaced` (by a higher moment of the
  clock), `stopped` (answered, closed, cancelled), `held`, `moved` (another due time), `void`,
  `over` (a state that ended), `taken back` (an event, by an undo). One that comes back once its
  reason does may be dropped again. What is neither sent nor dropped never became a notice.

`REGIONS`, the targets and the lengths of a scenario are all of the policy that it needs. A target's
clock starts, stops and pauses as in the shipped policy; every level of three has 4 h.
"""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

MINUTE = timedelta(minutes=1)
LENGTHS = {"m": 1, "h": 60, "d": 24 * 60}


class Week(NamedTuple):
    """Weekly hours in a zone: what opens on each of these days, as `22:00-06:00`; overnight too."""

    zone: str
    days: str
    hours: str


REGIONS = {
    "europe": Week("Europe/London", "Mon Tue Wed Thu Fri", "08:00-18:00"),
    "usa": Week("America/Los_Angeles", "Mon Tue Wed Thu Fri", "05:00-18:00"),
    "apac": Week("Asia/Singapore", "Mon Tue Wed Thu Fri", "09:00-18:00"),
    "night": Week("Europe/London", "Sat Sun", "22:00-06:00"),
}


class Target(NamedTuple):
    """The target of a clock for each priority: `S1 1h S2 4h`; no length is no target."""

    clock: str
    lengths: str
    around_the_clock: bool = False

    def minutes(self, priority: str) -> int | None:
        """Return the length for a priority in minutes; None is no target."""
        words = self.lengths.split()
        lengths = dict(zip(words[::2], words[1::2], strict=True))
        return minutes_of(lengths[priority]) if priority in lengths else None


RESPONSE = Target("response", "S1 1h S2 4h S3 6h")
ESCALATION = Target("escalation", "S1 4h S2 4h S3 4h")


class Rule(NamedTuple):
    """Who is told of which moments; lists have commas, and an empty filter takes every one."""

    at: str
    to: str = "desk"
    clocks: str = ""
    priorities: str = ""
    regions: str = ""
    owners: str = ""


class Channel(NamedTuple):
    """A channel, with its quiet hours in a zone, and the priorities that these do not hold back."""

    key: str
    quiet: str = ""
    timezone: str = "Europe/Berlin"
    urgent: str = "S1"


class Happening(NamedTuple):
    """What happened to a case; `value` is a priority or an owner's name."""

    at: datetime
    recorded_at: datetime
    case: int
    what: str
    value: str = ""
    region: str = ""
    owner: str | None = None


class Scenario(NamedTuple):
    """A named scenario with what people are told; its texts are as at the top of this file."""

    name: str
    rules: tuple[Rule, ...]
    happenings: str
    runs: str
    sent: str = ""
    dropped: str = ""
    channels: tuple[Channel, ...] = (Channel("desk"),)
    targets: tuple[Target, ...] = (RESPONSE,)


def words_of(listed: str) -> tuple[str, ...]:
    """Return the words of a list with commas."""
    return tuple(word.strip() for word in listed.split(",") if word.strip())


def minutes_of(length: str) -> int:
    """Return a length such as `15m`, `4h` or `3d` in minutes."""
    return int(length[:-1]) * LENGTHS[length[-1]]


def lines_of(text: str) -> list[str]:
    """Return the lines of a text that say something, with single spaces."""
    return [" ".join(line.split()) for line in text.splitlines() if line.strip()]


def instant_of(text: str) -> datetime:
    """Parse an instant, and refuse one whose weekday is not that of its date."""
    weekday, wall = text.split(maxsplit=1)
    at = datetime.strptime(wall, "%Y-%m-%d %H:%M").replace(tzinfo=UTC)
    if f"{at:%a}" != weekday:
        raise ValueError(f"{text} is a {at:%a}")
    return at


def text_of(at: datetime) -> str:
    """Return an instant as scenarios write it."""
    return f"{at:%a %Y-%m-%d %H:%M}"


def runs_of(scenario: Scenario) -> list[datetime]:
    """Return the instants at which `notify` ran."""
    found: list[datetime] = []
    for line in lines_of(scenario.runs):
        first, *last = (instant_of(part) for part in line.split(" - "))
        at = first
        while at <= (last[0] if last else first):
            found.append(at)
            at += MINUTE
    if found != sorted(set(found)):
        raise ValueError(f"{scenario.name}: runs are not in order")
    return found


def happenings_of(scenario: Scenario) -> list[Happening]:
    """Return what happened, in the order of recording."""
    found = [_happening(line) for line in lines_of(scenario.happenings)]
    recorded = [one.recorded_at for one in found]
    if recorded != sorted(recorded) or any(one.recorded_at < one.at for one in found):
        raise ValueError(f"{scenario.name}: happenings are not in the order of recording")
    return found


def _happening(line: str) -> Happening:
    words = line.split()
    at = instant_of(" ".join(words[:3]))
    case, what, *values = (word for word in words[3:] if "=" not in word)
    given: Mapping[str, str] = dict(_pairs(words[3:]))
    recorded = given.get("recorded")
    return Happening(
        at,
        datetime.fromisoformat(recorded).replace(tzinfo=UTC) if recorded else at,
        int(case),
        what,
        values[0] if values else "",
        values[1] if len(values) > 1 else "",
        given.get("owner"),
    )


def _pairs(words: list[str]) -> Iterator[tuple[str, str]]:
    for word in words:
        name, sign, value = word.partition("=")
        if sign:
            yield name, value
