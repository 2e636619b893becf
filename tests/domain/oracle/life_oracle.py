"""An independent oracle for the life of one case: slow, obviously right, and written from the rules
alone.

    policy, moments, nows = random_life(7)
    kept = []
    for moment in moments:                                   # in the order of recording
        if isinstance(simulate(policy, [*kept, moment], nows[-1]), Refused):
            ...                                              # the program must refuse it too; and
            it is forgotten else: kept.append(moment) for now in nows: simulate(policy, kept, now)
            # what the program must say at `now`

The parts: life_policy (policy, calendar), life_refusals (what may be recorded), life_simulator (the
replay), life_generator (random lives). DECISIONS.md lists what the rules left open.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from tests.domain.oracle.life_clock import Clock
from tests.domain.oracle.life_policy import (
    AROUND_THE_CLOCK,
    DEFAULT_RULES,
    SUPPORT_HOURS,
    Level,
    Moment,
    Policy,
    Region,
    Rule,
    to_instant,
    to_minute,
)
from tests.domain.oracle.life_refusals import recorded_instant, refusal
from tests.domain.oracle.life_simulator import Life

__all__ = [
    "AROUND_THE_CLOCK", "DEFAULT_RULES", "SUPPORT_HOURS", "ClockResult", "Level", "Moment",
    "Policy", "Refused", "Region", "Result", "Rule", "accepted", "late_raise", "random_life",
    "recorded_instant", "refusal", "simulate",
]  # fmt: skip

Key = tuple[str, int, int]  # kind, cycle, level


@dataclass(frozen=True)
class Refused:
    """The moment that was recorded last must be refused."""

    reason: str


@dataclass(frozen=True)
class ClockResult:
    """One clock as it stands at `now`, in whole minutes; `remaining` is None once it is decided."""

    kind: str
    cycle: int  # from 1 for each kind, in the order of starts; always 1 for an escalation
    level: int  # 0 for all but escalations
    started_at: datetime
    due_at: datetime | None
    state: str
    verdict: str | None
    stopped_at: datetime | None
    active: int
    remaining: int | None
    target: int
    target_clock: str


@dataclass(frozen=True)
class Result:
    """The case and its clocks, in the order of their starts."""

    status: str
    responded_at: datetime | None
    resolved_at: datetime | None
    closed_at: datetime | None
    held_since: datetime | None
    level: int
    clocks: dict[Key, ClockResult]

    def leading(self) -> ClockResult | None:
        """2.11: due first; a running escalation stands for the response; paused ones last."""
        running = [clock for clock in self.clocks.values() if clock.verdict is None]
        if any(clock.kind == "escalation" for clock in running):
            running = [clock for clock in running if clock.kind != "response"]
        with_due = [clock for clock in running if clock.due_at is not None]
        return min(
            with_due, key=lambda clock: clock.due_at, default=running[0] if running else None
        )


def simulate(policy: Policy, moments: Sequence[Moment], now: datetime) -> Result | Refused:
    """The case at `now`, as its moments up to then are known (3.6); or Refused, if the last one
    recorded must be.

    Every moment before the last one must have been accepted. A refusal does not depend on `now`.
    """
    reason = refusal(policy, moments)
    if reason is not None:
        return Refused(reason)
    minute = to_minute(now)
    if minute < to_minute(moments[0].at):
        raise ValueError("there is no case before its opening")
    life = Life(policy, moments, minute)
    clocks: dict[Key, ClockResult] = {}
    cycles: dict[str, int] = {}
    for clock in sorted(life.clocks, key=lambda clock: clock.started):
        if clock.target is not None:
            if clock.kind != "escalation":
                cycles[clock.kind] = cycles.get(clock.kind, 0) + 1
            found = _result(life, clock, cycles.get(clock.kind, 1), minute)
            clocks[found.kind, found.cycle, found.level] = found
    answered = "open" if life.responded_at is None else "responded"
    ended = "closed" if life.closed_at is not None else "resolved"
    return Result(
        status=answered if life.ended_since is None else ended,
        responded_at=_instant(life.responded_at),
        resolved_at=_instant(life.resolved_at),
        closed_at=_instant(life.closed_at),
        held_since=_instant(life.held_since),
        level=life.level,
        clocks=clocks,
    )


def _instant(minute: int | None) -> datetime | None:
    return None if minute is None else to_instant(minute)


def _result(life: Life, clock: Clock, cycle: int, now: int) -> ClockResult:
    """How a clock stands (2.10)."""
    assert clock.target is not None
    due, active, remaining = clock.due, clock.active, None
    state = clock.verdict
    if state is None:
        found = life.measure(clock, now)
        due, active, remaining = found.due, found.active, found.left
        if due is None:
            state = "held"
        elif now > due:
            state = "late"
        else:
            state = "soon" if remaining * 100 <= life.policy.warn * clock.target[0] else "pending"
    return ClockResult(
        clock.kind, cycle, clock.level, to_instant(clock.started), _instant(due), state,
        clock.verdict, _instant(clock.stopped), active, remaining, *clock.target,
    )  # fmt: skip


def accepted(
    policy: Policy, moments: Sequence[Moment]
) -> tuple[list[Moment], list[tuple[Moment, str]]]:
    """Record the moments one by one: those that are kept; those that are refused, and why."""
    kept: list[Moment] = []
    refused: list[tuple[Moment, str]] = []
    for moment in moments:
        reason = refusal(policy, [*kept, moment])
        if reason is None:
            kept.append(moment)
        else:
            refused.append((moment, reason))
    return kept, refused


def late_raise(policy: Policy, moments: Sequence[Moment], now: datetime) -> Moment | None:
    """What `escalate --late` would record at `now`, or None (4.5).

    The moment says in `late_for` for which clock it was raised: rule 3.3 needs it.
    """
    result = simulate(policy, moments, now)
    if isinstance(result, Refused):
        return None
    running = {clock.kind: clock for clock in result.clocks.values() if clock.verdict is None}
    clock = running.get("escalation", running.get("response"))
    if clock is None or clock.state != "late":
        return None
    moment = Moment(now, "raised", {"level": result.level + 1, "late_for": clock.kind})
    return moment if refusal(policy, [*moments, moment]) is None else None


def random_life(seed: int) -> tuple[Policy, list[Moment], list[datetime]]:
    """A policy, moments as they are recorded (a few must be refused), and instants to look at."""
    from tests.domain.oracle.life_generator import (
        random_life as generate,
    )  # it needs the functions above

    return generate(seed)
