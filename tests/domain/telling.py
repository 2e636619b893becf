"""Lives of a case told in words, as the oracle's examples are, and lived by the program."""

from datetime import datetime
from typing import Any, NamedTuple

import pytest

from slt_cli.domain.calendar.active import active_seconds
from slt_cli.domain.case import Case
from slt_cli.domain.clocks import ESCALATION, Clock, counted_on
from slt_cli.domain.policy import Policy
from slt_cli.errors import RefusedError
from tests.domain.life_comparison import Lived, policy_of
from tests.domain.oracle.example_stories import instant, policy, story, text
from tests.domain.oracle.life_oracle import Level

LEVELS = (Level(240), Level(60), Level(240, "24x7"))


def told_policy(**other: Any) -> Policy:
    """Return the policy of the examples: targets in minutes, open Monday to Friday 08:00-18:00.

    An S1 has 60 for the response, 120 for `next`, 240 for `update`, 480 for `workaround`, 1200 for
    `resolution` and 120 for `diagnosis`; an S2 has 120, 240 for `next` and 2400 for `resolution`;
    an S3 has 480 for the response alone. Levels have 240, 60 and 240 (24x7). A "gold" partner's
    targets are 24x7; a "referral" partner has none.
    """
    return policy_of(policy(**{"levels": LEVELS, **other}))


POLICY = told_policy()


class Seen(NamedTuple):
    """A case as it is at an instant."""

    case: Case
    policy: Policy
    now: datetime

    def clock(self, kind: str, cycle: int = 1) -> Clock | None:
        """Return a clock by its cycle; an escalation's by its level."""
        for clock in self.case.clocks:
            place = clock.level if clock.kind == ESCALATION else clock.cycle
            if (clock.kind, place) == (kind, cycle):
                return clock
        return None

    def row(self, kind: str, cycle: int = 1) -> str:
        """Return a clock in a line, in minutes: `pending due Mon 10:00 active 0 left 60`."""
        clock = self.clock(kind, cycle)
        if clock is None:
            return "none"
        standing = self.policy.standing(clock, self.case, self.now)
        left = "" if standing.remaining is None else f" left {standing.remaining // 60}"
        active = f" active {self._active(clock) // 60}"
        return f"{standing.state} due {text(clock.due_at)}{active}{left}"

    def _active(self, clock: Clock) -> int:
        schedule = self.policy.schedule_of(self.case)
        assert schedule is not None
        assert clock.target is not None
        if clock.active_seconds is not None:
            return clock.active_seconds
        cut = self.policy.spans_of(self.case, clock)
        return active_seconds(counted_on(schedule, clock.target), clock.started_at, self.now, cut)


def lived(told: str, policy: Policy = POLICY) -> Lived:
    """Return the case after a story, each moment recorded in its turn."""
    opening, *others = story(told)
    case = Lived(policy, opening)
    for moment in others:
        case.record(moment)
    return case


def look(told: str, now: str, policy: Policy = POLICY) -> Seen:
    """Return the case of a story as it is at an instant."""
    at = instant(now)
    return Seen(lived(told, policy).at(at), policy, at)


def refused(told: str, policy: Policy = POLICY) -> RefusedError:
    """Return why the last moment of a story is refused; those before it are not."""
    before, _, last = told.rpartition(";")
    case = lived(before, policy)
    [moment] = story(last)
    with pytest.raises(RefusedError) as caught:
        case.record(moment)
    return caught.value
