"""The clocks of a case while moments happen to it: started, promised, stopped and retargeted.

Rules without a target for a case run too, unseen: a change of its priority may give them one.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from slt_cli.domain.case import Case
from slt_cli.domain.clock_rules import ClockRule
from slt_cli.domain.clocks import Clock, Span
from slt_cli.domain.life_clock import LifeClock, phase_of
from slt_cli.domain.moments import FACTS, Moment, Promise, Promised
from slt_cli.domain.plan import Target
from slt_cli.domain.policy import Policy
from slt_cli.errors import ScheduleError


class LifeClocks:
    """The clocks of a case. `case` has its facts and spans as they are so far."""

    def __init__(self, case: Case, policy: Policy) -> None:
        self.case = case
        self.policy = policy
        self.clocks = [self._known(clock) for clock in case.clocks]
        self._start_unseen()

    @property
    def terms(self) -> dict[str, str]:
        """Return the facts that targets and hours depend on."""
        return {fact: getattr(self.case, fact) for fact in FACTS}

    def agree_with(self, case: Case) -> None:
        """Take over the clocks of a case as they are stored, whatever present rules make of it.

        What is known of its life beside them stays: the rules that run unseen, the hours that a
        clock is counted on, and whether one that stopped can go on.
        """
        lived = _numbered(clock for clock in self.clocks if clock.target is not None)
        self.case = case
        known = _numbered(self._known(clock) for clock in case.clocks)
        for key, clock in known.items():
            same = lived.pop(key, clock)
            clock.schedule = same.schedule or clock.schedule
            if clock.verdict is not None and same.verdict is not None:
                clock.phase = same.phase
        unseen = [clock for clock in self.clocks if clock.target is None]
        for clock in lived.values():
            clock.target = None
        every = (*known.values(), *unseen, *lived.values())
        self.clocks = sorted(every, key=lambda clock: (clock.started_at, clock.level))

    def finished(self) -> Case:
        """Return the case with its clocks as values, those that never had a target left out."""
        cycles: dict[str, int] = {}
        clocks = []
        for clock in sorted(self.clocks, key=lambda clock: (clock.started_at, clock.level)):
            if clock.target is not None:
                cycles[clock.kind] = cycles.get(clock.kind, 0) + 1
                clocks.append(clock.clock(cycles[clock.kind]))
        return self.case._replace(clocks=()).with_clocks(clocks)

    def _known(self, clock: Clock) -> LifeClock:
        """Return what a clock of the case is in its life."""
        rule = self.policy.clock_rules.get(clock.kind, ClockRule.unknown(clock.kind))
        return LifeClock(
            kind=clock.kind,
            level=clock.level,
            rule=rule,
            started_at=clock.started_at,
            counted_from=clock.counted_from or clock.started_at,
            spans=self._spans,
            target=clock.target,
            promised_at=clock.promised_at,
            schedule=self.policy.schedule_of(self.case),
            phase=phase_of(clock),
            due_at=clock.due_at,
            stopped_at=clock.stopped_at,
            verdict=clock.verdict,
            active_seconds=clock.active_seconds,
            stopped_by=clock.stopped_by,
            missed_due_at=clock.missed_due_at,
            stored_spans=tuple(self._spans(rule)),
        )

    def _start_unseen(self) -> None:
        """Start the rules that begin with the opening and have no clock, where nothing stops them.

        What is known only as values, such as an imported case, says nothing of marks.
        """
        known = {clock.kind for clock in self.clocks}
        for kind, rule in self.policy.clock_rules.items():
            answered = "answer" in rule.stops and self.case.responded_at is not None
            if rule.starts == "opened" and kind not in known and not answered:
                clock = self.new(kind, rule, Moment("opened", self.case.opened_at))
                clock.phase = "suspended" if self.case.ended_at else "running"

    def _spans(self, rule: ClockRule) -> Sequence[Span]:
        if not rule.pauses:
            return self.case.closed
        return sorted((*self.case.holds, *self.case.closed), key=lambda span: span.started_at)

    def new(self, kind: str, rule: ClockRule, moment: Moment, level: int = 0) -> LifeClock:
        """Return a new clock that starts at a moment, without a target yet."""
        at = moment.at
        clock = LifeClock(kind, level, rule, at, at, self._spans)
        self.clocks.append(clock)
        return clock

    def _start(self, kind: str, moment: Moment) -> None:
        """Start a clock, unless one of its kind runs, or ran and does not start again."""
        rule = self.policy.clock_rules[kind]
        earlier = [clock for clock in self.clocks if clock.kind == kind]
        if any(clock.phase == "running" for clock in earlier) or (earlier and not rule.again):
            return
        clock = self.new(kind, rule, moment)
        target = self._target(clock, moment)
        if target is not None:
            self.promise(clock, target, moment)

    def _target(self, clock: LifeClock, moment: Moment) -> Target | None:
        """Return what a clock counts towards: as a moment promised it, else as the policy says."""
        kept = self._kept(clock, moment)
        if kept is not None:
            return kept[0]
        return self.policy.target_of(self.case, clock.kind, clock.level)

    def start_all(self, word: str, moment: Moment) -> None:
        """Start every clock whose rule begins with a word."""
        for kind, rule in self.policy.clock_rules.items():
            if rule.starts == word:
                self._start(kind, moment)

    def promise(self, clock: LifeClock, target: Target, moment: Moment) -> None:
        """Promise what the moment's event promised, else what the policy does now."""
        schedule = self.policy.schedule_of(self.case)
        kept = self._kept(clock, moment)
        if kept is None:
            try:
                clock.promise(self._length(clock, moment) or target, schedule)
            except ScheduleError:  # support stays closed: what happened is recorded all the same
                if moment.kind in ("opened", "updated"):
                    raise
        else:
            clock.schedule = schedule
            clock.take(*kept)

    def _length(self, clock: LifeClock, moment: Moment) -> Target | None:
        """Return the target that a moment promised a clock in another region, if any."""
        was, now = moment.terms or {}, self.terms
        same = all(was.get(fact) == now[fact] for fact in FACTS if fact != "region")
        target, _ = moment.promises.get(self._key(clock), (None, None))
        return target if same else None

    def _key(self, clock: LifeClock) -> Promised:
        return clock.kind, clock.level, clock.started_at, clock.counted_from

    def _kept(self, clock: LifeClock, moment: Moment) -> Promise | None:
        """Return what a moment promised a clock, if the facts are still the same."""
        same = moment.terms is None or moment.terms == self.terms
        return moment.promises.get(self._key(clock)) if same else None

    def stop_by(self, word: str, moment: Moment, kind: str | None = None) -> None:
        """Stop what an answer or a mark stops; on a resolved case it is no longer continued."""
        for clock in self.clocks:
            if clock.phase != "over" and word in clock.rule.stops and kind in (None, clock.kind):
                clock.stop(moment.at, moment.kind, "met")
                clock.phase = "over"

    def stop_promised(self, clock: LifeClock, moment: Moment) -> None:
        """Promise a clock without a target what a moment promised it, and stop it as it stopped."""
        kept, stop = self._kept(clock, moment), clock.unseen_stop
        if clock.target is None and kept is not None and stop is not None:
            clock.schedule = self.policy.schedule_of(self.case)
            clock.take(*kept)
            clock.stop(*stop)

    def retarget(self, moment: Moment, changed: Collection[str]) -> None:
        """Update the targets of running clocks; a due time moves where it must.

        `changed` are the facts that did. What changes neither target nor hours moves nothing.
        """
        restarts = bool(changed) and self.policy.restarts_on_change(self.case)
        for clock in self.clocks:
            if clock.phase == "running":
                due_at = clock.due() if clock.undecided else None
                self._retarget(clock, moment, changed, restarts=restarts)
                clock.remember_missed(due_at, moment.at)

    def _retarget(
        self, clock: LifeClock, moment: Moment, changed: Collection[str], *, restarts: bool
    ) -> None:
        target = self._target(clock, moment)
        if target is None:
            clock.stop(moment.at, moment.kind, "cancelled", late="cancelled")
            return
        if restarts:
            clock.counted_from = moment.at
        kept = self._kept(clock, moment) is not None
        other = not target.is_same(clock.target) or clock.verdict is not None or "region" in changed
        if kept or restarts or other:
            self.promise(clock, target, moment)


def _numbered(clocks: Iterable[LifeClock]) -> dict[tuple[str, int, datetime, int], LifeClock]:
    """Return clocks by their kind, level and start, those that started at one instant numbered."""
    found: dict[tuple[str, int, datetime, int], LifeClock] = {}
    for clock in clocks:
        number = 0
        while (key := (clock.kind, clock.level, clock.started_at, number)) in found:
            number += 1
        found[key] = clock
    return found
