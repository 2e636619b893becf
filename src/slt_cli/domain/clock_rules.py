"""The rule of a clock: what starts it, what stops it, and whether a hold pauses it."""

from typing import Literal, NamedTuple

Start = Literal["opened", "answer", "message", "escalated"]
Stop = Literal["answer", "marked", "resolved"]
STARTS: tuple[Start, ...] = ("opened", "answer", "message", "escalated")
STOPS: tuple[Stop, ...] = ("answer", "marked", "resolved")


class ClockRule(NamedTuple):
    """The rule of one clock, as the configuration has it under `[clocks.KEY]`.

    `starts` is the moment that starts it: the opening, an answer that the partner sees, the
    partner's oldest message that is not answered after the first answer, or an escalation. `stops`
    are the moments that stop it; `marked` is a mark with the clock's own name. Resolving and
    closing end every clock, whatever its rule says. With `again` it starts again after it was
    stopped; with `pauses` it stands still while the case is on hold.
    """

    key: str
    name: str
    starts: Start
    stops: tuple[Stop, ...]
    again: bool
    pauses: bool

    @property
    def aliases(self) -> tuple[str, ...]:
        """Return its other names: a clock has none."""
        return ()

    @classmethod
    def unknown(cls, key: str) -> "ClockRule":
        """Return the rule of a clock that is no longer configured: an answer stops it."""
        return cls(key, key, "opened", ("answer",), again=False, pauses=False)
