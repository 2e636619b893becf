"""The moments that people hear of: parsed from `75%`, `1h late` or `escalated`, and ranked."""

import re
from typing import Literal, NamedTuple

from slt_cli.domain.calendar.duration import compact_duration, parse_duration

ClockMoment = Literal["share", "left", "due", "last level late", "late"]
StateMoment = Literal["unowned", "held"]
EventMoment = Literal["opened", "escalated"]

CLOCK_MOMENTS: tuple[ClockMoment, ...] = ("share", "left", "due", "last level late", "late")
EVENT_MOMENTS: tuple[EventMoment, ...] = ("opened", "escalated")

_WORDS: tuple[ClockMoment | EventMoment, ...] = ("due", "last level late", *EVENT_MOMENTS)
_DAY_SECONDS = 86400
_SHARE = re.compile(r"(\d{1,3})\s*%", re.ASCII)
_LENGTH_FIRST = re.compile(r"(.+?)\s+(left|late)")
_LENGTH_LAST = re.compile(r"(unowned|held)\s+(.+)")


class NoticeMoment(NamedTuple):
    """A moment of a clock, an event, or how long a state has lasted.

    `amount` is a share in percent, or seconds: of the target's clock for `left` and `late`, of
    plain time for `unowned` and `held`.
    """

    kind: ClockMoment | StateMoment | EventMoment
    amount: int = 0

    @property
    def is_of_clock(self) -> bool:
        """Return whether a clock reaches it."""
        return self.kind in CLOCK_MOMENTS

    @property
    def is_due(self) -> bool:
        """Return whether it is about something that is due or late, which is never delayed."""
        return self.kind in ("due", "last level late", "late")

    def seconds_left(self, target_seconds: int) -> int:
        """Return how much of a target is left when a clock reaches it, negative after it is due."""
        match self.kind:
            case "share":
                return target_seconds * (100 - self.amount) // 100
            case "left":
                return self.amount
            case "late":
                return -self.amount
            case _:
                return 0

    def rank(self, target_seconds: int) -> tuple[int, int]:
        """Return what the moments of one clock are sorted by: the one that is reached last last."""
        order = CLOCK_MOMENTS.index(self.kind) if self.kind in CLOCK_MOMENTS else 0
        return -self.seconds_left(target_seconds), order

    def __str__(self) -> str:
        """Return it as it is written in the configuration, the same for the same moment."""
        match self.kind:
            case "share":
                return f"{self.amount}%"
            case "left" | "late":
                return f"{compact_duration(self.amount)} {self.kind}"
            case "unowned" | "held":
                days, rest = divmod(self.amount, _DAY_SECONDS)
                return f"{self.kind} {compact_duration(self.amount) if rest else f'{days}d'}"
            case _:
                return self.kind


def parse_moment(text: str) -> NoticeMoment:
    """Return the moment in a text such as `75%`, `30m left`, `due`, `1h late` or `held 3d`.

    Raises ValueError for anything else.
    """
    given = " ".join(text.split()).lower()
    for word in _WORDS:
        if given == word:
            return NoticeMoment(word)
    if (found := _SHARE.fullmatch(given)) is not None:
        if not 0 < (share := int(found[1])) < 100:
            raise ValueError(f'{text!r} must be between 1% and 99%: the whole target is "due"')
        return NoticeMoment("share", share)
    if (found := _LENGTH_FIRST.fullmatch(given)) is not None:
        return NoticeMoment("left" if found[2] == "left" else "late", _length(found[1]))
    if (found := _LENGTH_LAST.fullmatch(given)) is not None:
        return NoticeMoment("held" if found[1] == "held" else "unowned", _length(found[2]))
    raise ValueError(
        f'{text!r} is not a moment such as "75%", "30m left", "due", "1h late", "escalated", '
        '"opened", "last level late", "unowned 15m" or "held 3d"'
    )


def _length(text: str) -> int:
    if (seconds := parse_duration(text)) == 0:
        raise ValueError(f"{text!r} must be longer than zero")
    return seconds
