"""The rule of a clock: what starts it, what stops it, and whether it counts during a hold."""

from typing import Literal, NamedTuple

Start = Literal["opened", "answer", "message", "escalated"]
Stop = Literal["answer", "marked", "resolved"]
STARTS: tuple[Start, ...] = ("opened", "answer", "message", "escalated")
STOPS: tuple[Stop, ...] = ("answer", "marked", "resolved")


class ClockRule(NamedTuple):
    """The rule of one clock, as the configuration has it under `[clocks.KEY]`.

    `starts` is the moment that starts it: the opening, an answer that the partner sees, an
    escalation, or the partner's oldest message that is not answered, after the first answer.
    `stops` are the moments that stop it; `marked` is a mark with the clock's own key. Resolving and
    closing end every clock, whatever its rule is. With `again` it starts again after it stopped;
    with `pauses` it does not count while the case is on hold.
    """

    key: str
    name: str
    starts: Start
    stops: tuple[Stop, ...]
    again: bool
    pauses: bool
