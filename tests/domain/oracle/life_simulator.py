"""The life of one case, replayed moment by moment and counted minute by minute.

Part of the independent oracle (see life_oracle.py). Numbers in comments are rules of semantics.md.
"""

from collections.abc import Sequence

from tests.domain.oracle.life_clock import OVER, RUNNING, SUSPENDED, Clock, Measure, measure
from tests.domain.oracle.life_policy import Moment, Policy, calendar_of, in_order, to_minute


class Life:
    """The state of the case, and of every clock, after the moments that were played so far."""

    def __init__(self, policy: Policy, moments: Sequence[Moment], now: int) -> None:
        self.policy = policy
        self.clocks: list[Clock] = []
        self.responded_at: int | None = None
        self.resolved_at: int | None = None
        self.closed_at: int | None = None
        self.held_since: int | None = None
        self.ended_since: int | None = None
        self.held_minutes: set[int] = set()
        self.ended_minutes: set[int] = set()
        self.changed_while_ended = False
        self.level = 0
        self.priority = self.region = self.partner_type = ""
        self.opened_at = to_minute(moments[0].at)
        for _, moment in in_order(moments):
            if to_minute(moment.at) <= now:  # 3.6
                getattr(self, "_" + moment.kind)(to_minute(moment.at), **moment.data)

    # --- counting ----------------------------------------------------------------------------

    def measure(self, clock: Clock, until: int) -> Measure:
        """What the clock took until then, and what it has left, without what is cut out of it."""
        calendar = calendar_of(self.policy.regions[clock.region], self.opened_at)
        if not clock.pauses:
            return measure(clock, calendar, self.ended_minutes, until, paused=False)
        cut = self.ended_minutes | self.held_minutes
        if self.held_since is None:
            return measure(clock, calendar, cut, until, paused=False)
        cut.update(range(self.held_since, until))
        return measure(clock, calendar, cut, until, paused=True)

    # --- what happens to one clock ----------------------------------------------------------------

    def start(self, kind: str, at: int, level: int = 0) -> Clock | None:
        """Start a clock, unless it runs already (2.5) or does not start again (2.2)."""
        rule = self.policy.rules[kind]
        earlier = [clock for clock in self.clocks if clock.kind == kind]
        if any(clock.place == RUNNING for clock in earlier) or (earlier and not rule["again"]):
            return None
        target = self.policy.target(kind, level, self.priority, self.partner_type)
        clock = Clock(kind, level, rule["pauses"], rule["stops"], at, at, target, self.region)
        self.clocks.append(clock)
        return clock

    def start_all(self, word: str, at: int) -> None:
        """Start every clock whose rule starts with this word."""
        for kind, rule in self.policy.rules.items():
            if rule["starts"] == word:
                self.start(kind, at)

    def stop(self, clock: Clock, at: int, in_time: str, late: str = "missed") -> None:
        """Decide a ticking clock, and write down what it took (2.14).

        One that is paused keeps no due (2.7).
        """
        if clock.ticking:
            due, active, _ = self.measure(clock, at)
            is_late = due is not None and at > due  # 1.5
            clock.verdict = late if is_late else in_time
            clock.stopped, clock.due, clock.active = at, due, active

    def stop_by(self, word: str, at: int, kind: str | None = None) -> None:
        """An answer or a mark: stop what it stops.

        On a resolved case it only keeps a reopening from continuing it.
        """
        for clock in self.clocks:
            if clock.place != OVER and word in clock.stops and kind in (None, clock.kind):
                self.stop(clock, at, "met")
                clock.place = OVER

    def retarget(self, at: int, restart: bool) -> None:
        """2.8: recompute each running clock; cancel what has no target; add what has a new one."""
        for clock in self.clocks:
            if clock.place != RUNNING:
                continue
            target = self.policy.target(clock.kind, clock.level, self.priority, self.partner_type)
            if target is None:
                self.stop(clock, at, "cancelled", late="cancelled")
                continue
            clock.target, clock.region = target, self.region
            clock.stopped = clock.verdict = None
            if restart:
                clock.counted_from = at

    def end_hold(self, at: int) -> None:
        """Write down the minutes on hold, [start, end) (1.12)."""
        if self.held_since is not None:
            self.held_minutes.update(range(self.held_since, at))
            self.held_since = None

    # --- the moments (2.3); within each: stops, pauses, starts (2.4) ------------------------------

    def _opened(self, at: int, priority: str, region: str, partner_type: str) -> None:
        self.priority, self.region, self.partner_type = priority, region, partner_type
        self.start_all("opened", at)

    def _answered(self, at: int, hold: bool = False) -> None:
        self.stop_by("answer", at)
        if self.responded_at is None:
            self.responded_at = at
        if self.ended_since is not None:
            return  # 2.13: on a resolved case it is recorded and starts nothing
        if not hold:
            self.end_hold(at)
        elif self.held_since is None:
            self.held_since = at
        self.start_all("answer", at)

    def _followup(self, at: int) -> None:
        self.end_hold(at)
        if self.responded_at is not None and self.ended_since is None:
            self.start_all("message", at)

    def _marked(self, at: int, name: str) -> None:
        self.stop_by("marked", at, name)

    def _held(self, at: int) -> None:
        self.held_since = at

    def _resumed(self, at: int) -> None:
        self.end_hold(at)

    def _raised(self, at: int, level: int | None = None, late_for: str | None = None) -> None:
        reached = self.level + 1 if level is None else level
        reason = [clock for clock in self.clocks if clock.kind == late_for]
        needless = bool(reason) and reason[-1].place != RUNNING  # 3.3: it had been stopped before
        for clock in self.clocks:
            if clock.kind == "escalation":
                self.stop(clock, at, "superseded")  # 4.3; one that was decided stays as it is
                clock.place = OVER
        self.level = reached
        raised = self.start("escalation", at, reached)
        if raised is not None and (needless or self.ended_since is not None):
            self.stop(raised, at, "cancelled")
            raised.place = OVER

    def _resolved(self, at: int) -> None:
        self.resolved_at = at
        self._end(at, "resolved")

    def _closed(self, at: int) -> None:
        self.closed_at = at
        if self.ended_since is None:
            self._end(at, "closed")

    def _end(self, at: int, word: str) -> None:
        """2.6: missed if late; met if it waits for this, or is the response; else cancelled."""
        self.ended_since = at
        for clock in self.clocks:
            if clock.place == RUNNING:
                clock.ended_with_the_case = clock.ticking
                is_met = word in clock.stops or clock.kind == "response"
                self.stop(clock, at, "met" if is_met else "cancelled")
                clock.place = SUSPENDED
        self.end_hold(at)

    def _reopened(self, at: int) -> None:
        """2.12: what the end ended runs on, on the present targets, without the time between."""
        assert self.ended_since is not None
        self.ended_minutes.update(range(self.ended_since, at))
        self.ended_since = self.resolved_at = self.closed_at = None
        for clock in self.clocks:
            if clock.place == SUSPENDED:
                clock.place = RUNNING
                if clock.ended_with_the_case:
                    clock.stopped = clock.verdict = None
        self.retarget(at, self.changed_while_ended and self._plan_restarts())
        self.changed_while_ended = False
        if self.responded_at is not None:
            self.start_all("message", at)

    def _changed(self, at: int, **new: str) -> None:
        if all(getattr(self, name) == value for name, value in new.items()):
            return
        for name, value in new.items():
            setattr(self, name, value)
        if self.ended_since is not None:
            self.changed_while_ended = True
        else:
            self.retarget(at, self._plan_restarts())

    def _plan_restarts(self) -> bool:
        return (
            self.policy.on_change == "restart"
            and self.policy.targets[self.partner_type] is not None
        )
